"""Who of the technicians is free for the visits that are still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.clock import TOKYO
from domain.records import Technician

DAYS: Final = 14
"""How many days later than wished a visit may be."""

HOURS: Final = (9, 13, 17)
"""So far apart that no visit with its way runs into the next."""


@dataclass(frozen=True)
class Slot:
    """A visit somebody is free for."""

    technician: Technician
    start: datetime


class Calendar:
    """Gives each technician's free times away once."""

    def __init__(self, technicians: Sequence[Technician]) -> None:
        self._technicians = technicians
        self._taken: set[tuple[str, datetime]] = set()

    def take(self, area: str, day: date) -> Slot | None:
        """The first free time in an area from a day on; None where there is none for two weeks."""
        for later in range(DAYS):
            on = day + timedelta(days=later)
            for technician in self._technicians:
                if area not in technician.areas or on.weekday() in technician.days_off:
                    continue
                for hour in HOURS:
                    start = datetime(on.year, on.month, on.day, hour, tzinfo=TOKYO)
                    if (technician.technician_id, start) not in self._taken:
                        self._taken.add((technician.technician_id, start))
                        return Slot(technician, start)
        return None
