"""What an event may say. One shape a `type`; whatever is not named here is refused."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from domain.text import clean

MOST: Final = 500
"""Events in one call."""

_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)

Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f\x7f]+$")]
Moment = Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)]
Day = Annotated[date, Field(ge=_EARLIEST.date(), lt=_LATEST.date())]
Text = Annotated[str, AfterValidator(clean), Field(max_length=2_000)]
Whole = Annotated[int, Field(ge=0, le=2**31 - 1)]
Mark = Annotated[float, Field(ge=1, le=5)]


def _documented(kind: str, data: dict[str, Any]) -> ConfigDict:
    example: dict[str, Any] = {
        "id": "evt_0001",
        "type": kind,
        "customer_id": "C-1001",
        "at": "2026-11-25T10:00:00+09:00",
        "data": data,
    }
    return ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, json_schema_extra={"examples": [example]}
    )


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class _Event(BaseModel):
    id: Name
    """The sender's own name for the event: under it, it counts once."""
    customer_id: Name
    at: Moment
    """When it happened, with a zone."""


class UsageData(_Data):
    """What was done. `name`: the report (the same when made and viewed) or the feature; `hours` of a measurement."""

    name: Annotated[Text, Field(min_length=1)] | None = None
    quantity: Annotated[int, Field(ge=1, le=100_000)] = 1
    hours: Annotated[float, Field(gt=0, le=10_000)] | None = None


class UsageReported(_Event):
    """A measurement, a login, a report made or opened, a feature used."""

    model_config = _documented("usage.measurement", {"name": "standard", "hours": 2})

    type: Literal["usage.measurement", "usage.login", "usage.report_made", "usage.report_viewed", "usage.feature_used"]
    data: UsageData = UsageData()


class IssuedInvoice(_Data):
    """An invoice, in yen. Issued again under its id it replaces what was said before."""

    invoice_id: Name
    amount: Whole
    due_on: Day
    issued_on: Day | None = None
    """The day of the event where it is not said."""
    discount: Whole = 0


class InvoiceIssued(_Event):
    """An invoice went out."""

    model_config = _documented("invoice.issued", {"invoice_id": "INV-42", "amount": 100000, "due_on": "2026-12-31"})

    type: Literal["invoice.issued"]
    data: IssuedInvoice


class PaidInvoice(_Data):
    """Which invoice; `paid_on` is the day of the event where it is not said."""

    invoice_id: Name
    paid_on: Day | None = None


class InvoicePaid(_Event):
    """An invoice was paid."""

    model_config = _documented("invoice.paid", {"invoice_id": "INV-42", "paid_on": "2026-12-28"})

    type: Literal["invoice.paid"]
    data: PaidInvoice


class VoidInvoice(_Data):
    """Which invoice."""

    invoice_id: Name


class InvoiceVoided(_Event):
    """An invoice was taken back: it was never owed."""

    model_config = _documented("invoice.voided", {"invoice_id": "INV-42"})

    type: Literal["invoice.voided"]
    data: VoidInvoice


class SurveyData(_Data):
    """NPS 0–10, CSAT and CES 1–5; leave out what was not answered."""

    nps: Annotated[int, Field(ge=0, le=10)] | None = None
    csat: Mark | None = None
    ces: Mark | None = None
    comment: Text | None = None
    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")] = "other"


class SurveyAnswered(_Event):
    """A survey was answered."""

    model_config = _documented("survey.answered", {"nps": 9, "csat": 4.5, "comment": "助かりました"})

    type: Literal["survey.answered"]
    data: SurveyData


class OpenedCase(_Data):
    """Which request, and what it is about."""

    case_id: Name
    category: Annotated[Text, Field(min_length=1)] | None = None


class SupportOpened(_Event):
    """Help was asked for elsewhere than in the chat."""

    model_config = _documented("support.opened", {"case_id": "CASE-7", "category": "report"})

    type: Literal["support.opened"]
    data: OpenedCase


class KnownCase(_Data):
    """Which request."""

    case_id: Name


class SupportMoved(_Event):
    """A request was given to somebody above, or resolved."""

    model_config = _documented("support.resolved", {"case_id": "CASE-7"})

    type: Literal["support.escalated", "support.resolved"]
    data: KnownCase


Event = Annotated[
    UsageReported | InvoiceIssued | InvoicePaid | InvoiceVoided | SurveyAnswered | SupportOpened | SupportMoved,
    Field(discriminator="type"),
]
"""Any event; `type` says which."""
