"""The calendar around one day: weeks from Monday, parts of months and weeks, the nearest day of a name."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

LAST: Final = 31
"""Stands for the last day of a month, however long it is."""

MONTH_PARTS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "初": (1, 7),
        "上旬": (1, 10),
        "中旬": (11, 20),
        "下旬": (21, LAST),
        "末": (25, LAST),
        "末日": (LAST, LAST),
        "前半": (1, 15),
        "後半": (16, LAST),
    }
)
"""First and last day of month of each part (facts.md, Words for time)."""

WEEK_PARTS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"初": (0, 1), "前半": (0, 2), "中旬": (1, 3), "後半": (3, 6), "末": (5, 6)}
)
"""First and last weekday of each part, 0 = Monday."""


def add_months(day: date, months: int) -> date:
    """The same day of month some months later (or earlier), the last one where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def span(first: date, last: date) -> tuple[date, ...]:
    """Every day from the first to the last, both included; empty if they are the wrong way round."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


@dataclass(frozen=True)
class Calendar:
    """Days as seen from today. `latest` is the last day that can be wished for."""

    today: date
    latest: date

    def week(self, weeks: int) -> tuple[date, ...]:
        """Monday to Sunday of this week (0), the next (1) and so on."""
        monday = self.today + timedelta(days=7 * weeks - self.today.weekday())
        return span(monday, monday + timedelta(days=6))

    def month(self, year: int, month: int, part: str | None = None) -> tuple[date, ...]:
        """A month or one of `MONTH_PARTS` of it."""
        length = monthrange(year, month)[1]
        first, last = MONTH_PARTS[part] if part else (1, LAST)
        return span(date(year, month, min(first, length)), date(year, month, min(last, length)))

    def next_weekday(self, weekday: int) -> date:
        """The next such weekday from tomorrow on."""
        return self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1)

    def next_weekdays(self, weekdays: Collection[int]) -> tuple[date, ...]:
        """The next such weekdays from tomorrow on; a Saturday and Sunday are those of one weekend."""
        if set(weekdays) == {5, 6}:
            saturday = self.next_weekday(5)
            return saturday, saturday + timedelta(days=1)
        return tuple(sorted(self.next_weekday(n) for n in weekdays))

    def year_of(self, month: int, day: int = 1) -> int:
        """The year a month and day without year are meant in: ahead within reach, else the nearest."""
        found = []
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            if day <= monthrange(year, month)[1]:
                found.append(date(year, month, day))
        near = [d for d in found if self.today <= d <= self.latest] or found
        return min(near, key=lambda d: abs((d - self.today).days)).year if near else self.today.year

    def year_of_month(self, month: int) -> int:
        """The year a whole month is meant in: this year's until it is over."""
        return self.today.year + (month < self.today.month)

    def next_day_of_month(self, day: int) -> date:
        """The next such day of month from today on, in the first month that has it."""
        month = self.today.replace(day=1)
        while day > monthrange(month.year, month.month)[1] or month.replace(day=day) < self.today:
            month = add_months(month, 1)
        return month.replace(day=day)

    def clip(self, days: Collection[date]) -> tuple[date, ...]:
        """Those days that lie from today to the latest, ascending, each once."""
        return tuple(sorted({day for day in days if self.today <= day <= self.latest}))
