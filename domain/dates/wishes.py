"""What was read from a message: wishes in order of preference, refusals, doubts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from domain.dates.describe import describe
from domain.dates.wish import PART_HOURS, Holidays, Part, Wish

Doubt = Literal["contradiction", "weekday_mismatch", "which_week", "hour", "midnight", "day_or_span"]
Fault = Literal["past", "beyond", "not_a_date"]

_LAST_HOUR: Final = 23
_FEW: Final = 2
WEEKDAY_CODES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Span:
    """A piece of the normalized message that was read."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Invalid:
    """A day that was named and cannot be had. `day` is None where there is no such day."""

    kind: Fault
    text: str
    day: dt.date | None = None


@dataclass(frozen=True)
class DateWishes:
    """A reading of one message.

    Attributes:
        today: The day it was read.
        wishes: Alternatives, preferred first; any of them will do.
        refusals: What is not wanted: days, hours, or both together (「土曜の午前はだめ」).
        booked: Days of a booking the customer has and wants moved or cancelled (「5日の予約を7日に」).
        invalid: Days that cannot be had.
        ambiguous: Why it should be asked back; the fields then hold the likeliest reading.
        choices: What to offer as answers then; each can be read by `read_wishes`.
        asap: 「最短で」「なる早」.
        anytime: 「いつでも」.
        spans: The pieces of the normalized message that were read.
    """

    today: dt.date
    wishes: tuple[Wish, ...] = ()
    refusals: tuple[Wish, ...] = ()
    booked: tuple[dt.date, ...] = ()
    invalid: tuple[Invalid, ...] = ()
    ambiguous: Doubt | None = None
    choices: tuple[str, ...] = ()
    asap: bool = False
    anytime: bool = False
    spans: tuple[Span, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the message says anything about when."""
        return bool(self.wishes or self.refusals or self.booked or self.invalid or self.asap or self.anytime)

    @property
    def preferred(self) -> Wish | None:
        """The wish to try first."""
        return self.wishes[0] if self.wishes else None

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """All concrete days wished for, ascending, refused ones left out.

        「来週のどこか、できれば水曜」 wishes for the Wednesday; the week is what may be offered instead.
        """
        gone, weekdays = set(self.exclude), set(self.exclude_weekdays)
        named = {day for at, wish in enumerate(self.wishes) if not self._is_narrowed(at) for day in wish.dates}
        return tuple(sorted(day for day in named if day not in gone and day.weekday() not in weekdays))

    @property
    def not_before(self) -> dt.date | None:
        """The first day, where said."""
        return next((wish.not_before for wish in self.wishes if wish.not_before), None)

    @property
    def not_after(self) -> dt.date | None:
        """The last day, where said."""
        return next((wish.not_after for wish in self.wishes if wish.not_after), None)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Weekdays wished for without a date, ascending."""
        return tuple(sorted({n for wish in self.wishes for n in wish.weekdays}))

    @property
    def holidays(self) -> Holidays | None:
        """Whether public holidays count to the weekdays wished for, or never do."""
        return next((wish.holidays for wish in self.wishes if wish.holidays), None)

    @property
    def exclude(self) -> tuple[dt.date, ...]:
        """Days refused at any hour, ascending."""
        return tuple(sorted({day for refusal in self._refused_days() for day in refusal.dates}))

    @property
    def exclude_weekdays(self) -> tuple[int, ...]:
        """Weekdays refused at any hour, ascending."""
        return tuple(sorted({n for refusal in self._refused_days() for n in refusal.weekdays}))

    @property
    def exclude_parts(self) -> tuple[Part, ...]:
        """Parts of the day refused on any day."""
        whole = [r for r in self.refusals if not (r.has_days or r.times or r.not_before_time or r.not_after_time)]
        return _each_once(part for refusal in whole for part in refusal.parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Parts of the day wished for, preferred first."""
        return _each_once(part for wish in self.wishes for part in wish.parts)

    @property
    def part(self) -> Part | None:
        """The part of the day wished for first."""
        return self.parts[0] if self.parts else None

    @property
    def times(self) -> tuple[dt.time, ...]:
        """Clock times wished for, preferred first."""
        return tuple(dict.fromkeys(at for wish in self.wishes for at in wish.times))

    @property
    def time(self) -> dt.time | None:
        """The clock time wished for first."""
        return self.times[0] if self.times else None

    @property
    def not_before_time(self) -> dt.time | None:
        """The earliest start, where said."""
        return next((wish.not_before_time for wish in self.wishes if wish.not_before_time), None)

    @property
    def not_after_time(self) -> dt.time | None:
        """The latest start, where said."""
        return next((wish.not_after_time for wish in self.wishes if wish.not_after_time), None)

    @property
    def next_calendar_day(self) -> bool:
        """Whether the small hours of the next calendar day are meant; the reply says so."""
        return any(wish.next_calendar_day for wish in self.wishes)

    def allows(self, start: dt.datetime) -> bool:
        """Whether a visit that starts then meets a wish and no refusal; with nothing said everything is allowed."""
        if any(refusal.covers(start) for refusal in self.refusals):
            return False
        return not self.wishes or any(wish.covers(start) for wish in self.wishes)

    def describe(self) -> str:
        """The reading said back in Japanese, with weekdays; empty if nothing was read."""
        return describe(self.wishes, self.refusals, self.today, asap=self.asap, anytime=self.anytime)

    def as_json(self) -> dict[str, Any]:
        """The reading as `zenbu understand` prints it."""
        first, last = self._bounds()
        at = self.time or self._first_hour()
        return {
            "dates": [day.isoformat() for day in self.dates],
            "constraints": {
                "not_before": first.isoformat() if first else None,
                "not_after": last.isoformat() if last else None,
                "weekdays": [WEEKDAY_CODES[n] for n in self._weekdays_left()],
                "exclude": [day.isoformat() for day in self.exclude]
                + [WEEKDAY_CODES[n] for n in self.exclude_weekdays],
            },
            "part": self._part_left(),
            "time": at.strftime("%H:%M") if at else None,
        }

    def _is_narrowed(self, at: int) -> bool:
        """A stretch or a lesser choice of which some days were named before; 「30日なら在宅。29日か30日で」 is none."""
        later = self.wishes[at]
        before = [wish for wish in self.wishes[:at] if wish.rank != later.rank or len(later.dates) > _FEW]
        return any(len(wish.dates) < len(later.dates) and {*wish.dates} & {*later.dates} for wish in before)

    def _weekdays_left(self) -> tuple[int, ...]:
        """Weekdays wished for less those refused; where only some were refused, the others."""
        gone = set(self.exclude_weekdays)
        named = self.weekdays or (() if any(wish.has_days for wish in self.wishes) or not gone else tuple(range(7)))
        return tuple(n for n in named if n not in gone)

    def _bounds(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of all alternatives: none where one of them is open to that side."""
        spans = [wish for wish in self.wishes if wish.not_before or wish.not_after]
        first = [wish.not_before for wish in spans if wish.not_before]
        last = [wish.not_after for wish in spans if wish.not_after]
        return (
            min(first) if len(first) == len(spans) and first else None,
            max(last) if len(last) == len(spans) and last else None,
        )

    def _first_hour(self) -> dt.time | None:
        """The hour of 「19時以降」; none of 「10時から12時の間」 or of parts of the day (「夕方以降」)."""
        found = next((wish for wish in self.wishes if wish.not_before_time or wish.not_after_time), None)
        return found.not_before_time if found and not found.not_after_time and len(found.parts) <= 1 else None

    def _part_left(self) -> Part | None:
        """The part wished for first, else the only one in which the hours lie that were said."""
        if self.part or self.time:
            return self.part or ("late_night" if self.next_calendar_day else None)
        first, last = self.not_before_time, self.not_after_time
        if not (first or last):
            return None
        within = [part for part in PART_HOURS if PART_HOURS[part][1] <= _LAST_HOUR and _touches(part, first, last)]
        return within[0] if len(within) == 1 else None

    def _refused_days(self) -> list[Wish]:
        return [refusal for refusal in self.refusals if not refusal.has_hours or self._are_all_at(refusal.parts)]

    def _are_all_at(self, parts: tuple[Part, ...]) -> bool:
        """Whether every wish is for these parts of the day: 「火曜の夜は無理、ほかの日の夜」 leaves no Tuesday."""
        return bool(self.wishes) and all(wish.parts and {*wish.parts} <= {*parts} for wish in self.wishes)


def _each_once(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(parts))


def _touches(part: Part, first: dt.time | None, last: dt.time | None) -> bool:
    """Whether a visit between two times could start in a part of the day."""
    start, end = PART_HOURS[part]
    return (last is None or last.hour * 60 + last.minute > start * 60) and (first is None or first.hour < end)
