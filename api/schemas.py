"""What goes in and out over HTTP. The shapes are a contract: see the chat API in the design."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StrictBool, model_validator

from domain.labels import EmotionLabel, Priority, Target, Trigger
from domain.reply import Owner, ReplyType
from domain.text import clean

_SURROGATE = re.compile("[\ud800-\udfff]")
_YEARS: Final = range(2000, 2100)


def _without_halves(value: Any) -> Any:
    # JSON can spell half a character ("\ud800"); nothing else here could carry it.
    return _SURROGATE.sub("", value) if isinstance(value, str) else value


def _printable(value: str) -> str:
    if clean(value) != value:
        raise ValueError("contains control or invisible characters")
    return value


def _in_range(value: datetime) -> datetime:
    if value.year not in _YEARS:
        raise ValueError(f"must lie between {_YEARS.start} and {_YEARS.stop - 1}")
    return value


FreeText = Annotated[str, BeforeValidator(_without_halves)]
Comment = Annotated[FreeText, Field(max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_printable)]


class NewConversation(BaseModel):
    """Opens a conversation. `customer_id` and `now` play a case as somebody at some time, in development only."""

    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")] = "web"
    locale: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)] = "ja"
    customer_id: Name | None = None
    now: Annotated[datetime, AfterValidator(_in_range)] | None = None


class OpenedConversation(BaseModel):
    """A new conversation, the token that opens it, and the greeting."""

    conversation_id: str
    token: str
    message: str


class NewMessage(BaseModel):
    """A customer's message. Repeating it under the same `client_message_id` fetches the same reply."""

    text: FreeText
    client_message_id: Name | None = None


class Feedback(BaseModel):
    """Whether a reply helped."""

    message_id: Name
    helpful: StrictBool
    comment: Comment | None = None


class SurveyAnswers(BaseModel):
    """What a customer says at the end; at least one answer."""

    nps: Annotated[int, Field(strict=True, ge=0, le=10)] | None = None
    csat: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
    ces: Annotated[int, Field(strict=True, ge=1, le=7)] | None = None
    comment: Comment | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.nps is None and self.csat is None and self.ces is None and not self.comment:
            raise ValueError("holds no answer; send at least one of nps, csat, ces, comment")
        return self


class SourceOut(BaseModel):
    """Where a statement comes from."""

    id: str
    title: str


class OptionOut(BaseModel):
    """A button."""

    label: str
    value: str


class HandoverOut(BaseModel):
    """What the customer is told about the person who takes over."""

    ticket_id: str
    priority: Priority
    trigger: Trigger
    promise: str


class SentimentOut(BaseModel):
    """A feeling, whom it is aimed at, and how strong it is."""

    label: EmotionLabel
    target: Target
    intensity: int


class ReplyOut(BaseModel):
    """The reply to one message."""

    message_id: str
    conversation_id: str
    type: ReplyType
    message: str
    route: str
    confidence: float
    sources: list[SourceOut]
    options: list[OptionOut]
    recommendation: dict[str, Any] | None
    booking: dict[str, Any] | None
    handover: HandoverOut | None
    asks: str | None
    sentiment: SentimentOut
    owner: Owner


class HandoverState(HandoverOut):
    """Where the conversation's newest handover stands."""

    status: str
    opened_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None


class TranscriptEntry(BaseModel):
    """Something said; `reply` is there where the bot said it."""

    message_id: str
    role: str
    text: str
    at: datetime
    status: str
    reply: dict[str, Any] | None
    helpful: bool | None


class Transcript(BaseModel):
    """A page of a conversation; `next` goes into `after` for the page behind it."""

    conversation_id: str
    channel: str
    locale: str
    owner: Owner
    handover: HandoverState | None
    messages: list[TranscriptEntry]
    next: int | None
