"""From the name of a day or several to the days of the calendar."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.dates.calendar import WEEK_PARTS, Calendar, add_months, span
from domain.dates.dayset import DaySet
from domain.dates.edges import WEEK_EDGES, beside, edge_days
from domain.dates.existing_days import NoSuchDayError, checked, dated
from domain.dates.grammar import Atom
from domain.dates.public_holidays import SEASONS, holiday_name, holidays_between, long_weekend, next_holiday, season

_DAY: Final = timedelta(days=1)
_WEEK: Final = "週"
_FISCAL_START: Final = 4
_PAIR: Final = 2
_NEAR_DAYS: Final = 7
_PARTS_OF_ANY_MONTH: Final = (_WEEK, "上旬", "中旬", "下旬")
"""「12月の1週目は無理、2週目なら」: of the month said before."""


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
        if atom.edges == ("after",) and atom.weekdays and atom.weekdays.numbers:
            start = self.of(replace(atom, weekdays=None))[0]
            return Calendar(start - _DAY, start).next_weekdays(atom.weekdays.numbers)
        if atom.edges == ("before",) and atom.weekdays:
            end = self.of(replace(atom, weekdays=None))[0]
            return tuple(sorted(end - (end.weekday() - n) % 7 * _DAY for n in atom.weekdays.numbers))
        days = self._then(_FINDERS[atom.kind](self, atom), atom)
        for week in (edge for edge in atom.edges if edge in WEEK_EDGES):
            first, last = WEEK_PARTS.get(atom.week_part or "", (0, 6))
            days = beside(week, days)[first : last + 1]
        if atom.weekdays and atom.kind != "weekdays" and (not atom.nth or atom.part == _WEEK):
            days = tuple(day for day in days if _is_one_of(day, atom))
        if not days:
            raise NoSuchDayError(atom.kind)
        return edge_days(atom, days)

    def _then(self, days: tuple[date, ...], atom: Atom) -> tuple[date, ...]:
        """「その次の土曜」: those after what was said before, where that was as near."""
        if not atom.then:
            return days
        last = max(self.before.dates, default=days[0])
        return tuple(day if day > last else day + 7 * _DAY * ((last - day).days // 7 + 1) for day in days)

    def _said(self, atom: Atom) -> tuple[date, ...]:
        return self.before.dates

    def _week_then(self, atom: Atom) -> tuple[date, ...]:
        said = max(self.before.dates, default=self.calendar.today)
        return replace(self, calendar=Calendar(said, said))._week(replace(atom, numbers=(-1 if atom.name else 1,)))

    def _turn(self, atom: Atom) -> tuple[date, ...]:
        today = self.calendar.today
        fiscal_end = date(today.year + (today.month >= _FISCAL_START), 3, 31)
        return (
            {
                "new_year": season("年始", today)[0],
                "year_end": date(today.year, 12, 31),
                "new_month": add_months(today.replace(day=1), 1),
                "fiscal_year_end": fiscal_end,
                "new_fiscal_year": fiscal_end + _DAY,
            }[atom.name],
        )

    def _offset(self, atom: Atom) -> tuple[date, ...]:
        return tuple(self.calendar.today + timedelta(days=n) for n in sorted(atom.numbers))

    def _months(self, atom: Atom) -> tuple[date, ...]:
        return (add_months(self.calendar.today, atom.numbers[0]),)

    def _week(self, atom: Atom) -> tuple[date, ...]:
        first, last = WEEK_PARTS.get(atom.part or "", (0, 6))
        return tuple(day for n in sorted(atom.numbers) for day in self.calendar.week(n)[first : last + 1])

    def _month(self, atom: Atom) -> tuple[date, ...]:
        if atom.nth and atom.part != _WEEK and _is_bare(atom) and (day := self._nth_inside(atom)):
            return (day,)
        head = self.before.head
        goes_on = self.joined or atom.part in _PARTS_OF_ANY_MONTH
        if goes_on and head and head.kind == "month" and not atom.days and _is_bare(atom):
            atom = replace(head, part=atom.part, nth=atom.nth, numbers=atom.numbers, weekdays=atom.weekdays)
        if atom.nth and atom.part == _WEEK:
            return self._nth_week(atom)
        if atom.nth:
            return tuple(day for nth in (atom.nth, *atom.numbers) for day in self._nth(replace(atom, nth=nth)))
        if atom.days:
            return self._days_of_month(atom)
        if _is_bare(atom):
            return self._next_month_part(atom.part)
        return self.calendar.month(*self._year_month(atom), atom.part)

    def _date(self, atom: Atom) -> tuple[date, ...]:
        year, month, day = atom.numbers
        return (dated(year, month, day),)

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
        today = self.calendar.today
        holiday = self._holiday_in(atom.name) if atom.name else None
        if atom.month is not None or atom.ahead is not None:
            first = max(date(*self._year_month(atom), 1), today)
            return _half(long_weekend(first, add_months(first, 1)), atom.part)
        return _half(long_weekend(today, add_months(self.calendar.latest, 6), holiday), atom.part)

    def _holiday_in(self, name: str) -> date | None:
        """The holiday of a name, or for a season the last one in it that others lie beside."""
        if name not in SEASONS:
            return next_holiday(name, self.calendar.today)
        days = season(name, self.calendar.today)
        runs = (long_weekend(days[0], days[-1], day) for day in days if holiday_name(day))
        return next((run[0] for run in runs if run), None)

    def _season(self, atom: Atom) -> tuple[date, ...]:
        return _half(season(atom.name, self.calendar.today), atom.part)

    def _next_month_part(self, part: str | None) -> tuple[date, ...]:
        today = self.calendar.today
        days = self.calendar.month(today.year, today.month, part)
        if days[-1] > today + _DAY:  # nobody comes on the same or the next day: the next such part is meant
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
            days = tuple(dated(year, month, day) for day in numbers)
        if atom.run:
            end = days[-1] if days[-1] >= days[0] else add_months(days[-1], 1)
            return span(days[0], end)
        return days

    def _bare_day(self, day: int) -> date:
        said = self.before.dates[:1]
        month = self.before.month or ((said[0].year, said[0].month) if said else None)
        later = bool(self.before.month and said and day > said[0].day)
        if (self.joined or later) and month and day <= monthrange(*month)[1]:
            found = date(*month, day)
            if found >= self.calendar.today:
                return found
        found = self.calendar.next_day_of_month(day)
        return next((near for near in _just_before(day, said) if near > found), found)

    def _nth_week(self, atom: Atom) -> tuple[date, ...]:
        """The first week is the one in which the month begins, the last one the last that is mostly its own."""
        first = date(*self._year_month(atom), 1)
        nth = atom.nth or 1
        if nth < 0:
            middle = add_months(first, 1) - 4 * _DAY
            return Calendar(middle, middle).week(0)
        monday = first + timedelta(days=7 * (nth - 1) - first.weekday())
        week = span(monday, monday + timedelta(days=6))
        wanted = atom.weekdays.numbers if atom.weekdays else ()
        if nth == 1 and wanted and all(monday + n * _DAY < first for n in wanted):
            return tuple(day + 7 * _DAY for day in week)  # 「第1週の月曜」 is the first Monday
        return week

    def _nth_inside(self, atom: Atom) -> date | None:
        """「12月中で一番早い土曜」: of the stretch said before."""
        if not self.before.is_span or atom.numbers or not atom.weekdays or len(atom.weekdays.numbers) == _PAIR:
            return None
        number = atom.nth or 1
        inside = [day for day in self.before.dates if _is_one_of(day, atom)]
        return inside[number - 1 if number > 0 else number] if 0 < abs(number) <= len(inside) else None

    def _nth(self, atom: Atom) -> tuple[date, ...]:
        """「第2土曜」「最初の土日」; 「正月明けの最初の土曜」 counts from there."""
        first, *others = atom.weekdays.numbers if atom.weekdays else (0,)
        number = atom.nth or 1
        bare = atom.month is None and atom.ahead is None
        if bare and self.before.not_after and number == -1:
            end = self.before.not_after
            return tuple(sorted(end - (end.weekday() - n) % 7 * _DAY for n in (first, *others)))
        start = self.before.not_before or self.calendar.today
        if atom.weekdays and len(atom.weekdays.numbers) > _PAIR:
            days = span(start, start + 4 * 7 * _DAY) if bare else self.calendar.month(*self._year_month(atom))
            return ([day for day in days if _is_one_of(day, atom)][number - 1 if number > 0 else number],)
        if bare and self.before.not_before and number > 0:
            day = start + timedelta(days=(first - start.weekday()) % 7 + 7 * (number - 1))
        else:
            found = [day for day in self.calendar.month(*self._year_month(atom)) if day.weekday() == first]
            if number > len(found):
                raise NoSuchDayError(number)
            day = found[number - 1 if number > 0 else number]
            if day < self.calendar.today and bare:
                return self._nth(replace(atom, ahead=1))
        return (day, *(day + timedelta(days=(other - first) % 7) for other in others))


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
    "turn": NamedDays._turn,
    "said": NamedDays._said,
    "week_then": NamedDays._week_then,
}


def _just_before(day: int, said: tuple[date, ...]) -> tuple[date, ...]:
    """「31日がだめなら30日」: the 30th of the same month."""
    near = said and 0 < said[0].day - day <= _NEAR_DAYS
    return (said[0].replace(day=day),) if near else ()


def _is_bare(atom: Atom) -> bool:
    """No month is named."""
    return atom.month is None and atom.ahead is None


def _half(days: tuple[date, ...], part: str | None) -> tuple[date, ...]:
    """The first or second half of a stretch; the day in the middle belongs to the first."""
    cut = (len(days) + 1) // 2
    return days[:cut] if part in ("前半", "初") else days[cut:] if part in ("後半", "末") else days


def _is_one_of(day: date, atom: Atom) -> bool:
    weekdays = atom.weekdays
    if weekdays is None:
        return True
    if weekdays.holidays and holiday_name(day):
        return weekdays.holidays == "also"
    return day.weekday() in weekdays.numbers
