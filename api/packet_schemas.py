"""The packet of a handover as the staff's API shows it: what a person reads before they answer."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from domain.labels import EmotionLabel, Target, Trigger
from domain.packet.types import Course, PromiseKind, StepKind
from domain.recovery import Level
from domain.success.customer_360 import HealthStatus, RiskLevel


class QuoteOut(BaseModel):
    """Words out of a message, letter by letter."""

    message_id: str
    seq: int
    text: str


class CauseOut(BaseModel):
    """Why a person is due; the last of `sentences` settled it, in the message at `at`. `rising`: it took several."""

    trigger: Trigger
    name: str | None
    sentences: list[QuoteOut]
    rising: bool
    at: int


class SlotOut(BaseModel):
    """Something the customer told of their case (`says`: in words), and the words they told it with."""

    slot: str
    name: str
    value: Any
    says: str
    quotes: list[QuoteOut]


class AnswerOut(BaseModel):
    """Something the customer was told, with its source; `message_id` is the reply that said it first."""

    source_id: str
    title: str
    message_id: str
    seq: int
    times: int
    question: QuoteOut | None


class PromiseOut(BaseModel):
    """Something we stated that the customer may rely on, as it stands in the message."""

    kind: PromiseKind
    text: str
    message_id: str
    seq: int


class StepOut(BaseModel):
    """Something that was tried, and where it stands."""

    kind: StepKind
    text: str
    message_id: str | None
    seq: int | None


class FeelingOut(BaseModel):
    """How the customer felt in one message; `intensity` 0 none to 3 strong."""

    message_id: str
    seq: int
    label: EmotionLabel
    name: str
    target: Target
    intensity: int


class NextActionOut(BaseModel):
    """The one thing to do first, and why."""

    kind: str
    text: str
    reason: str


class DraftSource(BaseModel):
    """What a draft stands on."""

    id: str
    title: str


class DraftOut(BaseModel):
    """A reply to begin with, in the name of whoever reads it."""

    id: str
    title: str
    text: str
    sources: list[DraftSource]


class HandoverPacket(BaseModel):
    """What a person reads first. Empty or null where the company's pack has no words for it (`handover.yaml`).

    `until` is the place of the last message it knows of. `summary`: who with what trouble; what happened here; what
    they want now. `since`: what the customer said after the message that called for a person.
    """

    version: int
    until: int
    cause: CauseOut
    category: str | None
    category_name: str | None
    summary: list[str]
    slots: list[SlotOut]
    answers: list[AnswerOut]
    promises: list[PromiseOut]
    tried: list[StepOut]
    wishes: list[str]
    feelings: list[FeelingOut]
    course: Course
    next_action: NextActionOut | None
    drafts: list[DraftOut]
    since: list[QuoteOut]


class RiskFactorOut(BaseModel):
    """One reason for a risk, in words; `odds` is by how much it multiplies the odds of leaving."""

    feature: str
    text: str
    odds: float


class AdviceOut(BaseModel):
    """Something to do about the customer's health, and why; `urgency` critical, high or normal."""

    kind: str
    label: str
    urgency: str
    because: str


class CustomerCard(BaseModel):
    """The customer as of now. What is not known is null; `scored_at` is when the scores were computed."""

    customer_id: str
    name: str
    type: str
    since: date | None
    segment: str | None
    health: float | None
    health_status: HealthStatus | None
    health_because: str | None
    churn: float | None
    churn_level: RiskLevel | None
    churn_factors: list[RiskFactorOut]
    ltv: int | None
    ltv_top_tenth: bool
    plan: str | None
    monthly_fee: int | None
    contract_ends_on: date | None
    measurements: int
    open_bookings: int
    earlier_visits: int
    last_visit_at: datetime | None
    earlier_tickets: int
    overdue_invoices: int
    advice: list[AdviceOut]
    scored_at: datetime | None


class RecoveryOption(BaseModel):
    """One form of an offer in yen; `within` whether the member who reads may give it now."""

    kind: str
    name: str
    amount: int
    liked: bool
    needs: Level | None
    within: bool


class RecoveryCard(BaseModel):
    """What may be offered for what went wrong, to be proposed by `POST /v1/staff/recovery/proposals`.

    `cause` is what the customer's words speak of. `allowance` is the most this case justifies in yen, `case_limit` what
    the member may give in one case, `left` what is left of their month. Nothing of it is for the customer to read.
    """

    cause: str
    cause_name: str
    quote: QuoteOut
    reason: str
    allowance: int
    case_limit: int
    left: int
    options: list[RecoveryOption]
