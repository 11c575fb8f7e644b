"""A wish while it is being read, and how it becomes one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from domain.dates.calendar import Calendar
from domain.dates.dayset import DaySet
from domain.dates.describe import say_day
from domain.dates.hourset import HourSet, Settled, part_of, settle
from domain.dates.wish import Holidays, Part, Wish
from domain.dates.wishes import Doubt

Side = Literal["days", "hours"]


@dataclass(eq=False)
class Draft:
    """Days and hours that belong together so far.

    Attributes:
        days: What was said of days, in order.
        hours: What was said of hours, in order.
        last: What was said last.
        joined: It was joined to the draft before (か、と、「、」).
        listed: Nothing but a comma joined it.
        topic: は or なら closed its subject: what follows is about something else.
        open: Any week will do (なら、しか、がいい).
        every: Any week was said (それ以外の月曜、毎週).
        rank: Preference, lower first.
        guessed: It is refused only because it was given as a reason (「午前は寝ているので午後に」).
        corrects: It replaces what was wished before.
        asked: A word asked for it (お願い).
        told: A statement named it (「27日に戻ります」): no wish where other days are wished for.
        shifted: It is so many days on from another: never the booking there is.
        also: も was said of it: it comes to what was wished before.
        places: Where in the text it was read.
    """

    days: list[DaySet] = field(default_factory=list)
    hours: list[HourSet] = field(default_factory=list)
    last: Side = "days"
    joined: bool = False
    listed: bool = False
    topic: bool = False
    open: bool = False
    every: bool = False
    rank: int = 0
    guessed: bool = False
    corrects: bool = False
    asked: bool = False
    told: bool = False
    shifted: bool = False
    also: bool = False
    places: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_span(self) -> bool:
        """One stretch of time, of which more words may choose days."""
        return len(self.days) == 1 and self.days[0].is_span

    @property
    def is_open(self) -> bool:
        """Weekdays only."""
        return bool(self.days) and all(found.is_open for found in self.days)

    @property
    def is_bound(self) -> bool:
        """A first or last day only."""
        return bool(self.days) and all(found.is_bound and not found.weekdays for found in self.days)

    @property
    def dates(self) -> tuple[date, ...]:
        """Concrete days so far."""
        return tuple(sorted({day for found in self.days for day in found.dates}))


@dataclass(frozen=True)
class Finished:
    """A wish and what should be asked back about it."""

    wish: Wish
    doubt: Doubt | None = None
    choices: tuple[str, ...] = ()


def finish(draft: Draft, calendar: Calendar, *, refused: bool = False, refusals: Sequence[Wish] = ()) -> Finished:
    """Settles a draft: weekdays get their dates unless any week will do, hours get their half of the day.

    Args:
        draft: What was read together.
        calendar: Today and the latest day.
        refused: It is not wanted; weekdays then mean every week.
        refusals: What is not wanted; the next Saturday is then one that is.
    """
    hours, doubt, choices, shifted = _hours(draft, calendar)
    days = _days(draft, calendar, refusals, refused=refused)
    if shifted:
        days = _next_day(days)
    asked = next(((found.doubt, found.choices) for found in draft.days if found.doubt), (doubt, choices))
    wish = replace(
        days,
        parts=hours.parts,
        times=hours.times,
        not_before_time=hours.not_before_time,
        not_after_time=hours.not_after_time,
        next_calendar_day=shifted,
        rank=draft.rank,
    )
    return Finished(wish, *asked)


def _days(draft: Draft, calendar: Calendar, refusals: Sequence[Wish], *, refused: bool) -> Wish:
    dates = set(draft.dates)
    weekdays = {n for found in draft.days for n in found.weekdays}
    holidays: Holidays | None = next((found.holidays for found in draft.days if found.holidays), None)
    not_before = max((found.not_before for found in draft.days if found.not_before), default=None)
    not_after = min((found.not_after for found in draft.days if found.not_after), default=None)
    either = any(found.either for found in draft.days)
    bounded = (not_before or not_after) and not dates
    if weekdays and not (refused or holidays or draft.open or either or bounded):
        dates |= set(calendar.clip(_next_wanted(weekdays, calendar, refusals)))
        weekdays = set()
    return Wish(tuple(sorted(dates)), tuple(sorted(weekdays)), holidays, not_before, not_after)


def _next_wanted(weekdays: set[int], calendar: Calendar, refusals: Sequence[Wish]) -> tuple[date, ...]:
    """The next such days; where a date of them is refused, those of a later week."""
    days = calendar.next_weekdays(weekdays)
    dated = [refusal for refusal in refusals if refusal.dates and not refusal.has_hours]
    return tuple(next((day for day in _weekly(day, calendar) if not _any_covers(dated, day)), day) for day in days)


def _weekly(day: date, calendar: Calendar) -> Iterator[date]:
    while day <= calendar.latest:
        yield day
        day += timedelta(days=7)


def _any_covers(refusals: Sequence[Wish], day: date) -> bool:
    return any(refusal.covers_day(day) for refusal in refusals)


def _next_day(wish: Wish) -> Wish:
    """The small hours of a day lie on the calendar day after it."""
    return replace(
        wish,
        dates=tuple(day + timedelta(days=1) for day in wish.dates),
        weekdays=tuple(sorted((n + 1) % 7 for n in wish.weekdays)),
    )


def _hours(draft: Draft, calendar: Calendar) -> tuple[Wish, Doubt | None, tuple[str, ...], bool]:
    words = {found.word for found in draft.hours if found.word}
    word = words.pop() if len(words) == 1 else ""
    said: tuple[Part, ...] = tuple(dict.fromkeys(part for found in draft.hours for part in found.parts))
    times: list[Settled] = []
    parts: list[Part] = []
    first = last = None
    for found in draft.hours:
        settled = [settle(clock, found.word or word) for clock in found.clocks]
        times += settled
        named = found.parts or (said if settled and word else ())
        with_word = bool(found.word or word)
        parts += [part_of(s, named) for s in settled] if settled and with_word else found.parts
        if found.first:
            first = settle(found.first, found.word or word, bound=True)
            said_with_clock = len(found.parts) == 1 or (found.parts and not found.first.literal)
            parts = [part_of(first, found.parts)] if said_with_clock else parts
        last = settle(found.last, found.word or word, bound=True) if found.last else last
    if times and word:
        parts = [part for part in parts if part in {part_of(s, said) for s in times}]
    if first and last and last.hour < first.hour:
        last = None  # 「20時から深夜1時」 has no end on its own day
    doubted = next((s for s in times if s.doubt), None)
    shifted = bool(times) and all(s.next_day for s in times)
    wish = Wish(
        parts=tuple(dict.fromkeys(parts)),
        times=tuple(dict.fromkeys(s.at for s in times)),
        not_before_time=first.at if first and not first.next_day else None,
        not_after_time=last.at if last and not last.next_day else None,
    )
    return wish, doubted.doubt if doubted else None, _choices(doubted, draft, calendar), shifted


def _choices(doubted: Settled | None, draft: Draft, calendar: Calendar) -> tuple[str, ...]:
    if doubted is None:
        return ()
    minute = f"{doubted.minute}分" if doubted.minute else ""
    if doubted.doubt == "hour":
        hour = f"{doubted.hour - 12}時{minute}"
        return f"朝{hour}", f"夜{hour}"
    days = finish(replace(draft, hours=[]), calendar).wish.dates[:1]
    day = f"{say_day(days[0], calendar.today)}の" if days else ""
    return f"{day}午前0時{minute}", f"{day}24時{minute}"
