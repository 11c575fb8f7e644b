"""When people are there, and by when somebody answers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.dates.public_holidays import holiday_name


@dataclass(frozen=True)
class BusinessHours:
    """Opening hours on certain weekdays (0 = Monday), never on public holidays or in the closed periods.

    `closed` are pairs of (month, day), both included; a period may run over the end of the year.
    """

    opens: time
    closes: time
    weekdays: frozenset[int]
    closed: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    def is_business_day(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() in self.weekdays and holiday_name(day) is None and not self._in_closed_period(day)

    def is_open(self, moment: datetime) -> bool:
        """Whether people are there at this moment."""
        return self.is_business_day(moment.date()) and self.opens <= moment.time() < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """The next time people come in after a moment (today, if they have not come yet)."""
        day = moment.date()
        if moment.time() >= self.opens:
            day += timedelta(days=1)
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, self.opens, tzinfo=moment.tzinfo)

    def next_business_day(self, moment: datetime) -> datetime:
        """The opening of the next business day after a moment's own day."""
        return self.next_opening(datetime.combine(moment.date(), time.max, tzinfo=moment.tzinfo))

    def _in_closed_period(self, day: date) -> bool:
        today = (day.month, day.day)
        return any(
            first <= today <= last if first <= last else today >= first or today <= last for first, last in self.closed
        )
