"""A customer's own account, as they may see it: contract, use of this month, invoices, reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.success.allowance import Allowance


@dataclass(frozen=True)
class OwnContract:
    """The contract that runs. `mrr` is yen a month, options included; `allowance` None where there is no limit."""

    contract_id: str
    plan: str
    mrr: int
    starts_on: date
    ends_on: date | None
    has_api: bool
    allowance: Allowance | None


@dataclass(frozen=True)
class OwnInvoice:
    """A bill, in yen. `paid_on` None: not paid yet."""

    invoice_id: str
    amount: int
    issued_on: date
    due_on: date
    paid_on: date | None

    def is_overdue(self, day: date) -> bool:
        """Whether it should have been paid by a day and was not."""
        return self.paid_on is None and self.due_on < day


@dataclass(frozen=True)
class OwnReport:
    """A report; None: not opened yet."""

    name: str | None
    made_at: datetime
    viewed_at: datetime | None


@dataclass(frozen=True)
class Account:
    """What a customer may be told of their own account.

    Attributes:
        customer_type: b2c or b2b.
        contract: The monthly contract that runs; None without one.
        month: Its first day: the calendar month `measured` counts in.
        measured: Measurements of that month.
        measured_before: Those of the month before; None where the contract had not begun.
        measured_at: The last measurement of all.
        api_used_at: When the API was last used; None if never.
        invoices: The newest first; those that are void are left out.
        reports: The newest first.
    """

    customer_type: str
    contract: OwnContract | None
    month: date
    measured: int
    measured_before: int | None
    measured_at: datetime | None
    api_used_at: datetime | None
    invoices: Sequence[OwnInvoice] = ()
    reports: Sequence[OwnReport] = ()

    @property
    def unpaid(self) -> list[OwnInvoice]:
        """Invoices that are to be paid, the one due first in front."""
        return sorted((bill for bill in self.invoices if bill.paid_on is None), key=lambda bill: bill.due_on)
