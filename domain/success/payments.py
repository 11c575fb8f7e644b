"""What a customer's bills tell as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

RECENT: Final = 12
"""Bills the mean delay is taken over: a year of monthly ones."""


@dataclass(frozen=True)
class Bill:
    """An invoice that was not void. Yen."""

    amount: int
    issued_on: date
    due_on: date
    paid_on: date | None = None
    discount: int = 0


@dataclass(frozen=True)
class Payments:
    """What was paid (yen), how late (days), and how many bills are unpaid past their day."""

    paid: int = 0
    mean_delay: float | None = None
    overdue: int = 0


def payments_of(bills: Iterable[Bill], day: date) -> Payments:
    """How a customer paid, as far as it was known on a day.

    The delay of a bill is `max(0, paid on - due on)` in days; while it is unpaid and its day has passed, the day stands
    for the payment, so that it grows. A bill that is neither due nor paid has none. The mean is over the last twelve
    bills that have one.

    Args:
        bills: In any order; those issued later are not looked at.
        day: What is paid later was not paid yet.
    """
    known = [bill for bill in bills if bill.issued_on <= day]
    paid = sum(bill.amount for bill in known if _was_paid(bill, day))
    delays: list[tuple[date, int]] = []
    overdue = 0
    for bill in known:
        if _was_paid(bill, day) and bill.paid_on is not None:
            delays.append((bill.due_on, max(0, (bill.paid_on - bill.due_on).days)))
        elif bill.due_on < day:
            overdue += 1
            delays.append((bill.due_on, (day - bill.due_on).days))
    recent = [delay for _, delay in sorted(delays)[-RECENT:]]
    return Payments(paid, sum(recent) / len(recent) if recent else None, overdue)


def _was_paid(bill: Bill, day: date) -> bool:
    return bill.paid_on is not None and bill.paid_on <= day
