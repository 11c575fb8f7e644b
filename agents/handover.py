"""Hands the conversation to a person: a ticket with everything they need, and an honest promise to the customer."""

import re
from dataclasses import replace
from typing import Any, Final

from agents.context import Turn
from domain.dates.describe import say_day, say_time
from domain.effects import OpenHandover, RaiseHandover
from domain.handover import SENIOR, Promise, priority_of, promise_at
from domain.labels import Priority, Trigger
from domain.plan import ReplyPlan
from domain.reply import HandoverCard

ROUTE = "hand_over"
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
    priority = priority_of(trigger)
    terms = turn.desk.promises[priority]
    promise = promise_at(turn.now, terms, turn.desk.hours)
    said = say_promise(turn, promise) if promised else ""
    if waiting is not None and RANK[priority] <= RANK[waiting.priority]:
        return _still_waiting(turn, trigger, waiting.ticket_id, priority, said)
    contact = turn.state.contact or known_contact(turn)
    ticket_id = waiting.ticket_id if waiting else turn.desk.new_id("tk")
    effect = (
        RaiseHandover(ticket_id, trigger, priority, said, promise.by)
        if waiting
        else OpenHandover(ticket_id, trigger, priority, said, promise.by, trigger in SENIOR, brief(turn, contact))
    )
    danger = turn.perception.danger
    opening = turn.desk.pack.safety.replies[danger] if danger else _opening(turn, trigger, template)
    asks = None if contact or danger else "contact"
    closing = [said] if said else []
    if asks:
        closing.append(turn.voice.say("handover_ask_contact"))
    return ReplyPlan(
        type="escalation",
        route=ROUTE,
        confidence=turn.perception.handover,
        state=replace(turn.state, flow=None, asks=asks, choices=(), stuck=0, uncovered=0, contact=contact),
        opening=opening,
        closing="\n".join(closing),
        effects=(effect,),
        handover=HandoverCard(ticket_id, priority, trigger, said),
        asks=asks,
        notes={"trigger": trigger, "priority": priority},
    )


def take_contact(turn: Turn) -> ReplyPlan:
    """Takes down how to reach the customer, where that was asked and is in the message."""
    found = CONTACT.search(turn.perception.text)
    contact = found[0] if found else turn.perception.text
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=1.0,
        state=replace(turn.state, contact=contact, asks=None),
        opening=turn.voice.say("handover_contact_taken"),
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


def known_contact(turn: Turn) -> str | None:
    """The telephone number or e-mail address on record."""
    customer = turn.customer()
    return (customer.phone or customer.email) if customer else None


def say_promise(turn: Turn, promise: Promise) -> str:
    """The promise in words: within so many minutes, or from when on somebody is there."""
    if promise.within_minutes is not None:
        hours, minutes = divmod(promise.within_minutes, 60)
        length = f"{hours}時間" if hours and not minutes else f"{promise.within_minutes}分"
        return turn.voice.say("promise_within", length=length)
    moment = f"{say_day(promise.by.date(), turn.now.date())} {say_time(promise.by.time())}"
    return turn.voice.say("promise_later" if turn.desk.hours.is_open(turn.now) else "promise_from", moment=moment)


def _opening(turn: Turn, trigger: Trigger, template: str | None) -> str:
    return turn.voice.say_first(template or f"handover_{trigger}", "handover_default")


def _still_waiting(turn: Turn, trigger: Trigger, ticket_id: str, priority: Priority, said: str) -> ReplyPlan:
    danger = turn.perception.danger
    return ReplyPlan(
        type="escalation",
        route=ROUTE,
        confidence=turn.perception.handover,
        state=replace(turn.state, choices=()),
        opening=turn.desk.pack.safety.replies[danger] if danger else turn.voice.say("handover_waiting"),
        handover=HandoverCard(ticket_id, priority, trigger, said),
        notes={"trigger": trigger, "priority": priority},
    )
