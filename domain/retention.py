"""How long what is kept."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MONTHS: Final = {"年": 12, "か月": 1}
DAYS: Final = {"日": 1, "日間": 1, "週間": 7}
"""What spans of time are counted in, as texts write them."""


class NotASpan(ValueError):
    """A value with its unit is no span of time."""


@dataclass(frozen=True)
class Span:
    """A span by the calendar: three years are three years, leap days or not."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, value: int | str, unit: str) -> "Span":
        """The span a value means with its unit (3, 年).

        Raises:
            NotASpan: It means none.
        """
        if not isinstance(value, int) or value < 1 or unit not in MONTHS.keys() | DAYS.keys():
            known = "、".join((*MONTHS, *DAYS))
            raise NotASpan(f"{value}{unit} is no span of time. Give a whole number of: {known}.")
        return cls(months=value * MONTHS.get(unit, 0), days=value * DAYS.get(unit, 0))

    def before(self, moment: datetime) -> datetime:
        """The moment that lies this span before another; the last day of a month that is too short."""
        years, month = divmod(moment.year * 12 + moment.month - 1 - self.months, 12)
        day = min(moment.day, monthrange(years, month + 1)[1])
        return moment.replace(year=years, month=month + 1, day=day) - timedelta(days=self.days)


@dataclass(frozen=True)
class RetentionTerms:
    """How long things are kept (pack data).

    Attributes:
        conversations: With all that was said and done in them, from the last word on; and so is whatever else customers
            said elsewhere and did with their account, from then on.
        bookings: For the books, from the visit on; and so are contracts, invoices and measurements.
        events: What was told to the outside, from then on.
    """

    conversations: Span
    bookings: Span
    events: Span
