"""What the copilot tells a member of the staff. Nothing of it reaches a customer unless somebody sends it."""

from dataclasses import dataclass
from typing import Literal

from domain.labels import EmotionLabel, Target

Trend = Literal["worsening", "easing", "steady"]
DraftKind = Literal["faq", "record", "past", "packet", "holding"]
SourceKind = Literal["faq", "record", "past"]
FindingKind = Literal[
    "curt",
    "blame",
    "casual",
    "promise",
    "authority",
    "figure",
    "forbidden",
    "legal",
    "personal",
    "apology",
    "greeting",
]
Severity = Literal["stop", "warn"]
AnswerKind = Literal["faq", "health", "churn", "offers", "recovery", "value", "tone", "visits", "unclear", "refused"]
Lack = Literal["copilot", "tone", "knowledge"]


@dataclass(frozen=True)
class MoodPoint:
    """How one message of the customer's was meant; `intensity` 0 none to 3 strong."""

    seq: int
    label: EmotionLabel
    target: Target
    intensity: int


@dataclass(frozen=True)
class Mood:
    """How the customer feels now, and which way it goes.

    Attributes:
        label: Of the last message.
        target: Whom it is aimed at.
        intensity: 0 none to 3 strong.
        trend: Against the messages before; None where there is only one.
        path: The last messages, oldest first.
        text: The same in a sentence for the staff; empty where the pack has no words for it.
    """

    label: EmotionLabel
    target: Target
    intensity: int
    trend: Trend | None
    path: tuple[MoodPoint, ...]
    text: str = ""


@dataclass(frozen=True)
class Ground:
    """Where something comes from."""

    kind: SourceKind
    id: str
    title: str


@dataclass(frozen=True)
class Draft:
    """A reply somebody could send.

    Attributes:
        kind: What it was made from.
        title: What it is about, in a few words.
        text: The whole reply.
        grounds: Where its statements come from.
        gaps: What is left to fill in, as it stands in the text, such as ［お名前］.
    """

    kind: DraftKind
    title: str
    text: str
    grounds: tuple[Ground, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something in a text that should not go out so.

    Attributes:
        kind: What it is.
        severity: `stop`: it would be wrong to send it; `warn`: it could be better.
        start: Where the words begin, in characters of the text as it was sent in.
        end: Where they end.
        quote: The words.
        reason: Why.
        suggestion: What could stand there instead.
    """

    kind: FindingKind
    severity: Severity
    start: int
    end: int
    quote: str
    reason: str
    suggestion: str


@dataclass(frozen=True)
class Answer:
    """An answer to the staff's own question.

    Attributes:
        kind: What it was taken for.
        text: The answer, for the staff.
        grounds: Where it comes from.
        reply: The same as it could be sent to the customer; None where it is for the staff alone.
    """

    kind: AnswerKind
    text: str
    grounds: tuple[Ground, ...] = ()
    reply: str | None = None


@dataclass(frozen=True)
class Advice:
    """All of it.

    Attributes:
        seq: The newest message it takes into account.
        mood: How the customer feels; None where they have said nothing.
        drafts: Up to three replies, best first; none where a question or a draft was sent in.
        findings: What is wrong with the draft sent in; None where none was, or the pack has no rules of tone.
        answer: The answer to the question; None where none was asked.
        lacks: What is missing, and was done without: wording or rules of the pack, or what reads messages.
    """

    seq: int
    mood: Mood | None = None
    drafts: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] | None = None
    answer: Answer | None = None
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What is wanted of the copilot: a question is answered, a draft checked; without either replies are drafted."""

    question: str | None = None
    draft: str | None = None
