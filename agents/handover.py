"""Hands the conversation to a person: a ticket with everything they need, and an honest promise to the customer."""

import re
from dataclasses import replace
from typing import Any, Final

from agents.context import Turn
from domain.effects import Effect, NoteContact, OpenHandover, PageOnCall, RaiseHandover
from domain.handover import SENIOR, Promise, priority_of, promise_at
from domain.labels import Priority, Trigger
from domain.plan import ReplyPlan
from domain.reply import HandoverCard
from services.promises import say_promise

ROUTE = "hand_over"
WAITING: Final = ("call_back", "leave_queue")
"""What somebody who waits may do besides waiting."""

RANK: Final[dict[Priority, int]] = {"low": 0, "normal": 1, "high": 2, "urgent": 3}
CONTACT: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|0\d{1,4}[-( ]?\d{1,4}[-) ]?\d{3,4}")
"""An e-mail address or a telephone number."""


def hand_over(turn: Turn, trigger: Trigger, template: str | None = None, *, promised: bool = True) -> ReplyPlan:
    """Opens a ticket, raises one that waits already, or says that a person is on the way.

    Args:
        turn: The turn.
        trigger: Why a person is due.
        template: What is said first, where it is not what is always said for this trigger.
        promised: Whether the customer is told when somebody answers.
    """
    waiting = turn.request.ticket
    priority = priority_of(trigger, valuable=_is_valuable(turn))
    terms = turn.desk.promises[priority]
    promise = promise_at(turn.now, terms, turn.desk.hours, turn.desk.records.duty())
    said = say_promise(turn.voice, promise, turn.desk.hours, turn.now) if promised else ""
    if waiting is not None and RANK[priority] <= RANK[waiting.priority]:
        return _still_waiting(turn, trigger, waiting.ticket_id, priority, promise, said)
    contact = said_contact(turn) or turn.state.contact or known_contact(turn)
    ticket_id = waiting.ticket_id if waiting else turn.desk.new_id("tk")
    effects: list[Effect] = [
        RaiseHandover(ticket_id, trigger, priority, said, promise.by, turn.request.text, turn.desk.packets)
        if waiting
        else OpenHandover(
            ticket_id, trigger, priority, said, promise.by, trigger in SENIOR, brief(turn, contact), turn.desk.packets
        )
    ]
    effects += _beside(turn, ticket_id, priority)
    danger = turn.perception.danger
    opening = turn.desk.pack.safety.replies[danger] if danger else _opening(turn, trigger, template)
    asks = None if contact or danger else "contact"
    # Who the customer is stands in the ticket's brief now; the dialogue does not need it any more.
    draft = {name: value for name, value in turn.state.draft.items() if name != "contact"}
    closing = [_told(turn, promise), said]
    if asks:
        closing.append(turn.voice.say("handover_ask_contact"))
    return ReplyPlan(
        type="escalation",
        route=ROUTE,
        confidence=turn.perception.handover,
        state=replace(turn.state, flow=None, draft=draft, asks=asks, choices=(), stuck=0, uncovered=0, contact=contact),
        opening=opening,
        closing="\n".join(filter(None, closing)),
        options=() if danger else turn.voice.options(WAITING),
        effects=tuple(effects),
        handover=HandoverCard(ticket_id, priority, trigger, said),
        asks=asks,
        notes={"trigger": trigger, "priority": priority},
    )


def take_contact(turn: Turn) -> ReplyPlan:
    """Takes down how to reach the customer, and puts it on the ticket that waits."""
    ticket = turn.request.ticket
    contact = said_contact(turn)
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=1.0,
        state=replace(turn.state, contact=contact, asks=None),
        # The ticket may have been closed since we asked: then nobody waits for it, and a later one will carry it.
        opening=turn.voice.say("handover_contact_taken" if ticket else "handover_contact_kept"),
        effects=(NoteContact(ticket.ticket_id, contact),) if ticket and contact else (),
        notes={"contact": True},
    )


def brief(turn: Turn, contact: str | None) -> dict[str, Any]:
    """What a person needs beside the transcript."""
    customer = turn.customer()
    sentiment = turn.perception.sentiment
    return {
        "message": turn.request.text,
        "customer": customer.name if customer else None,
        "customer_id": turn.request.customer_id,
        "contact": contact,
        "sentiment": {"label": sentiment.label, "target": sentiment.target, "intensity": sentiment.intensity},
        "slots": turn.state.slots,
        "plan": turn.state.plan,
        "draft": turn.state.draft,
        "recent_topics": list(turn.state.recent),
        "turns": turn.state.turn + 1,
    }


def said_contact(turn: Turn) -> str | None:
    """The telephone number or e-mail address in the message."""
    found = CONTACT.search(turn.perception.text)
    return found[0] if found else None


def known_contact(turn: Turn) -> str | None:
    """The telephone number or e-mail address on record."""
    customer = turn.customer()
    return (customer.phone or customer.email) if customer else None


def _is_valuable(turn: Turn) -> bool:
    """Whether the customer is about to leave or of great value, as their last scores say."""
    customer_id = turn.request.customer_id
    return customer_id is not None and turn.desk.records.worth(customer_id, turn.now).raises_priority


def _opening(turn: Turn, trigger: Trigger, template: str | None) -> str:
    return turn.voice.say_first(template or f"handover_{trigger}", "handover_default")


def _beside(turn: Turn, ticket_id: str, priority: Priority) -> list[Effect]:
    """What goes with a handover: a contact said is put on the ticket that waits, danger calls whoever is on call."""
    effects: list[Effect] = []
    contact = said_contact(turn)
    if contact and turn.request.ticket:
        effects.append(NoteContact(ticket_id, contact))
    if priority == "urgent":
        effects.append(PageOnCall(ticket_id, turn.desk.paging))
    return effects


def _told(turn: Turn, promise: Promise) -> str:
    """In danger, that somebody was told at once: only where somebody is there to be told."""
    return turn.voice.say("danger_told") if turn.perception.danger and promise.within_minutes is not None else ""


def _still_waiting(
    turn: Turn, trigger: Trigger, ticket_id: str, priority: Priority, promise: Promise, said: str
) -> ReplyPlan:
    danger = turn.perception.danger
    return ReplyPlan(
        type="escalation",
        route=ROUTE,
        confidence=turn.perception.handover,
        state=replace(turn.state, choices=(), contact=said_contact(turn) or turn.state.contact),
        opening=turn.desk.pack.safety.replies[danger] if danger else turn.voice.say("handover_waiting"),
        closing=_told(turn, promise),
        options=() if danger else turn.voice.options(WAITING),
        effects=tuple(_beside(turn, ticket_id, priority)),
        handover=HandoverCard(ticket_id, priority, trigger, said),
        notes={"trigger": trigger, "priority": priority},
    )
