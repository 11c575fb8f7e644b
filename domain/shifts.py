"""When a member of the staff is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Self

from domain.hours import BusinessHours
from domain.mending import Mendable

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class InvalidShifts(Mendable, ValueError):
    """Working hours cannot be read."""


@dataclass(frozen=True)
class Shifts:
    """From when to when somebody is there, by weekday (0 = Monday); what ends before it begins ends the next day."""

    days: Mapping[int, tuple[time, time]]

    @classmethod
    def read(cls, days: Mapping[str, Sequence[str]]) -> Self:
        """Reads what is stored and sent: `{"mon": ["10:00", "19:00"]}`.

        Raises:
            InvalidShifts: A day or a time is none.
        """
        try:
            return cls(
                {DAYS.index(day): (time.fromisoformat(of), time.fromisoformat(to)) for day, (of, to) in days.items()}
            )
        except ValueError as error:
            raise InvalidShifts(
                'The hours cannot be read. Give days (mon to sun) from and to: {"mon": ["10:00", "19:00"]}.'
            ) from error

    def plain(self) -> dict[str, list[str]]:
        """The same as it is stored and sent."""
        return {DAYS[day]: [f"{of:%H:%M}", f"{to:%H:%M}"] for day, (of, to) in sorted(self.days.items())}

    def cover(self, moment: datetime) -> bool:
        """Whether somebody with these hours is there at a moment."""
        today, yesterday = self.days.get(moment.weekday()), self.days.get((moment - timedelta(days=1)).weekday())
        now = moment.time()
        if today is not None and (today[0] <= now < today[1] or (today[1] <= today[0] <= now)):
            return True
        return yesterday is not None and yesterday[1] <= yesterday[0] and now < yesterday[1]


def is_there(shifts: Shifts | None, house: BusinessHours, moment: datetime) -> bool:
    """Whether somebody is there: in the house's hours, or in their own; on its closed days nobody is.

    Args:
        shifts: Their own hours, if they have any.
        house: The house's hours.
        moment: When.
    """
    if shifts is None:
        return house.is_open(moment)
    closed = moment.weekday() in house.weekdays and not house.is_business_day(moment.date())
    return not closed and shifts.cover(moment)
