"""A case as it was played: all that graders and reports look at. Plain values, which travel between processes."""

from dataclasses import dataclass, field
from typing import Any, Literal

Ending = Literal["said_all", "goal_reached", "gave_up", "handed_over", "stuck", "simulator_fault", "broken"]
"""Why a conversation ended. `broken`: the product raised; `simulator_fault`: the simulated customer did wrong."""


@dataclass(frozen=True)
class Said:
    """One turn: what the customer said and what came back.

    Attributes:
        text: The message, codes from mails left as `{code}`.
        reply: The chat API's Reply.
        record: The turn's record: what was understood.
        effects: What was written, by name (`book_visit` …).
        starts: When the visits begin that these effects hold, book or move (ISO 8601).
        due: Why a simulated customer thinks a person is due from here on.
        acts: What a simulated customer meant.
        allows_person: Whether displeasure has shown, so that a person called now is not called too soon.
        expectation: Which of the case's expectations is about this turn, as a place in its turns.
    """

    text: str
    reply: dict[str, Any]
    record: dict[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    due: str | None = None
    acts: tuple[str, ...] = ()
    allows_person: bool = False
    expectation: tuple[str, int] | None = None

    @property
    def calls_person(self) -> bool:
        """Whether a person was called here."""
        return "open_handover" in self.effects


@dataclass(frozen=True)
class Reading:
    """What the brain made of a single message, as `zenbu understand` reports it."""

    topics: tuple[tuple[str, float], ...]
    decision: str
    intent: str
    slots: dict[str, Any]
    wishes: dict[str, Any]
    sentiment: dict[str, Any]
    danger: str | None
    injection: bool
    others_data: bool
    handover: float
    trigger: str | None
    priority: str | None
    answerable: float


@dataclass(frozen=True)
class Snapshot:
    """What a conversation changed in the database."""

    booked: tuple[dict[str, Any], ...] = ()
    changed: tuple[dict[str, Any], ...] = ()
    tickets: tuple[dict[str, Any], ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)
    plan: str | None = None
    known_as: str | None = None
    strangers: tuple[str, ...] = ()
    """Bookings of other customers that were touched."""


@dataclass(frozen=True)
class Played:
    """A case after it was played once.

    Attributes:
        case: Its id.
        trial: Which repetition, from 0.
        turns: What was said.
        reading: What was understood, where the case is one message.
        after: What changed in the database.
        ending: Why it ended.
        why: In words, where it did not end by itself.
        before: The speaker's bookings as they were.
        struck: Whether a sabotaged agent did its harm here.
        packet: What a person reads of the last handover: `handover`, and the `messages` beside it; None without one,
            and where the case says nothing of it.
        milliseconds: How long each turn took.
    """

    case: str
    trial: int
    turns: tuple[Said, ...] = ()
    reading: Reading | None = None
    after: Snapshot = field(default_factory=Snapshot)
    before: tuple[dict[str, Any], ...] = ()
    ending: Ending = "said_all"
    why: str = ""
    struck: bool = False
    packet: dict[str, Any] | None = None
    milliseconds: tuple[float, ...] = ()

    @property
    def handover_at(self) -> int | None:
        """The first turn at which a person was called; None: nobody was."""
        calls = (index for index, said in enumerate(self.turns) if said.calls_person)
        return next(calls, None)
