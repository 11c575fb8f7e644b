"""While somebody waits for a person: they may need nobody any more, or rather be called."""

from dataclasses import replace
from typing import Any, Final

from agents.context import Turn
from domain.call_times import CallTime, call_time
from domain.contact import read_contact
from domain.dates.describe import describe, say_day, say_time
from domain.dialogue import DialogueState
from domain.effects import Effect, NoteCallback, WithdrawHandover
from domain.handover import URGENT
from domain.perception import Perception
from domain.plan import Fact, ReplyPlan
from domain.reply import Option, Source
from domain.turn import OpenTicket
from domain.waiting import any_time, leaving, stays, wants_call

ROUTE: Final = "waiting"
LEAVE: Final = "leave_queue"
NUMBER: Final = "callback_number"
WHEN: Final = "callback_when"
"""What is asked for, as `asks` names it."""


def leaves(perception: Perception, state: DialogueState, *, calls_for_person: bool) -> bool:
    """Whether the message is about leaving the queue; in the middle of a change of a visit it is about that.

    Args:
        perception: The message.
        state: Where the conversation stands.
        calls_for_person: The message is a reason for a person by itself: 「もういい」 may be said in anger.
    """
    if state.asks == LEAVE and (stays(perception.text) or perception.intent in ("affirm", "deny")):
        return True
    said = leaving(perception.text) if state.flow is None else None
    return said == "surely" or (said == "perhaps" and not calls_for_person)


def wishes_call(perception: Perception, state: DialogueState) -> bool:
    """Whether the message asks to be called, or says where or when."""
    text = perception.text
    if state.asks == NUMBER:
        return read_contact(text).phone is not None or wants_call(text)
    if state.asks == WHEN:
        return perception.wishes.found or any_time(text) or wants_call(text)
    return wants_call(text)


def leave_queue(turn: Turn) -> ReplyPlan:
    """Lets somebody go who needs nobody any more; asks once where it may mean something else.

    Where danger was named, a person looks all the same.
    """
    ticket = turn.request.ticket
    assert ticket is not None
    if ticket.trigger in URGENT or ticket.priority == "urgent":
        return _plan(turn, opening=turn.voice.say("leave_danger"))
    text, asked = turn.perception.text, turn.state.asks == LEAVE
    sure = leaving(text) == "surely" or (asked and (turn.perception.intent == "affirm" or leaving(text) is not None))
    if asked and not sure:
        return _plan(turn, opening=turn.voice.say("leave_stays"))
    if not sure or _is_upset(turn):
        options = turn.voice.options(("leave_queue", "keep_waiting"))
        return _plan(turn, opening=turn.voice.say("leave_ask"), asks=LEAVE, options=options)
    return replace(
        _plan(turn, opening=turn.voice.say("leave_done"), effects=(WithdrawHandover(ticket.ticket_id),)),
        options=turn.voice.options(("human",)),
    )


def call_back(turn: Turn) -> ReplyPlan:
    """Takes down where and when somebody wants to be called; promised only where people are there then."""
    ticket = turn.request.ticket
    assert ticket is not None
    number = read_contact(turn.perception.text).phone or _known_number(turn)
    if number is None:
        again = turn.state.asks == NUMBER
        asking = turn.voice.say("callback_ask_number_again" if again else "callback_ask_number")
        return _plan(turn, opening=asking, asks=NUMBER)
    wishes = turn.perception.wishes
    free = any_time(turn.perception.text) or wishes.anytime
    if not (wishes.found or free) and turn.state.asks != WHEN:
        return _plan(
            turn,
            opening=turn.voice.say("callback_ask_when"),
            asks=WHEN,
            options=turn.voice.options(("call_any_time",)),
            contact=number,
        )
    at = None if free and not wishes.wishes else call_time(wishes, turn.now, turn.desk.hours)
    return _noted(turn, ticket, number, at, free=free or not wishes.found)


def _noted(turn: Turn, ticket: OpenTicket, number: str, at: CallTime | None, *, free: bool) -> ReplyPlan:
    wishes = turn.perception.wishes
    said = describe(wishes.wishes, wishes.refusals, turn.now.date(), asap=wishes.asap, anytime=free)
    source = Source(ticket.ticket_id, turn.voice.say("callback_source"))
    values = {"number": number, "wish": said, **_moments(turn, at)}
    served = turn.desk.records.duty().serving
    if free:
        name = "callback_any_time"
    elif at is None:
        name = "callback_not_then"
    else:
        name = "callback_promised" if served else "callback_wished"
    effect = NoteCallback(ticket.ticket_id, number, at.start if at else None, at.end if at else None, turn.request.text)
    fact = Fact(turn.voice.say(name, **values), source)
    return _plan(turn, facts=(fact,), effects=(effect,), contact=number, notes={"callback": name})


def _moments(turn: Turn, at: CallTime | None) -> dict[str, str]:
    opening = turn.desk.hours.next_opening(turn.now)
    start = at.start if at else opening
    return {
        "day": say_day(start.date(), turn.now.date()),
        "from": say_time(start.time()),
        "to": say_time(at.end.time()) if at else "",
        "opening": f"{say_day(opening.date(), turn.now.date())} {say_time(opening.time())}",
    }


def _known_number(turn: Turn) -> str | None:
    customer = turn.customer()
    given = read_contact(turn.state.contact or "").phone
    return given or (customer.phone if customer else None)


def _is_upset(turn: Turn) -> bool:
    """Whether somebody may say it in anger: who leaves like that is not let go without a word."""
    sentiment = turn.perception.sentiment
    return sentiment.target == "company" and sentiment.label in ("anger", "dissatisfaction", "despair")


def _plan(
    turn: Turn,
    *,
    opening: str = "",
    facts: tuple[Fact, ...] = (),
    asks: str | None = None,
    options: tuple[Option, ...] = (),
    effects: tuple[Effect, ...] = (),
    contact: str | None = None,
    notes: dict[str, Any] | None = None,
) -> ReplyPlan:
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=1.0,
        state=replace(turn.state, asks=asks, choices=(), contact=contact or turn.state.contact),
        opening=opening,
        facts=facts,
        options=options,
        effects=effects,
        asks=asks,
        notes=notes or {},
    )
