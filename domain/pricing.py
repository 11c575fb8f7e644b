"""What a visit, its cancellation and its change of date cost. All amounts are whole yen; fractions are dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from domain.clock import in_tokyo
from domain.records import LIVE, Booking

_PERCENT: Final = 100


@dataclass(frozen=True)
class CancelTerms:
    """What a cancellation costs (pack data), in percent of the plan price.

    Attributes:
        free_days: From so many calendar days before the visit on it is free.
        fee_percent: On the days after that, up to the day before the visit.
        same_day_percent: On the day of the visit.
    """

    free_days: int
    fee_percent: int
    same_day_percent: int


@dataclass(frozen=True)
class ChangeTerms:
    """What a change of date costs (pack data): nothing until `free_until` on the day before the visit, then `fee`."""

    free_until: time
    fee: int


@dataclass(frozen=True)
class Quote:
    """What a visit costs: `total` is to be paid, `discount` is taken off already."""

    total: int
    discount: int


def is_repeat(known: bool, bookings: Sequence[Booking]) -> bool:
    """Whether the standing discount for repeat customers applies.

    Args:
        known: The customer is known to us; for somebody unknown the bookings are only this conversation's.
        bookings: The customer's bookings, cancelled ones among them, the one being made not.
    """
    return known and any(booking.status == LIVE for booking in bookings)


def quote(plan_price: int, addon_prices: Iterable[int], percent_off: int) -> Quote:
    """The price of a visit.

    Args:
        plan_price: Of the plan.
        addon_prices: Of each add-on; nothing is taken off them.
        percent_off: Off the plan price; 0 where no discount applies.
    """
    discount = _share(plan_price, percent_off)
    return Quote(plan_price - discount + sum(addon_prices), discount)


def cancel_fee(
    plan_price: int, terms: CancelTerms, start: datetime, terms_start: datetime | None, now: datetime
) -> int:
    """What cancelling a visit costs now.

    Args:
        plan_price: Of the plan as the catalogue names it; add-ons are not counted.
        terms: What a cancellation costs when.
        start: Of the visit.
        terms_start: The nearer of the dates of a visit that was moved, else None or its start.
        now: The moment of cancelling. Days are calendar days in Asia/Tokyo.
    """
    nearer = min(start, terms_start or start)
    days = (in_tokyo(nearer).date() - in_tokyo(now).date()).days
    if days >= terms.free_days:
        return 0
    return _share(plan_price, terms.fee_percent if days > 0 else terms.same_day_percent)


def change_fee(terms: ChangeTerms, start: datetime, now: datetime) -> int:
    """What moving a visit costs now.

    「18:00まで」 includes the minute a clock shows as 18:00: a customer who sees 18:00 has been told it is free.

    Args:
        terms: What a change costs when.
        start: Of the visit as it is booked.
        now: The moment of changing.
    """
    eve = in_tokyo(start).date() - timedelta(days=1)
    deadline = datetime.combine(eve, terms.free_until, tzinfo=in_tokyo(start).tzinfo)
    return 0 if in_tokyo(now).replace(second=0, microsecond=0) <= deadline else terms.fee


def _share(price: int, percent: int) -> int:
    return price * percent // _PERCENT
