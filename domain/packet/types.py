"""The packet of a handover. Everything in it was said, understood or stated in the conversation; nothing is made up."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from domain.labels import EmotionLabel, Target, Trigger

VERSION: Final = 1

PromiseKind = Literal["answer_by", "offered", "visit", "fee", "price", "stated", "staff"]
"""When a person answers; visits to choose from; one held, booked or moved; a fee; a price; others; what staff said."""

StepKind = Literal[
    "diagnosis",
    "recommendation",
    "booking",
    "chosen",
    "booked",
    "change",
    "rescheduled",
    "cancel",
    "cancelled",
    "fee_asked",
    "account",
    "unanswered",
    "repeated",
    "answers",
    "nothing",
    "earlier",
    "talks",
    "manager",
]
"""What was tried, by us and (`talks`, `manager`) by the customer."""

Course = Literal["rising", "easing", "steady"]


@dataclass(frozen=True)
class Quote:
    """Words out of a message, letter by letter."""

    message_id: str
    seq: int
    text: str


@dataclass(frozen=True)
class Cause:
    """Why a person is due.

    Attributes:
        trigger: The reason.
        name: The same in the staff's words; None where the pack has none.
        sentences: What the customer said that called for a person, the sentence that settled it last.
        rising: Whether it took more than one message.
        at: The place of the message that settled it.
    """

    trigger: Trigger
    name: str | None
    sentences: tuple[Quote, ...]
    rising: bool
    at: int


@dataclass(frozen=True)
class SlotSaid:
    """Something the customer told of their case, and the words they told it with.

    Attributes:
        slot: Which of the diagnosis slots.
        name: The same in the staff's words.
        value: As the diagnosis holds it.
        says: The same in the staff's words.
        quotes: The words it came from.
    """

    slot: str
    name: str
    value: Any
    says: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Answer:
    """Something the customer was told, with its source.

    Attributes:
        source_id: A topic of the FAQ, an entry of the catalogue, or a record of the customer's own.
        title: Its name.
        message_id: The message that said it first.
        seq: Its place.
        times: How often it was said.
        question: What was asked.
    """

    source_id: str
    title: str
    message_id: str
    seq: int
    times: int
    question: Quote | None


@dataclass(frozen=True)
class Promise:
    """Something we stated that the customer may rely on; `text` stands in the message as it is."""

    kind: PromiseKind
    text: str
    message_id: str
    seq: int


@dataclass(frozen=True)
class Step:
    """Something that was tried and where it stands, with the message that shows it best."""

    kind: StepKind
    text: str
    message_id: str | None
    seq: int | None


@dataclass(frozen=True)
class Feeling:
    """How the customer felt in one of their messages."""

    message_id: str
    seq: int
    label: EmotionLabel
    name: str
    target: Target
    intensity: int


@dataclass(frozen=True)
class Source:
    """What a draft stands on: a topic, an entry of the catalogue, or a message of the conversation."""

    id: str
    title: str


@dataclass(frozen=True)
class NextAction:
    """The one thing to do first, and why."""

    kind: str
    text: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """A reply to begin with. `{me}` stands for the name of whoever sends it."""

    id: str
    title: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Packet:
    """What a person reads first.

    Attributes:
        version: Of this shape.
        until: The place of the last message it knows of.
        cause: Why a person is due.
        category: What it is about, by the pack's categories; None where the pack has none.
        category_name: The same in the staff's words.
        summary: Who with what trouble; what happened here; what they want now. Empty where the pack has no words.
        slots: What they told of their case.
        answers: What they were told.
        promises: What they may rely on.
        tried: What was tried.
        wishes: What they want of a person beside what the trigger says, by name.
        feelings: How they felt, message by message.
        course: Which way their feelings about us go.
        next_action: What to do first; None where the pack has no words.
        drafts: Replies to begin with.
        since: What the customer said after the message that called for a person.
    """

    version: int
    until: int
    cause: Cause
    category: str | None
    category_name: str | None
    summary: tuple[str, ...]
    slots: tuple[SlotSaid, ...]
    answers: tuple[Answer, ...]
    promises: tuple[Promise, ...]
    tried: tuple[Step, ...]
    wishes: tuple[str, ...]
    feelings: tuple[Feeling, ...]
    course: Course
    next_action: NextAction | None
    drafts: tuple[Draft, ...]
    since: tuple[Quote, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The packet as plain JSON values."""
        return asdict(self)
