"""One wish: some days and some hours, and whether a visit is among them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal

from domain.dates.public_holidays import holiday_name

Part = Literal["morning", "noon", "afternoon", "evening", "night", "late_night"]
Holidays = Literal["also", "never"]

PART_HOURS: Final[dict[Part, tuple[int, int]]] = {
    "morning": (9, 12),
    "noon": (12, 14),
    "afternoon": (13, 17),
    "evening": (17, 19),
    "night": (19, 23),
    "late_night": (23, 29),
}
"""First hour and the hour after the last of each part (facts.md, Words for time); 29 is 05:00 of the next day."""

_NEAR_MINUTES: Final = 60


@dataclass(frozen=True)
class Wish:
    """One alternative: some days and some hours. What is empty is open.

    Attributes:
        dates: Concrete days, ascending.
        weekdays: Any such weekday, 0 = Monday.
        holidays: Public holidays count too (「土日祝」), or never (「平日」).
        not_before: First day, where said (「12月5日以降」).
        not_after: Last day, where said (「月末まで」).
        parts: Parts of the day, in the order in which they were named.
        times: Clock times, in the order in which they were named.
        not_before_time: Earliest start.
        not_after_time: Latest start.
        next_calendar_day: 「土曜の深夜1時」: the days are already those of the small hours, one after the ones said.
        rank: Lower is preferred; equal where no preference was said.
    """

    dates: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    holidays: Holidays | None = None
    not_before: date | None = None
    not_after: date | None = None
    parts: tuple[Part, ...] = ()
    times: tuple[time, ...] = ()
    not_before_time: time | None = None
    not_after_time: time | None = None
    next_calendar_day: bool = False
    rank: int = 0

    @property
    def has_days(self) -> bool:
        """Whether anything is said about days."""
        return bool(self.dates or self.weekdays or self.holidays or self.not_before or self.not_after)

    @property
    def has_hours(self) -> bool:
        """Whether anything is said about hours."""
        return bool(self.parts or self.times or self.not_before_time or self.not_after_time)

    def covers_day(self, day: date) -> bool:
        """Whether a day is among the days meant."""
        if (self.not_before and day < self.not_before) or (self.not_after and day > self.not_after):
            return False
        if not self.dates and not self.weekdays:
            return self.holidays is None or (self.holidays == "also") == (holiday_name(day) is not None)
        return day in self.dates or self._covers_weekday(day)

    def _covers_weekday(self, day: date) -> bool:
        if self.holidays and holiday_name(day) is not None:
            return self.holidays == "also"
        return day.weekday() in self.weekdays

    def covers_hour(self, at: time) -> bool:
        """Whether a start is among the hours meant; a clock time means up to an hour around it."""
        minutes = at.hour * 60 + at.minute
        if self.times:
            return any(abs(t.hour * 60 + t.minute - minutes) <= _NEAR_MINUTES for t in self.times)
        if self.not_before_time or self.not_after_time:
            return (self.not_before_time or time.min) <= at <= (self.not_after_time or time.max)
        return not self.parts or any(_lies_in(at.hour, part) for part in self.parts)

    def covers(self, start: datetime) -> bool:
        """Whether a visit that starts then is what this wish means."""
        return self.covers_day(start.date()) and self.covers_hour(start.time())


def _lies_in(hour: int, part: Part) -> bool:
    first, end = PART_HOURS[part]
    return first <= hour < end or first <= hour + 24 < end
