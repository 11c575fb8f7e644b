"""A ticket as it stands in a list: who it is, how long it waits, whom it suits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.fit import Fit
from domain.staff import Member
from services.roster import Roster, case_of, is_overdue
from store.tickets import Listed


def summary(row: Listed, roster: Roster, now: datetime) -> dict[str, Any]:
    """What everybody sees of a ticket.

    Args:
        row: The ticket.
        roster: Who is there.
        now: The business's time.
    """
    ticket = row.ticket
    case = case_of(ticket, row.kind, now)
    packet = ticket.packet or {}
    sentences = packet["cause"]["sentences"] if packet else []
    return {
        "ticket_id": ticket.id,
        "conversation_id": ticket.conversation_id,
        "channel": row.channel,
        "customer": row.customer,
        "customer_id": ticket.customer_id,
        "status": ticket.status,
        "trigger": ticket.trigger,
        "priority": ticket.priority,
        "senior": ticket.senior,
        "category": ticket.category,
        "category_name": packet.get("category_name"),
        "summary": packet.get("summary", []),
        "sentence": sentences[-1]["text"] if sentences else None,
        "message": ticket.brief.get("message"),
        "promise": ticket.promise,
        "due": ticket.due.isoformat() if ticket.due else None,
        "overdue": is_overdue(ticket, now),
        "opened_at": ticket.opened_at.isoformat(),
        "claimed_by": {"id": ticket.claimed_by, "name": row.claimed_by} if ticket.claimed_by else None,
        "waiting_seconds": waiting_seconds(row, now),
        "unanswered": row.unanswered,
        "area": ticket.area,
        "language": ticket.language,
        "callback": ticket.callback,
        "suggested": roster.suggested(case, now) if ticket.status == "open" else None,
    }


def summary_for(me: Member, row: Listed, roster: Roster, now: datetime) -> dict[str, Any]:
    """The same, with how well it suits whoever asks."""
    return {**summary(row, roster, now), "for_you": as_json(roster.fit(me, case_of(row.ticket, row.kind, now), now))}


def waiting_seconds(row: Listed, now: datetime) -> int:
    """How long somebody waited for a person, or has been waiting."""
    ticket = row.ticket
    until = ticket.claimed_at or ticket.closed_at or now
    return max(0, int((until - ticket.opened_at).total_seconds()))


def as_json(fit: Fit) -> Mapping[str, Any]:
    """A fit as the API shows it."""
    return {
        "claimable": fit.may_claim,
        "suits": fit.suits,
        "reasons": list(fit.reasons),
        "hindrances": list(fit.hindrances),
    }
