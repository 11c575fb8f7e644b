"""What Slack is told of a handover, from the ticket and its customer as they are at this moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.dates.describe import say_day, say_time
from domain.mails import Stationery, fill
from domain.staff import RETURNED, WITHDRAWN
from services.delivery.slack.templates import Button, State, Templates, escaped, filled_blocks
from services.packets.heads import head_of
from store import staff, tickets
from store.models import Customer, Score, Ticket
from store.success import newest_scores

LONGEST: Final = 500
"""Characters of what a customer wrote; escaped it fits into Slack's 3000 of a text."""


def compose(
    session: Session,
    ticket: Ticket,
    stationery: Stationery,
    templates: Templates,
    now: datetime,
    *,
    masked: bool = True,
    claimable: bool = True,
    link: str = "",
) -> dict[str, Any]:
    """The text and the blocks of a handover's message.

    Args:
        session: A reading transaction.
        ticket: The handover.
        stationery: What priorities and triggers are called.
        templates: How it looks.
        now: The business's time, by which it is overdue.
        masked: Whether names, numbers and addresses stay in the house.
        claimable: Whether it can be claimed by a click.
        link: Where it is opened; empty where nobody knows.
    """
    values = {**_values(session, ticket, stationery, templates, now, masked=masked), "link": link}
    shown: dict[Button, bool] = {"claim": claimable and ticket.status == "open", "open": bool(link)}
    elements = [templates.buttons[name] for name, is_shown in shown.items() if is_shown]
    blocks = (*templates.blocks, {"type": "actions", "elements": elements}) if elements else templates.blocks
    return {"text": fill(templates.summary, values), "blocks": filled_blocks(blocks, values)}


def _values(
    session: Session, ticket: Ticket, stationery: Stationery, templates: Templates, now: datetime, *, masked: bool
) -> Mapping[str, str]:
    customer = session.get(Customer, ticket.customer_id) if ticket.customer_id else None
    score = _score(session, ticket.customer_id, now) if ticket.customer_id else None
    name = customer.name if customer else ticket.brief.get("customer")
    head = head_of(ticket, name, masked=masked)
    return {
        "ticket_id": escaped(ticket.id),
        "priority": escaped(stationery.words[ticket.priority]),
        "trigger": escaped(stationery.words[ticket.trigger]),
        "category": escaped(head.category),
        "summary": "\n".join(escaped(_cut(line)) for line in head.summary),
        "sentence": escaped(_cut(head.sentence)),
        "promise": escaped(ticket.promise),
        "due": _timer(ticket.due, now) if ticket.due and ticket.status != "closed" else "",
        "state": _state(session, ticket, templates, now),
        "customer": escaped(_who(name, ticket.customer_id, masked=masked) or templates.nobody),
        "health": "" if score is None or score.health is None else f"{score.health:.0f}",
        "churn": "" if score is None or score.churn is None else f"{score.churn:.0%}",
        "callback": _callback(ticket, templates, now, masked=masked) if ticket.callback else "",
        "mention": _mention(session, ticket),
    }


def _score(session: Session, customer_id: str, now: datetime) -> Score | None:
    return newest_scores.as_of(session, [customer_id], now).get(customer_id)


def _who(name: str | None, customer_id: str | None, *, masked: bool) -> str:
    shown = (customer_id,) if masked else (name, customer_id)
    return " / ".join(part for part in shown if part)


def _state(session: Session, ticket: Ticket, templates: Templates, now: datetime) -> str:
    answered_at = tickets.answered_at(session, ticket)
    by = staff.name_of(session, ticket.claimed_by if ticket.status == "claimed" else ticket.attended_by)
    outcome = templates.outcomes.get(ticket.outcome, ticket.outcome) if ticket.outcome else ""
    values = {
        "by": escaped(by or templates.somebody),
        "outcome": escaped(outcome),
        "at": _timer(answered_at, now) if answered_at else "",
    }
    return fill(templates.states[_standing(ticket, answered_at, now)], values)


def _standing(ticket: Ticket, answered_at: datetime | None, now: datetime) -> State:
    if ticket.status == "open":
        return "overdue" if ticket.due is not None and now > ticket.due else "open"
    if ticket.status == "closed":
        ends: dict[str | None, State] = {RETURNED: "returned", WITHDRAWN: "withdrawn"}
        return ends.get(ticket.outcome, "closed")
    told, attended = ticket.escalated_at, ticket.attended_at
    if told is not None and (attended is None or attended < told):
        return "unanswered"
    return "answered" if answered_at is not None else "claimed"


def _callback(ticket: Ticket, templates: Templates, now: datetime, *, masked: bool) -> str:
    wish = ticket.callback or {}
    when = templates.call_any_time
    if wish["start"] and wish["end"]:
        start, end = (in_tokyo(datetime.fromisoformat(wish[name])) for name in ("start", "end"))
        day = say_day(start.date(), in_tokyo(now).date())
        when = fill(templates.call_at, {"day": day, "from": say_time(start.time()), "to": say_time(end.time())})
    return escaped(when if masked else f"{wish['number']} {when}")


def _mention(session: Session, ticket: Ticket) -> str:
    """Who is on call and paged first, where danger waits for somebody."""
    if ticket.status != "open" or ticket.priority != "urgent":
        return ""
    called = next((member.slack_id for member in staff.on_call(session) if member.slack_id), None)
    return f"<@{called}>" if called else ""


def _timer(due: datetime, now: datetime) -> str:
    """A moment that Slack shows in each reader's own time.

    https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
    """
    here = in_tokyo(due)
    said = f"{say_day(here.date(), in_tokyo(now).date())} {say_time(here.time())}"
    return f"<!date^{int(due.timestamp())}^{{date_short_pretty}} {{time}}|{said}>"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
