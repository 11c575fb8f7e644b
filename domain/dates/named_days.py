"""From the name of a day or several to the days of the calendar."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.dates.calendar import WEEK_PARTS, Calendar, add_months, span
from domain.dates.dayset import DaySet
from domain.dates.grammar import Atom
from domain.dates.public_holidays import holiday_name, holidays_between, long_weekend, next_holiday, season

_DAY: Final = timedelta(days=1)
_WEEK: Final = "週"


class NoSuchDayError(ValueError):
    """A day that no calendar has, such as 30 February."""


@dataclass(frozen=True)
class NamedDays:
    """Finds the days of a name.

    Attributes:
        calendar: Today and the latest day.
        before: What was said of days before.
        joined: The name stands in the same list as that.
    """

    calendar: Calendar
    before: DaySet
    joined: bool

    def of(self, atom: Atom) -> tuple[date, ...]:
        """All days of a name, within reach or not; at least one."""
        days = _FINDERS[atom.kind](self, atom)
        if atom.weekdays and atom.kind != "weekdays" and (not atom.nth or atom.part == _WEEK):
            days = tuple(day for day in days if _is_one_of(day, atom))
        if not days:
            raise NoSuchDayError(atom.kind)
        return days

    def _offset(self, atom: Atom) -> tuple[date, ...]:
        return tuple(self.calendar.today + timedelta(days=n) for n in sorted(atom.numbers))

    def _months(self, atom: Atom) -> tuple[date, ...]:
        return (add_months(self.calendar.today, atom.numbers[0]),)

    def _week(self, atom: Atom) -> tuple[date, ...]:
        first, last = WEEK_PARTS.get(atom.part or "", (0, 6))
        return tuple(day for n in sorted(atom.numbers) for day in self.calendar.week(n)[first : last + 1])

    def _month(self, atom: Atom) -> tuple[date, ...]:
        if atom.nth and atom.part == _WEEK:
            return self._nth_week(atom)
        if atom.nth:
            return (self._nth(atom),)
        if atom.days:
            return self._days_of_month(atom)
        if atom.month is None and atom.ahead is None:
            head = self.before.head
            if self.joined and head and head.kind == "month":
                return self.calendar.month(*self._year_month(head), atom.part)
            return self._next_month_part(atom.part)
        return self.calendar.month(*self._year_month(atom), atom.part)

    def _date(self, atom: Atom) -> tuple[date, ...]:
        year, month, day = atom.numbers
        return (_date(year, month, day),)

    def _weekdays(self, atom: Atom) -> tuple[date, ...]:
        return self.calendar.next_weekdays(atom.weekdays.numbers) if atom.weekdays else ()

    def _holiday(self, atom: Atom) -> tuple[date, ...]:
        today, latest = self.calendar.today, self.calendar.latest
        if atom.name:
            day = next_holiday(atom.name, today)
            return (day,) if day else ()
        found = holidays_between(today, latest)
        return found[:1] if atom.nearest else found

    def _long_weekend(self, atom: Atom) -> tuple[date, ...]:
        return long_weekend(self.calendar.today, add_months(self.calendar.latest, 6))

    def _after_long_weekend(self, atom: Atom) -> tuple[date, ...]:
        return (self._long_weekend(atom)[-1] + _DAY,)

    def _season(self, atom: Atom) -> tuple[date, ...]:
        return season(atom.name, self.calendar.today)

    def _new_year(self, atom: Atom) -> tuple[date, ...]:
        """The first day after the New Year holidays."""
        return (season("年始", self.calendar.today)[-1] + _DAY,)

    def _next_month_part(self, part: str | None) -> tuple[date, ...]:
        today = self.calendar.today
        days = self.calendar.month(today.year, today.month, part)
        if days[-1] >= today:
            return days
        later = add_months(today, 1)
        return self.calendar.month(later.year, later.month, part)

    def _year_month(self, atom: Atom, day: int = 1) -> tuple[int, int]:
        today = self.calendar.today
        if atom.ahead is not None:
            later = add_months(today.replace(day=1), atom.ahead)
            return later.year, later.month
        month = atom.month or today.month
        if not 1 <= month <= 12:
            raise NoSuchDayError(month)
        if atom.year is not None:
            return atom.year, month
        if atom.years is not None:
            return today.year + atom.years, month
        return (self.calendar.year_of(month, day) if atom.days else self.calendar.year_of_month(month)), month

    def _days_of_month(self, atom: Atom) -> tuple[date, ...]:
        numbers = [checked(day) for day in atom.days]
        if atom.month is None and atom.ahead is None:
            first = self._bare_day(numbers[0])
            rest = [Calendar(first, first).next_day_of_month(day) for day in numbers[1:]]
            days = (first, *rest)
        else:
            year, month = self._year_month(atom, numbers[0])
            days = tuple(_date(year, month, day) for day in numbers)
        if atom.run:
            end = days[-1] if days[-1] >= days[0] else add_months(days[-1], 1)
            return span(days[0], end)
        return days

    def _bare_day(self, day: int) -> date:
        month = self.before.month
        if self.joined and month and day <= monthrange(*month)[1]:
            found = date(*month, day)
            if found >= self.calendar.today:
                return found
        return self.calendar.next_day_of_month(day)

    def _nth_week(self, atom: Atom) -> tuple[date, ...]:
        """The first week is the one in which the month begins."""
        first = date(*self._year_month(atom), 1)
        monday = first + timedelta(days=7 * ((atom.nth or 1) - 1) - first.weekday())
        return span(monday, monday + timedelta(days=6))

    def _nth(self, atom: Atom) -> date:
        year, month = self._year_month(atom)
        weekday = atom.weekdays.numbers[0] if atom.weekdays else 0
        found = [day for day in self.calendar.month(year, month) if day.weekday() == weekday]
        number = atom.nth or 1
        if number > len(found):
            raise NoSuchDayError(number)
        day = found[number - 1 if number > 0 else number]
        if day < self.calendar.today and atom.month is None and atom.ahead is None:
            return self._nth(replace(atom, ahead=1))
        return day


_FINDERS: Final[Mapping[str, Callable[[NamedDays, Atom], tuple[date, ...]]]] = {
    "offset": NamedDays._offset,
    "months": NamedDays._months,
    "deadline": NamedDays._offset,
    "week": NamedDays._week,
    "month": NamedDays._month,
    "date": NamedDays._date,
    "weekdays": NamedDays._weekdays,
    "week_start": lambda named, _: named.calendar.week(1)[:1],
    "holiday": NamedDays._holiday,
    "season": NamedDays._season,
    "long_weekend": NamedDays._long_weekend,
    "after_long_weekend": NamedDays._after_long_weekend,
    "new_year": NamedDays._new_year,
    "year_end": lambda named, _: (date(named.calendar.today.year, 12, 31),),
}


def _is_one_of(day: date, atom: Atom) -> bool:
    weekdays = atom.weekdays
    if weekdays is None:
        return True
    if weekdays.holidays and holiday_name(day):
        return weekdays.holidays == "also"
    return day.weekday() in weekdays.numbers


def checked(day: int) -> int:
    """A day of month that some month has.

    Raises:
        NoSuchDayError: No month has it.
    """
    if not 1 <= day <= 31:
        raise NoSuchDayError(day)
    return day


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDayError(str(error)) from error
