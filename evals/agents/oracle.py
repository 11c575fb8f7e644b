"""An oracle: what a faultless assistant would have left behind in a case. Graders have to be content with it.

It is no assistant. It reads what the case wants and makes a conversation that has it, in the pack's words, so that
every case shows that it can be passed and no grader finds fault where there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from domain.clock import in_tokyo
from domain.handover import priority_of
from domain.labels import Trigger
from evals.agents.ideal_packet import ideal_packet
from evals.agents.wording import Wording
from evals.cases import Case, Handover, Suite, Turn
from evals.end_state import EndState
from evals.expectations import CardExpected, Expected, Understood
from evals.part import NONE
from evals.played import Ending, Played, Reading, Said, Snapshot
from knowledge.pack import Pack

ORACLE: Final = "oracle"
ANY_ROUTE: Final = ("faq", "clarify", "diagnose", "book", "serve_account")


@dataclass(frozen=True)
class _Move:
    """A turn of the customer, and what the reply to it has to be."""

    text: str
    expected: tuple[Expected, ...]
    place: tuple[str, int] | None
    asked_next: str | None


def ideal(wording: Wording, suite: Suite, case: Case, trial: int = 0) -> Played:
    """A case as it goes where everything is right.

    Args:
        wording: Words for replies.
        suite: The case's suite.
        case: The case.
        trial: Which repetition.
    """
    wanted = case.handover or suite.handover
    if case.text is not None:
        reading = _reading(case.understood or Understood(), wanted)
        return Played(case.id, trial, turns=(Said(case.text, {}),), reading=reading, milliseconds=(0.0,))
    moves = list(_moves(case))
    turns = tuple(_said(wording, suite, case, moves, index) for index in range(len(moves)))
    ending: Ending = "goal_reached" if case.simulate is not None else "said_all"
    after = _after(case.end or EndState(), in_tokyo(case.now or suite.now))
    packet = ideal_packet(case.packet, turns) if case.packet else None
    spent = (0.0,) * len(turns)
    return Played(case.id, trial, turns=turns, after=after, ending=ending, packet=packet, milliseconds=spent)


def _moves(case: Case) -> Iterator[_Move]:
    script: list[tuple[Turn, str, int]] = [(turn, "turns", place) for place, turn in enumerate(case.turns)]
    for asked, turns in case.answers.items():
        script += [(turn, f"answers.{asked}", place) for place, turn in enumerate(turns)]
    always = (case.every,) if case.every else ()
    closing = (case.last,) if case.last else ()
    if not script:
        yield _Move("お願いします", (*always, *closing), None, None)
    for index, (turn, kind, place) in enumerate(script):
        is_last = index == len(script) - 1
        following = "turns" if is_last else script[index + 1][1].removeprefix("answers.")
        own = (turn.expect,) if turn.expect else ()
        asks_next = following if following not in (NONE, "turns") else None
        expected = (*own, *always, *(closing if is_last else ()))
        yield _Move(turn.says or turn.presses or "", expected, (kind, place), asks_next)


def _said(wording: Wording, suite: Suite, case: Case, moves: list[_Move], index: int) -> Said:
    move, is_last = moves[index], index == len(moves) - 1
    handover = _handover_at(case, suite, index)
    understood = [expected.understood for expected in move.expected if expected.understood]
    understood += [case.understood] if case.understood and is_last else []
    reading = _reading(understood[0] if understood else Understood(), None)
    reply: dict[str, Any] = _reply(wording.pack, move, reading, handover)
    avoided = {name for expected in move.expected for name in expected.not_route} | set(case.routes.forbidden)
    if reply["route"] in avoided:
        reply["route"] = next(name for name in ANY_ROUTE if name not in avoided)
    for field, required in (("route", case.routes.required), ("type", case.types.required)):
        reply[field] = _first(field, move) or _owed(required, moves, index, field) or reply[field]
    patterns = [pattern for expected in move.expected for pattern in expected.says]
    patterns += case.phrases.required if is_last else ()
    never = [*case.phrases.forbidden, *(pattern for expected in move.expected for pattern in expected.never)]
    worded = wording.words(patterns, never, in_tokyo(case.now or suite.now))
    sources = dict.fromkeys((*reply["sources"], *worded.topics, *(case.sources.required if is_last else ())))
    reply["sources"] = [{"id": name, "title": name} for name in sources]
    silent = reply["route"] == "person"
    reply["message"], reply["owner"] = ("", "person") if silent else (worded.text, "bot")
    return Said(
        move.text,
        reply,
        _record(reading),
        (*(("open_handover",) if handover else ()), *(case.tools.required if is_last else ())),
        starts=worded.moments,
        due=_demand(case) if case.simulate is not None else None,
        expectation=move.place,
    )


def _reply(pack: Pack, move: _Move, reading: Reading, handover: dict[str, Any] | None) -> dict[str, Any]:
    asks = next((expected.asks for expected in move.expected if expected.asks is not None), None)
    told = {field: _value(field, move) for field in ("plan", "urgency", "category")}
    plan = told["plan"] or next(iter(pack.plans))
    recommended = {**told, "plan": plan, "price": pack.plans[plan].price} if any(told.values()) else None
    card = next((expected.booking for expected in move.expected if expected.booking), None)
    priority = _first("priority", move)
    shown = handover or ({"trigger": "human_request", "priority": priority} if priority else None)
    return {
        "type": "escalation" if shown else "conversation",
        "route": "guard" if reading.injection or reading.others_data else "hand_over" if shown else "faq",
        "confidence": 1.0,
        "sources": [name for expected in move.expected for name in expected.sources],
        "options": [{"label": n, "value": n} for expected in move.expected for n in expected.options],
        "recommendation": recommended,
        "booking": _card(pack, card) if card else None,
        "handover": {**shown, "ticket_id": "t", "promise": "", **({"priority": priority} if priority else {})}
        if shown
        else None,
        "asks": move.asked_next if asks is None else (asks[0] if asks else None),
        "sentiment": reading.sentiment,
    }


def _owed(required: tuple[str, ...], moves: list[_Move], index: int, field: str) -> str | None:
    """What has to occur somewhere, given to the turns of which nothing else is expected."""
    free = [place for place, move in enumerate(moves) if _first(field, move) is None]
    named = {_first(field, move) for move in moves}
    owed = [name for name in required if name not in named]
    return owed[free.index(index)] if index in free and free.index(index) < len(owed) else None


def _handover_at(case: Case, suite: Suite, index: int) -> dict[str, Any] | None:
    demand = _demand(case) if case.simulate is not None else None
    wanted = case.handover or (None if case.simulate is not None else suite.handover)
    if wanted is None:
        return {"trigger": demand, "priority": priority_of(demand)} if demand and index == 0 else None
    if not wanted.due or index != (wanted.at or 0):
        return None
    trigger = _trigger(wanted)
    return {"trigger": trigger, "priority": wanted.priority[0] if wanted.priority else priority_of(trigger)}


def _demand(case: Case) -> Trigger | None:
    assert case.simulate is not None
    goal = case.simulate.goal
    if goal.wants == "person" or not goal.solvable:
        return goal.demand or "uncovered"
    return None


def _trigger(wanted: Handover) -> Trigger:
    fitting = [name for name in wanted.triggers if not wanted.priority or priority_of(name) in wanted.priority]
    return next(iter((*fitting, *wanted.triggers)), "human_request")


def _reading(wanted: Understood, handover: Handover | None) -> Reading:
    due = handover is not None and handover.due
    trigger = _trigger(handover) if handover is not None and due else None
    priority = handover.priority[0] if handover and handover.priority else priority_of(trigger) if trigger else None
    bounds, feeling = wanted.constraints, wanted.feeling
    default = "decline" if wanted.topics == () else "answer"
    constraints = bounds.model_dump(mode="json", exclude_none=True) if bounds else {}
    return Reading(
        topics=tuple((name, round(0.99 / (place + 1), 4)) for place, name in enumerate(wanted.topics or ())),
        decision=wanted.decision[0] if wanted.decision else default,
        intent=wanted.intent[0] if wanted.intent else "question",
        slots={slot: value for slot, value in wanted.slots.items() if value is not None},
        wishes={
            "dates": [day.isoformat() for day in wanted.dates or ()],
            "part": None if wanted.part == NONE else wanted.part,
            "time": None if wanted.time == NONE else wanted.time,
            "constraints": {name: None if value == NONE else value for name, value in constraints.items()},
        },
        sentiment={
            "label": feeling.label[0] if feeling and feeling.label else "neutral",
            "target": feeling.target[0] if feeling and feeling.target else "none",
            "intensity": feeling.at_least or 0 if feeling else 0,
        },
        danger=wanted.danger[0] if wanted.danger else None,
        injection=bool(wanted.injection),
        others_data=bool(wanted.others_data),
        handover=float(due),
        trigger=trigger,
        priority=priority,
        answerable=1.0,
    )


def _record(reading: Reading) -> dict[str, Any]:
    topics = [{"id": name, "score": score} for name, score in reading.topics]
    told = {"intent": reading.intent, "decision": reading.decision, "slots": reading.slots, "danger": reading.danger}
    return {
        **told,
        "topics": topics,
        "dates": reading.wishes,
        "confidence": 1.0,
        "answerable": 1.0,
        "handover": 0.0,
        "trigger": None,
    }


def _card(pack: Pack, wanted: CardExpected) -> dict[str, Any]:
    return {
        "status": wanted.status[0] if wanted.status else "offered",
        "booking_id": None,
        "plan": wanted.plan,
        "price": wanted.price,
        "fee": wanted.fee,
        "start": wanted.start.isoformat() if wanted.start else None,
        "candidates": [{"start": start.isoformat()} for start in _starts(pack, wanted)],
    }


def _starts(pack: Pack, wanted: CardExpected) -> list[datetime]:
    """Starts to be offered, as many as wanted; which, no grader says."""
    day = in_tokyo(datetime.combine(date.min.replace(year=2000), time.fromisoformat(pack.booking.starts[0])))
    return [day + timedelta(days=place) for place in range(wanted.candidates or 0)]


def _after(end: EndState, now: datetime) -> Snapshot:
    made = [
        {
            "booking": f"bk-{place}",
            "plan": visit.plan[0] if visit.plan else "",
            "start": _start(visit.start, visit.start_in, now),
            "status": "booked",
            "amount": visit.amount,
            "addons": list(visit.addons or ()),
            "contact": {n: getattr(visit, n) or "" for n in ("payment", "name", "phone", "email", "address")},
        }
        for place, visit in enumerate(end.booked or ())
    ]
    changed: list[dict[str, Any]] = [
        {
            "booking": visit.booking,
            "start": _start(visit.start, visit.start_in, now),
            "status": visit.status or "booked",
            "fee": visit.fee,
            "amount": visit.amount,
            "contact": {},
        }
        for visit in end.changed or ()
    ]
    tickets = [
        {
            "trigger": ticket.trigger[0] if ticket.trigger else "human_request",
            "priority": ticket.priority[0] if ticket.priority else "normal",
            "senior": ticket.senior,
            "contact": ticket.contact,
        }
        for ticket in end.tickets or ()
    ]
    slots = {slot: value for slot, value in end.slots.items() if value is not None}
    known_as = None if end.known_as == NONE else end.known_as
    return Snapshot(tuple(made), tuple(changed), tuple(tickets), slots, end.plan, known_as)


def _start(start: datetime | None, span: tuple[datetime, datetime] | None, now: datetime) -> str:
    return f"{start or (span[0] if span else now):%Y-%m-%dT%H:%M}"


def _first(field: str, move: _Move) -> Any:
    values = (getattr(expected, field) for expected in move.expected)
    return next((value[0] for value in values if value), None)


def _value(field: str, move: _Move) -> Any:
    return next((value for expected in move.expected if (value := getattr(expected, field)) is not None), None)
