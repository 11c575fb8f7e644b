"""What the local brain makes of a message or a whole conversation: for QA, and for measuring. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.clock import in_tokyo
from domain.dialogue import DialogueState
from domain.effects import OpenHandover, RaiseHandover
from domain.handover import priority_of
from domain.perception import Perception
from domain.text import UnreadableMessage, accept
from domain.turn import OpenTicket, TurnOutcome, TurnRequest
from graphs.composition import ConversationEngine
from graphs.routing import due_trigger

TOPICS = 5


class UnreadableLine(ValueError):
    """A line is not what `zenbu understand` reads."""


@dataclass(frozen=True)
class Played:
    """One turn of a conversation as it was played."""

    index: int
    outcome: TurnOutcome


def understand(engine: ConversationEngine, line: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Reads one line: `{"id", "text"}` or `{"id", "turns"}`, with its own `now` if it has one.

    Args:
        engine: What answers.
        line: The line. Turns are texts, or objects with `text` and `role` (others than the customer's are passed over).
        now: The time, where the line brings none.

    Raises:
        UnreadableLine: The line has neither text nor turns, or a time that is none.
    """
    at = _moment(line, now)
    if isinstance(line.get("turns"), list):
        return {"id": line.get("id"), **_conversation(engine, line["turns"], at)}
    if isinstance(line.get("text"), str):
        return {"id": line.get("id"), **_message(engine, line["text"], at)}
    raise UnreadableLine('a line needs "text" (a string) or "turns" (a list)')


def _message(engine: ConversationEngine, text: str, now: datetime) -> dict[str, Any]:
    try:
        request = _request(accept(text), now)
    except UnreadableMessage as error:
        return {"error": str(error), "answerable": False, "decision": "decline", "handover": None}
    state = DialogueState()
    perception = engine.brain.perceive(request, state)
    trigger = due_trigger(perception, state, engine.thresholds)
    handover = {"trigger": trigger, "priority": priority_of(trigger)} if trigger else None
    return {**_perceived(engine, perception, perception.slots), "handover": handover}


def _conversation(engine: ConversationEngine, turns: Sequence[Any], now: datetime) -> dict[str, Any]:
    state: dict[str, Any] = {}
    ticket: OpenTicket | None = None
    replies: list[dict[str, Any]] = []
    handover: dict[str, Any] | None = None
    at: int | None = None
    last: Perception | None = None
    for index, text in _customer_turns(turns):
        try:
            request = _request(accept(text), now, state, ticket)
        except UnreadableMessage as error:
            replies.append({"turn": index, "error": str(error)})
            continue
        last = engine.brain.perceive(request, DialogueState.from_json(state))
        outcome = engine.respond(request)
        state = outcome.state
        replies.append({"turn": index, **outcome.reply.as_json()})
        for effect in outcome.effects:
            if isinstance(effect, OpenHandover | RaiseHandover):
                ticket = OpenTicket(effect.ticket_id, effect.trigger, effect.priority, claimed=False)
                if at is None:
                    at, handover = index, {"trigger": effect.trigger, "priority": effect.priority}
    slots = DialogueState.from_json(state).slots
    perceived = _perceived(engine, last, {**slots, **last.slots}) if last else {}
    return {**perceived, "handover": handover, "at": at, "replies": replies}


def _perceived(engine: ConversationEngine, perception: Perception, slots: dict[str, Any]) -> dict[str, Any]:
    sentiment = perception.sentiment
    return {
        "intent": perception.intent,
        "confidence": round(perception.confidence, 4),
        "faq": [{"id": topic.id, "score": round(topic.score, 4)} for topic in perception.topics[:TOPICS]],
        "decision": perception.decision,
        "answerable": perception.decision == "answer",
        "slots": {slot: slots.get(slot) for slot in engine.pack.diagnosis.slots},
        **perception.wishes.as_json(),
        "sentiment": {"label": sentiment.label, "target": sentiment.target, "intensity": sentiment.intensity},
    }


def _customer_turns(turns: Sequence[Any]) -> list[tuple[int, str]]:
    found = []
    for index, turn in enumerate(turns):
        if isinstance(turn, str):
            found.append((index, turn))
        elif isinstance(turn, dict) and isinstance(text := turn.get("text"), str):
            if turn.get("role", "customer") in ("customer", "user"):
                found.append((index, text))
        else:
            raise UnreadableLine(f'turn {index} is neither a text nor an object with "text"')
    return found


def _request(
    text: str, now: datetime, state: dict[str, Any] | None = None, ticket: OpenTicket | None = None
) -> TurnRequest:
    return TurnRequest("understand", "understand", text, now, state=state or {}, ticket=ticket)


def _moment(line: dict[str, Any], now: datetime) -> datetime:
    if line.get("now") is None:
        return now
    try:
        return in_tokyo(datetime.fromisoformat(str(line["now"])))
    except ValueError as error:
        raise UnreadableLine(f'"now" is {line["now"]!r}; give an ISO 8601 time') from error
