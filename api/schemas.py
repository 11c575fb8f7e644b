"""What goes in and out over HTTP. The shapes are a contract: see the chat API in the design."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator

from api import examples
from domain.labels import EmotionLabel, Priority, Target, Trigger
from domain.reply import Owner, ReplyType
from domain.text import MAX_MESSAGE, clean

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


def _documented(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(use_attribute_docstrings=True, json_schema_extra={"examples": [example]})


FreeText = Annotated[str, BeforeValidator(_without_halves)]
Comment = Annotated[FreeText, Field(max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_printable)]


class NewConversation(BaseModel):
    """Opens a conversation. `customer_id` and `now` play a case as somebody at some time, in development only."""

    model_config = _documented({"channel": "web", "locale": "ja"})

    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")] = "web"
    """Where it takes place."""
    locale: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)] = "ja"
    """The customer's language (BCP 47)."""
    customer_id: Name | None = None
    """Development only: speak as this customer."""
    now: Annotated[datetime, AfterValidator(_in_range)] | None = None
    """Development only: the conversation's clock stands still here."""


class OpenedConversation(BaseModel):
    """A new conversation."""

    model_config = _documented(examples.OPENED)

    conversation_id: str
    token: str
    """Opens this conversation, until 30 days after its last message. It is given out here and never again."""
    message: str
    """The greeting; it stands in the transcript, too, with its buttons."""
    notice: str
    """What the customer is to be shown about privacy before they write."""


class NewMessage(BaseModel):
    """A customer's message. Repeating it under the same `client_message_id` fetches the same reply."""

    model_config = _documented({"text": "当日は何人で来ますか?", "client_message_id": "9d4c1a"})

    text: Annotated[FreeText, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_MESSAGE})]
    """What the customer wrote; at least one readable character."""
    client_message_id: Name | None = None
    """The client's own name for the message, unique in the conversation: what makes it safe to send again."""


class Feedback(BaseModel):
    """Whether a reply helped. A later word replaces an earlier one."""

    model_config = _documented({"message_id": examples.MESSAGE, "helpful": True, "comment": "助かりました"})

    message_id: Name
    """A message of the bot's or of the staff's in this conversation."""
    helpful: StrictBool
    comment: Comment | None = None


class SurveyAnswers(BaseModel):
    """What a customer says at the end; at least one answer. A later word replaces an earlier one."""

    model_config = _documented({"csat": 5, "comment": "すぐに返事があり、安心しました"})

    nps: Annotated[int, Field(strict=True, ge=0, le=10)] | None = None
    """Would you recommend us? 0 to 10."""
    csat: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
    """Are you satisfied? 1 to 5."""
    ces: Annotated[int, Field(strict=True, ge=1, le=7)] | None = None
    """Was it easy? 1 to 7."""
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
    """A button: `label` is shown, `value` is sent as the message when it is pressed."""

    label: str
    value: str


class HandoverOut(BaseModel):
    """What the customer is told about the person who takes over."""

    ticket_id: str
    priority: Priority
    trigger: Trigger
    promise: str


class SentimentOut(BaseModel):
    """A feeling, whom it is aimed at, and how strong it is (0 to 3)."""

    label: EmotionLabel
    target: Target
    intensity: int


class ReplyOut(BaseModel):
    """The reply to one message."""

    model_config = _documented(examples.REPLY)

    message_id: str
    conversation_id: str
    type: ReplyType
    message: str
    """What is said; empty where a person answers and the bot is silent."""
    route: str
    """Which skill answered."""
    confidence: float
    sources: list[SourceOut]
    options: list[OptionOut]
    recommendation: dict[str, Any] | None
    """The result of a diagnosis: plan, price, category, urgency, reasons, slots, cta."""
    booking: dict[str, Any] | None
    """Where a visit stands: status, booking_id, candidates, start, plan, price, fee."""
    handover: HandoverOut | None
    asks: str | None
    """What this message asks the customer for."""
    sentiment: SentimentOut
    owner: Owner


class HandoverState(HandoverOut):
    """Where the conversation's newest handover stands."""

    model_config = _documented(examples.HANDOVER)

    status: str
    """open, claimed, closed, or returned: handed back, and the bot answers again."""
    opened_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None


class TranscriptEntry(BaseModel):
    """Something said."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    message_id: str
    seq: int
    """Its place in the conversation: the id of its event, and what `after` counts by."""
    role: Literal["customer", "bot", "staff", "notice"]
    """Who said it; a notice is a sentence of the house's own."""
    text: str
    at: datetime
    status: str
    """A customer's message is waiting, answered or failed; everything else is said."""
    reply: dict[str, Any] | None
    """The whole reply, where the bot said it."""
    author: str | None
    """The name of the member of staff who said it."""
    helpful: bool | None
    """What the customer thought of it."""


class Transcript(BaseModel):
    """A page of a conversation."""

    model_config = _documented(examples.TRANSCRIPT)

    conversation_id: str
    channel: str
    locale: str
    owner: Owner
    """Who answers now."""
    handover: HandoverState | None
    messages: list[TranscriptEntry]
    next: int | None
    """Goes into `after` for the page behind this one; null at the end."""
