"""Calendar months and quarters around a day."""

import calendar
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

QUARTER: Final = 3
"""Months."""

Day = TypeVar("Day", date, datetime)


def months_later(day: Day, months: int) -> Day:
    """The same day so many months later (earlier where negative), or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return months_later(day.replace(day=1), 1) - timedelta(days=1)


def quarters_until(now: datetime, count: int) -> list[datetime]:
    """The beginnings of the last quarters that are over by now, and now itself; the oldest first.

    They are counted back from now, not by the calendar's quarters: the newest is as complete as the others.

    Args:
        now: The end of the newest quarter.
        count: How many quarters.
    """
    return [months_later(now, -QUARTER * back) for back in range(count, -1, -1)]
