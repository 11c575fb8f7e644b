"""Search of visits that can be booked: who is free when, and which of it suits this customer best."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal

from domain.clock import TOKYO, in_tokyo
from domain.dates import DateWishes, Wish
from domain.dates.wish import PART_HOURS
from domain.noise_hours import noise_hours_of
from domain.records import Busy, Technician

__all__ = [
    "Emptiness",
    "Slot",
    "VisitRules",
    "explain_empty",
    "find_candidates",
    "nearest_alternatives",
    "noise_hours_of",
]

BusyReader = Callable[[datetime, datetime, Collection[str]], Iterable[Busy]]
"""When some technicians cannot, between two moments."""

Emptiness = Literal["too_soon", "too_far", "full", "outside_wishes"]

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_SMALL_HOURS: Final = 5
_LOOKED_AT_FIRST: Final = 12
"""So many starts are tried with one reading of the diary; should all be taken, more are read each time."""

_LOOK_BEYOND: Final = 366
"""So many days after the last bookable one a wish still counts as one for a day too far away."""


@dataclass(frozen=True)
class VisitRules:
    """When visits take place (pack data).

    Attributes:
        starts: Starts on every day, ascending.
        late_night_start: The start that costs the late-night add-on.
        earliest_days: Calendar days from booking to the first visit.
        latest_days: Calendar days from booking to the last visit.
        candidates: How many visits are offered at once.
        gap: Time a technician needs between two visits. `Busy` spans contain it already, so the search adds none.
    """

    starts: tuple[time, ...]
    late_night_start: time
    earliest_days: int
    latest_days: int
    candidates: int
    gap: timedelta

    def is_late_night(self, start: datetime) -> bool:
        """Whether a visit needs the late-night add-on."""
        return in_tokyo(start).time() == self.late_night_start

    def days(self, now: datetime) -> Iterator[date]:
        """Every day on which a visit may start, ascending."""
        today = in_tokyo(now).date()
        return (today + n * _DAY for n in range(self.earliest_days, self.latest_days + 1))

    def covered_hours(self, start: datetime, duration: timedelta) -> frozenset[int]:
        """The hours of the day (0–23) a visit covers whole; the late-night one also the hour it runs into.

        Nothing later can be booked, so the last visit counts for the small hours however short it is.
        """
        whole, rest = divmod(duration, _HOUR)
        return frozenset((start.hour + n) % 24 for n in range(whole + (bool(rest) and self.is_late_night(start))))


@dataclass(frozen=True)
class Slot:
    """A visit that can be booked. Times are aware (Asia/Tokyo); `end` is after set-up and measurement."""

    technician_id: str
    area: str
    start: datetime
    end: datetime


def find_candidates(
    rules: VisitRules,
    technicians: Iterable[Technician],
    busy: BusyReader,
    area: str,
    wishes: DateWishes,
    noise_hours: Collection[int],
    duration: timedelta,
    now: datetime,
    but: Collection[datetime] = (),
) -> tuple[Slot, ...]:
    """The visits to offer, best first, each at another start.

    The wishes bound the search, and a preference among them (第1希望) is kept; then come visits that cover hours in
    which this customer's noise occurs, then the soonest.

    Args:
        rules: When visits take place.
        technicians: Everybody who visits.
        busy: Tells when some of them cannot, with the gap between visits included (as `Records.busy` does).
        area: The prefecture to visit.
        wishes: When the customer would like the visit.
        noise_hours: Hours of the day (0–23) in which the noise is heard.
        duration: Of the visit: measurement and set-up.
        now: The moment of booking.
        but: Starts that are not offered again.

    Returns:
        At most `rules.candidates` visits; none if nothing fits (`explain_empty` says why).
    """
    ranked: list[tuple[int, bool, datetime]] = []
    for start in _starts(rules, now):
        rank = _rank(wishes, start) if start not in but else None
        if rank is not None:
            ranked.append((rank, not _covers(rules, start, duration, noise_hours), start))
    diary = _Diary(technicians, busy, area)
    return tuple(_offer((start for *_, start in sorted(ranked)), diary, area, duration, rules.candidates))


def nearest_alternatives(
    rules: VisitRules,
    technicians: Iterable[Technician],
    busy: BusyReader,
    area: str,
    wishes: DateWishes,
    noise_hours: Collection[int],
    duration: timedelta,
    now: datetime,
    but: Collection[datetime] = (),
) -> tuple[Slot, ...]:
    """What to offer where `find_candidates` found nothing: close to the wishes, never against a refusal.

    First the days wished for at other hours, then the hours wished for on other days, then anything; in each of them
    the nearest day first, then visits that cover the noise, then the nearest hour. Arguments as for `find_candidates`.
    """
    diary = _Diary(technicians, busy, area)
    found: list[Slot] = []
    possible = sorted(
        (start for start in _starts(rules, now) if start not in but),
        key=lambda start: (
            _days_away(wishes, start.date()),
            not _covers(rules, start, duration, noise_hours),
            _minutes_away(wishes.wishes, start),
            start,
        ),
    )
    for relaxed in _relaxations(wishes):
        starts = (start for start in possible if _rank(relaxed, start) is not None)
        for slot in _offer(starts, diary, area, duration, rules.candidates):
            if len(found) < rules.candidates and all(slot.start != other.start for other in found):
                found.append(slot)
    return tuple(found)


def explain_empty(rules: VisitRules, wishes: DateWishes, now: datetime) -> Emptiness:
    """Why `find_candidates` found nothing, for an area that is served.

    Returns:
        `full`: there are visits as wished, all taken; `outside_wishes`: no visit starts at the hours wished for, or the
        wishes exclude each other; `too_soon`, `too_far`: every day wished for lies before or after the bookable ones.
    """
    if any(_rank(wishes, start) is not None for start in _starts(rules, now)):
        return "full"
    kinds = {fault.kind for fault in wishes.invalid}
    if not wishes.wishes:
        return "too_far" if "beyond" in kinds else "too_soon" if "past" in kinds else "outside_wishes"
    if any(_wants_day(wishes, day) for day in rules.days(now)):
        return "outside_wishes"
    today = in_tokyo(now).date()
    if any(_wants_day(wishes, today + n * _DAY) for n in range(rules.earliest_days)):
        return "too_soon"
    after = range(rules.latest_days + 1, rules.latest_days + _LOOK_BEYOND)
    too_far = "beyond" in kinds or any(_wants_day(wishes, today + n * _DAY) for n in after)
    return "too_far" if too_far else "outside_wishes"


class _Diary:
    """Who of an area is free when. Busy spans are kept merged and sorted, so that one bisection answers."""

    def __init__(self, technicians: Iterable[Technician], busy: BusyReader, area: str) -> None:
        # Whoever serves fewest areas goes first, so that those who could go elsewhere stay free.
        serving = (technician for technician in technicians if area in technician.areas)
        self._serving = sorted(serving, key=lambda technician: (len(technician.areas), technician.technician_id))
        self._busy = busy
        self._taken: dict[str, tuple[list[datetime], list[datetime]]] = {}

    def open(self, starts: Sequence[datetime], duration: timedelta) -> None:
        """Reads the pages on which visits with these starts would stand."""
        names = [technician.technician_id for technician in self._serving]
        spans: dict[str, list[tuple[datetime, datetime]]] = {name: [] for name in names}
        for entry in self._busy(min(starts), max(starts) + duration, names) if names else ():
            if entry.technician_id in spans:
                spans[entry.technician_id].append((entry.start, entry.end))
        self._taken = {name: _merged(entries) for name, entries in spans.items()}

    def who(self, start: datetime, end: datetime) -> str | None:
        """Somebody who can make this visit."""
        weekday = start.weekday()
        for technician in self._serving:
            if weekday in technician.days_off:
                continue
            starts, ends = self._taken[technician.technician_id]
            before = bisect_left(starts, end)
            if before == 0 or ends[before - 1] <= start:
                return technician.technician_id
        return None


def _merged(spans: list[tuple[datetime, datetime]]) -> tuple[list[datetime], list[datetime]]:
    starts: list[datetime] = []
    ends: list[datetime] = []
    for start, end in sorted(spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _offer(starts: Iterable[datetime], diary: _Diary, area: str, duration: timedelta, most: int) -> Iterator[Slot]:
    wanted, offered, size = iter(starts), 0, _LOOKED_AT_FIRST
    while page := list(islice(wanted, size)):
        diary.open(page, duration)
        size *= 4
        for start in page:
            technician_id = diary.who(start, start + duration)
            if technician_id is None:
                continue
            yield Slot(technician_id, area, start, start + duration)
            offered += 1
            if offered == most:
                return


def _starts(rules: VisitRules, now: datetime) -> Iterator[datetime]:
    return (datetime.combine(day, at, tzinfo=TOKYO) for day in rules.days(now) for at in rules.starts)


def _covers(rules: VisitRules, start: datetime, duration: timedelta, noise_hours: Collection[int]) -> bool:
    return not rules.covered_hours(start, duration).isdisjoint(noise_hours)


def _rank(wishes: DateWishes, start: datetime) -> int | None:
    """How far down the list of wishes a start stands, None if it is not wished for."""
    if any(refusal.covers(start) for refusal in wishes.refusals):
        return None
    if wishes.wishes:
        return min((wish.rank for wish in wishes.wishes if wish.covers(start)), default=None)
    # Somebody who named only days that cannot be had has not left the choice to us.
    return None if wishes.invalid and not (wishes.asap or wishes.anytime) else 0


def _wants_day(wishes: DateWishes, day: date) -> bool:
    refused = any(refusal.covers_day(day) for refusal in wishes.refusals if not refusal.has_hours)
    return not refused and any(wish.covers_day(day) for wish in wishes.wishes)


def _relaxations(wishes: DateWishes) -> Iterator[DateWishes]:
    at_other_hours = tuple(_without_hours(wish) for wish in wishes.wishes if wish.has_days)
    on_other_days = tuple(_without_days(wish) for wish in wishes.wishes if wish.has_hours)
    for relaxed in (at_other_hours, on_other_days, (Wish(),)):
        if relaxed:
            yield replace(wishes, wishes=relaxed)


def _without_hours(wish: Wish) -> Wish:
    return replace(wish, dates=_evenings(wish), parts=(), times=(), not_before_time=None, not_after_time=None)


def _without_days(wish: Wish) -> Wish:
    return replace(wish, dates=(), weekdays=(), holidays=None, not_before=None, not_after=None)


def _evenings(wish: Wish) -> tuple[date, ...]:
    """The days wished for; for the small hours those on whose evening a visit would come nearest."""
    return tuple(day - _DAY for day in wish.dates) if wish.next_calendar_day else wish.dates


def _days_away(wishes: DateWishes, day: date) -> int:
    """Days to the nearest day that was named, 0 where none was."""
    named = [(near, near) for wish in wishes.wishes for near in _evenings(wish)]
    named += [(fault.day, fault.day) for fault in wishes.invalid if fault.day]
    named += [
        (wish.not_before or date.min, wish.not_after or date.max)
        for wish in wishes.wishes
        if not wish.dates and (wish.not_before or wish.not_after)
    ]
    return min((max((first - day).days, (day - last).days, 0) for first, last in named), default=0)


def _minutes_away(wishes: Sequence[Wish], start: datetime) -> int:
    """Minutes to the nearest hour that was named, 0 where none was; the small hours follow on the night before."""
    at = _minutes(start.time())
    named = [(_minutes(said), _minutes(said)) for wish in wishes for said in wish.times]
    named += [
        (a * 60, b * 60 - 1) for wish in wishes if not wish.times for a, b in map(PART_HOURS.__getitem__, wish.parts)
    ]
    named += [
        (_minutes(wish.not_before_time or time(_SMALL_HOURS)), _minutes(wish.not_after_time or time(4, 59)))
        for wish in wishes
        if wish.not_before_time or wish.not_after_time
    ]
    return min((max(first - at, at - last, 0) for first, last in named), default=0)


def _minutes(at: time) -> int:
    return (at.hour + 24 * (at.hour < _SMALL_HOURS)) * 60 + at.minute
