"""From a phrase about days to the days it means: ranges, bounds, what cannot be had, what is in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.dates.calendar import Calendar, span
from domain.dates.dayset import DaySet, chosen_of
from domain.dates.describe import say_day
from domain.dates.edges import WEEK_EDGES, edge_days
from domain.dates.existing_days import NoSuchDayError, checked
from domain.dates.grammar import Atom, Bound, DayPhrase
from domain.dates.named_days import NamedDays
from domain.dates.wish import Holidays
from domain.dates.wishes import Fault, Invalid

_DAY: Final = timedelta(days=1)
_STRETCHES: Final = ("holiday", "week", "week_then", "month", "season", "long_weekend")
_TURNS: Final[Mapping[str, Bound]] = {
    "new_year": "from",
    "year_end": "until",
    "new_month": "from",
    "fiscal_year_end": "until",
    "new_fiscal_year": "from",
}
_FEW_DAYS: Final = 10


def resolve(phrase: DayPhrase, calendar: Calendar, before: DaySet | None = None, *, joined: bool = False) -> DaySet:
    """Finds the days of a phrase.

    Args:
        phrase: From the grammar.
        calendar: Today and the latest day.
        before: What was said of days before.
        joined: It stands in the same list (「12月5日と6日」).

    Returns:
        The days within reach, or what is wrong with them.
    """
    try:
        return _Resolver(calendar, NamedDays(calendar, before or DaySet(), joined)).read(phrase)
    except (NoSuchDayError, OverflowError):
        return DaySet(faults=(Invalid("not_a_date", phrase.text),))


@dataclass(frozen=True)
class _Resolver:
    calendar: Calendar
    named: NamedDays

    def read(self, phrase: DayPhrase) -> DaySet:
        head = self._head(phrase.first)
        if phrase.first.kind == "period":
            if head is None:
                return DaySet()
            phrase = replace(phrase, first=replace(head, part=phrase.first.part))
        if phrase.first.kind == "said" and not self.named.before.dates:
            noted = phrase.first.noted  # 「帰ってきた翌日の日曜」
            return DaySet(weekdays=(noted,)) if noted is not None else DaySet()
        if phrase.last and phrase.last.kind == "period":
            last = replace(head, part=phrase.last.part) if head else None
            phrase = replace(phrase, last=last, bound=None if last else "from")
        return replace(self._read(phrase), head=head)

    def _head(self, atom: Atom) -> Atom | None:
        """The week or month that is spoken of."""
        if atom.kind == "week" or atom.month is not None or atom.ahead is not None:
            return replace(atom, part=None, days=(), nth=None, weekdays=None, noted=None)
        return self.named.before.head

    def _read(self, phrase: DayPhrase) -> DaySet:
        if phrase.last and phrase.last.kind == "deadline":
            return self._bounded(phrase, self.named.of(phrase.last), "until")
        if phrase.last and phrase.last.name == "counted" and phrase.first.numbers == (0,):
            return self._concrete(phrase, self.named.of(phrase.last))  # 「今日から2週間後」
        if phrase.last:
            return self._range(phrase, phrase.first, phrase.last)
        if phrase.first.kind == "weekdays" and not phrase.bound and not _is_fixed(phrase.first):
            return self._open(phrase.first)
        days = self.named.of(phrase.first)
        bound = "until" if phrase.first.kind == "deadline" else _TURNS.get(phrase.first.name, phrase.bound)
        if bound and bound != "through" and not (phrase.first.run and bound == "until"):
            return self._bounded(phrase, days, bound)
        return self._concrete(phrase, days)

    def _open(self, atom: Atom) -> DaySet:
        weekdays = atom.weekdays
        assert weekdays is not None
        holidays: Holidays | None = "also" if weekdays.holidays == "also" else "never" if weekdays.holidays else None
        return DaySet(weekdays=tuple(sorted(weekdays.numbers)), holidays=holidays, either=weekdays.either)

    def _range(self, phrase: DayPhrase, first: Atom, last: Atom) -> DaySet:
        if first.kind == last.kind == "weekdays" and first.weekdays and last.weekdays and not first.nearest:
            return _weekday_range(first.weekdays.numbers[0], last.weekdays.numbers[-1])
        start = self.named.of(first)[0]
        inner = Calendar(start, self.calendar.latest)
        if last.kind == "duration":
            end = start + (last.numbers[0] - 1) * _DAY
        elif "week" in last.edges:  # 「2/14〜2/20の週の平日」
            chosen = self._range(phrase, first, replace(last, edges=(), weekdays=None))
            return chosen_of(chosen, self._open(last)) if last.weekdays else chosen
        elif last.edges and last.days:  # 「21日から23日の中日」
            chosen = self._range(phrase, first, replace(last, edges=()))
            return replace(chosen, dates=edge_days(last, chosen.dates), is_span=False, exact=False)
        elif last.kind == "weekdays":
            numbers = last.weekdays.numbers if last.weekdays else ()
            end = max((start + timedelta(days=(n - start.weekday()) % 7) for n in numbers), default=start)
        elif last.kind == "month" and last.month is None and last.ahead is None and last.days:
            end = inner.next_day_of_month(checked(last.days[-1]))
        else:
            end = self.named.of(last)[-1]
        if end < start:
            raise NoSuchDayError(phrase.text)
        week = self.named.of(replace(first, weekdays=None)) if first.kind == "week" else ()
        if phrase.bound == "between":
            start, end = start + _DAY, end - _DAY
        return replace(
            self._within_reach(phrase, span(start, end)), is_span=True, exact=True, base=self.calendar.clip(week)
        )

    def _concrete(self, phrase: DayPhrase, days: tuple[date, ...]) -> DaySet:
        atom = phrase.first
        found = self._within_reach(phrase, days)
        with_month = atom.days and (atom.month is not None or atom.ahead is not None)
        month = (days[0].year, days[0].month) if with_month else self._month_gone_on(days)
        is_stretch = (
            bool(WEEK_EDGES & {*atom.edges})
            or atom.kind in _STRETCHES
            and (len(days) > 1 or atom.weekdays is not None)
            and not (atom.days or (atom.nth and atom.part != "週") or atom.edges)
        )
        if is_stretch and atom.weekdays:
            found = replace(found, base=self.calendar.clip(self.named.of(replace(atom, weekdays=None))))
        found = replace(found, is_span=is_stretch and not atom.weekdays, month=month)
        if phrase.bound == "through" and found.dates and not atom.days:
            first, last = days[0], days[-1]
            found = replace(found, not_before=first if first > self.calendar.today else None, not_after=last)
        return _doubted(phrase, found, self.calendar.today)

    def _month_gone_on(self, days: tuple[date, ...]) -> tuple[int, int] | None:
        """「10月10日は運動会、雨なら11日、だから17日」: the month said first is still spoken of."""
        month = self.named.before.month
        return month if days and month == (days[0].year, days[0].month) else None

    def _bounded(self, phrase: DayPhrase, days: tuple[date, ...], how: Bound) -> DaySet:
        first, last = days[0], days[-1]
        month = (first.year, first.month) if phrase.first.kind in ("month", "date") else None
        if how in ("from", "after"):
            bound = first if how == "from" else last + _DAY
            if bound > self.calendar.latest:
                return DaySet(faults=(Invalid("beyond", phrase.text, bound),))
            return DaySet(not_before=bound, month=month)
        bound = last if how == "until" else first - _DAY
        if bound < self.calendar.today:
            return DaySet(faults=(Invalid("past", phrase.text, bound),))
        return DaySet(not_after=bound, month=month)

    def _within_reach(self, phrase: DayPhrase, days: tuple[date, ...]) -> DaySet:
        found = self.calendar.clip(days)
        if found or not days:
            return DaySet(dates=found)
        kind: Fault = "past" if days[-1] < self.calendar.today else "beyond"
        return DaySet(faults=(Invalid(kind, phrase.text, days[0]),))


def _doubted(phrase: DayPhrase, found: DaySet, today: date) -> DaySet:
    """Names what should be asked back about a single day."""
    atom = phrase.first
    if len(found.dates) != 1:
        return found
    day = found.dates[0]
    if atom.noted is not None and day.weekday() != atom.noted:
        near = [day + timedelta(days=n) for n in range(-3, 4)]
        meant = next((d for d in near if d.weekday() == atom.noted and d >= today), day + 7 * _DAY)
        choices = tuple(say_day(d, today) for d in sorted((day, meant)))
        return replace(found, doubt="weekday_mismatch", choices=choices)
    if atom.nearest and atom.kind == "weekdays" and day == today + _DAY:
        return replace(found, doubt="which_week", choices=(say_day(day, today), say_day(day + 7 * _DAY, today)))
    bare = atom.month is None and atom.ahead is None and atom.year is None
    if phrase.about and bare and atom.days and atom.days[0] <= _FEW_DAYS:
        return replace(
            found,
            doubt="day_or_span",
            choices=(say_day(day, today), say_day(today + timedelta(days=atom.days[0]), today)),
        )
    return found


def _is_fixed(atom: Atom) -> bool:
    """Weekdays of one week: 「今度の土曜」「その次の土曜」「土曜の翌日」."""
    return atom.nearest or atom.then or bool(atom.edges)


def _weekday_range(first: int, last: int) -> DaySet:
    return DaySet(weekdays=tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1))), either=True)
