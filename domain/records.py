"""What the business knows of a customer, as skills read it. A customer-facing skill sees that customer's rows only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, Protocol

from domain.email_codes import CodeMails
from domain.llm_spending import Spent
from domain.staff import Duty
from domain.success.account import Account
from domain.success.customer_360 import Customer360, RiskLevel
from domain.success.sentiment import Remark

BookingStatus = Literal["booked", "cancelled"]
LIVE: Final[BookingStatus] = "booked"
"""The status of a visit that will take place."""


@dataclass(frozen=True)
class Customer:
    """A known customer. `noise_hours` are the hours (0–23) in which their noise was heard."""

    customer_id: str
    name: str
    type: str = "b2c"
    prefecture: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    noise_hours: tuple[int, ...] = ()


@dataclass(frozen=True)
class Booking:
    """A visit. Times are aware (Asia/Tokyo); `terms_start` is the nearer of its dates where it was moved."""

    booking_id: str
    plan: str
    start: datetime
    end: datetime
    status: BookingStatus
    amount: int
    addons: tuple[str, ...] = ()
    technician_id: str | None = None
    terms_start: datetime | None = None
    address: str | None = None


@dataclass(frozen=True)
class Busy:
    """A span in which a technician cannot start or carry out a visit: a visit with the travel gap before and after.

    `booking_id` names the visit, where it is one: whoever moves it may have its own time again.
    """

    technician_id: str
    start: datetime
    end: datetime
    booking_id: str | None = None


@dataclass(frozen=True)
class Technician:
    """Somebody who visits. `days_off` are weekdays, 0 = Monday; `gap` is the time needed between two visits."""

    technician_id: str
    areas: tuple[str, ...]
    days_off: frozenset[int]
    gap: timedelta


@dataclass(frozen=True)
class Worth:
    """What the last scores say of a customer's risk and value; None and False where nothing was computed.

    Attributes:
        churn_level: How probable it is that they leave.
        is_top: Whether their lifetime value is in the top tenth of everybody scored with them.
    """

    churn_level: RiskLevel | None = None
    is_top: bool = False

    @property
    def raises_priority(self) -> bool:
        """Whether a person who is due is due sooner for them."""
        return self.is_top or self.churn_level in ("critical", "high")


@dataclass(frozen=True)
class Proposal:
    """What was proposed to a customer: the deed as JSON, in answer to which message, and until when it holds."""

    proposal_id: str
    kind: str
    deed: dict[str, Any]
    message_id: str
    expires: datetime
    used: bool


class Records(Protocol):
    """Read access to what is stored. Every call opens and closes its own short transaction."""

    def customer(self, customer_id: str) -> Customer | None:
        """The customer, or None if nobody has this id."""
        ...

    def customer_by_email(self, email: str) -> Customer | None:
        """The one customer of an e-mail address; None if there is none, or more than one."""
        ...

    def code_mails(self, conversation_id: str, email: str | None) -> CodeMails:
        """What codes were mailed for a conversation, and to an address within a day."""
        ...

    def bookings(self, customer_id: str | None, conversation_id: str) -> Sequence[Booking]:
        """Bookings of this customer (or made in this conversation by somebody unknown), soonest first.

        Cancelled ones are among them: they are the customer's to ask about.
        """
        ...

    def technicians(self) -> Sequence[Technician]:
        """Everybody who visits."""
        ...

    def busy(
        self, start: datetime, end: datetime, conversation_id: str, technicians: Collection[str]
    ) -> Sequence[Busy]:
        """Visits, other people's unexpired holds and outside appointments of some technicians that overlap a span."""
        ...

    def duty(self) -> Duty:
        """Whether anybody of the staff is there to be promised."""
        ...

    def account(self, customer_id: str, now: datetime) -> Account | None:
        """The customer's contract, use, invoices and reports as they may see them; None if nobody has this id."""
        ...

    def worth(self, customer_id: str, now: datetime) -> Worth:
        """What the scores last stored say of the customer."""
        ...

    def view(self, customer_id: str, now: datetime) -> Customer360 | None:
        """The whole of the customer, with their scores; None if nobody has this id."""
        ...

    def proposal(self, conversation_id: str, proposal_id: str) -> Proposal | None:
        """What was proposed in a conversation; a proposal of another conversation is not found."""
        ...

    def remarks(self, customer_id: str, now: datetime) -> Sequence[Remark]:
        """What the customer said lately, the oldest first."""
        ...

    def llm_spent(self, conversation_id: str, day: date) -> tuple[Spent, Spent]:
        """What the language model cost in a conversation so far, and for everybody on a day."""
        ...
