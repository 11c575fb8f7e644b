"""The days one phrase means, as far as they can be told before the rest of the message is read."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, get_args

from domain.dates.grammar import Atom
from domain.dates.wish import Holidays, Wish
from domain.dates.wishes import Doubt, Invalid

_DAY: Final = timedelta(days=1)
Edge = Literal["from", "after", "until", "before"]
BOUNDS: Final[tuple[Edge, ...]] = get_args(Edge)


@dataclass(frozen=True)
class DaySet:
    """Days meant by one phrase.

    Attributes:
        dates: Concrete days within reach.
        weekdays: Weekdays without a date.
        holidays: Whether public holidays count to the weekdays, or never.
        either: The weekdays were joined by か: any week will do.
        not_before: First day of an open span.
        not_after: Last day of an open span.
        base: The span the days were taken from (来週 of 来週の水曜).
        is_span: The phrase named a stretch of time, of which more words may choose days.
        exact: That stretch was named by its first and last day.
        month: Year and month said, for days that follow without a month.
        listed: か, と or the like joined them to what was said before: another of a list.
        head: The week or month said, for parts that follow without one (「来週の頭は無理だけど後半なら」).
        faults: What cannot be had.
        doubt: What should be asked back.
        choices: What to offer then.
    """

    dates: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    holidays: Holidays | None = None
    either: bool = False
    not_before: date | None = None
    not_after: date | None = None
    base: tuple[date, ...] = ()
    is_span: bool = False
    exact: bool = False
    month: tuple[int, int] | None = None
    listed: bool = False
    head: Atom | None = None
    faults: tuple[Invalid, ...] = ()
    doubt: Doubt | None = None
    choices: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Weekdays without a date."""
        return bool(self.weekdays or self.holidays) and not self.dates

    @property
    def is_bound(self) -> bool:
        """Only a first or last day."""
        return bool(self.not_before or self.not_after) and not self.dates

    def as_bound(self, how: Edge) -> "DaySet":
        """Days from what was said on (after it, where it was a last day), after it, up to it, or before it."""
        if how == "after" and self.dates:
            return DaySet(not_before=self.dates[-1] + _DAY)
        if how == "before":
            first = self.not_before or (self.dates[0] if self.dates else None)
            return DaySet(not_after=first - _DAY if first else self.not_after)
        if how == "until":
            before_first = self.not_before - _DAY if self.not_before else None  # 「4日から仕事なので、それまでに」
            return DaySet(not_after=self.not_after or (self.dates[0] if self.dates else before_first))
        after_last = self.not_after + _DAY if self.not_after else None
        return DaySet(not_before=after_last or self.not_before or (self.dates[-1] if self.dates else None))

    @property
    def is_unbroken(self) -> bool:
        """Concrete days with none left out between them."""
        return bool(self.dates) and (self.dates[-1] - self.dates[0]).days + 1 == len(self.dates)

    @property
    def is_empty(self) -> bool:
        """Nothing that could be wished for."""
        return not (self.dates or self.weekdays or self.holidays or self.not_before or self.not_after)


def chosen_of(span: DaySet, choice: DaySet) -> DaySet:
    """Those days of a stretch that fall on some weekdays (「来週、土日で」)."""
    probe = Wish(weekdays=choice.weekdays, holidays=choice.holidays)
    return replace(
        span, dates=tuple(day for day in span.dates if probe.covers_day(day)), is_span=False, base=span.dates
    )
