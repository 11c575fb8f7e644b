"""What a customer gets back for one message."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from domain.labels import EmotionLabel, Priority, Target, Trigger

ReplyType = Literal["faq", "conversation", "plan_recommendation", "booking", "escalation"]
Owner = Literal["bot", "person"]


@dataclass(frozen=True)
class Source:
    """Where a statement comes from: an entry of the pack, or a record of the customer's own."""

    id: str
    title: str


@dataclass(frozen=True)
class Option:
    """A button: `label` is shown, `value` is posted when it is pressed."""

    label: str
    value: str


@dataclass(frozen=True)
class Recommendation:
    """The result of a diagnosis."""

    plan: str
    price: int
    category: str
    urgency: str
    reasons: tuple[str, ...]
    slots: dict[str, Any]
    cta: str


@dataclass(frozen=True)
class Candidate:
    """A visit that can be booked. Times are aware (Asia/Tokyo)."""

    start: datetime
    end: datetime
    technician_area: str


@dataclass(frozen=True)
class BookingCard:
    """Where the conversation stands with a visit."""

    status: Literal["offered", "booked", "rescheduled", "cancelled", "fee_asked"]
    booking_id: str | None = None
    candidates: tuple[Candidate, ...] | None = None
    start: datetime | None = None
    plan: str | None = None
    price: int | None = None
    fee: int | None = None


@dataclass(frozen=True)
class HandoverCard:
    """What the customer is told about the person who takes over."""

    ticket_id: str
    priority: Priority
    trigger: Trigger
    promise: str


@dataclass(frozen=True)
class Sentiment:
    """A feeling, whom it is aimed at and how strong it is (0 none to 3 strong)."""

    label: EmotionLabel = "neutral"
    target: Target = "none"
    intensity: int = 0


@dataclass(frozen=True)
class Reply:
    """One reply. Serializes to the chat API's Reply, less the ids the turn service adds."""

    type: ReplyType
    message: str
    route: str
    confidence: float
    sources: tuple[Source, ...] = ()
    options: tuple[Option, ...] = ()
    recommendation: Recommendation | None = None
    booking: BookingCard | None = None
    handover: HandoverCard | None = None
    asks: str | None = None
    sentiment: Sentiment = field(default_factory=Sentiment)
    owner: Owner = "bot"

    def as_json(self) -> dict[str, Any]:
        """The reply as plain JSON values; times as ISO 8601."""
        plain = _plain(asdict(self))
        assert isinstance(plain, dict)
        return plain


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_plain(entry) for entry in value]
        case datetime():
            return value.isoformat()
        case _:
            return value
