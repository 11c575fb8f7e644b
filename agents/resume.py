"""A side question in the middle of something: it is answered, and what was asked before is asked again."""

from dataclasses import dataclass

from agents.context import Turn
from domain.reply import Option


@dataclass(frozen=True)
class Pending:
    """The question that is still open, in words, and its buttons."""

    words: str
    options: tuple[Option, ...]
    asks: str


def pending(turn: Turn) -> Pending | None:
    """What an intake, a booking or a change under way still waits for."""
    state = turn.state
    if state.flow is None or state.asks is None:
        return None
    slot = turn.desk.pack.diagnosis.slots.get(state.asks) if state.flow == "diagnosis" else None
    words = turn.voice.say("resume_question", question=slot.question) if slot else turn.voice.say("resume")
    return Pending(words, tuple(Option(value, value) for value in state.expects), state.asks)
