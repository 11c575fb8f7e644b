"""From a phrase about times to the hours it means."""

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal, cast

from domain.dates.grammar import Bound, Clock, TimePhrase
from domain.dates.wish import PART_HOURS, Part
from domain.dates.wishes import Doubt

_ORDER: Final[tuple[Part, ...]] = ("morning", "noon", "afternoon", "evening", "night")
_OPENING_HOUR: Final = 9
_MIDNIGHT: Final = 24
_LIKELY_EVENING: Final = (7, 8)


@dataclass(frozen=True)
class HourSet:
    """Hours meant by one phrase. Clock times are settled only when the part of day beside them is known.

    Attributes:
        word: How an hour beside it is meant: am, noon, pm, night, deep or empty.
        parts: Parts of the day.
        clocks: Clock times wished for.
        first: Earliest start.
        last: Latest start.
    """

    word: str = ""
    parts: tuple[Part, ...] = ()
    clocks: tuple[Clock, ...] = ()
    first: Clock | None = None
    last: Clock | None = None

    def as_bound(self, how: Literal["from", "after", "until", "before"]) -> "HourSet":
        """Hours from what was said on, or up to it."""
        until = how in ("until", "before")
        clock = self.last or self.first or (self.clocks[0] if self.clocks else None)
        if clock is None:
            return _bounded_part(self.word, self.parts, "until" if until else "from")
        return HourSet(self.word, self.parts, last=clock) if until else HourSet(self.word, self.parts, first=clock)


@dataclass(frozen=True)
class Settled:
    """An hour on the 30-hour clock (25 = 01:00 of the next day) and whether it should be asked back."""

    hour: int
    minute: int
    doubt: Doubt | None = None

    @property
    def at(self) -> time:
        """The time of day."""
        return time(self.hour % 24, self.minute)

    @property
    def next_day(self) -> bool:
        """Whether it lies on the next calendar day."""
        return self.hour >= 24


def resolve_hours(phrase: TimePhrase) -> HourSet | None:
    """Finds the hours of a phrase.

    Args:
        phrase: From the grammar.

    Returns:
        The hours, or None where no clock shows them (「75時」).
    """
    clocks = [clock for clock in (phrase.clock, phrase.last_clock) if clock]
    if any(clock.hour > 29 or clock.minute > 59 for clock in clocks):
        return None
    word, parts = phrase.words[0] if phrase.words else "", _parts(phrase.words)
    if phrase.last_words or phrase.last_clock:
        return _range(phrase, word, parts)
    if phrase.clock is None:
        return _bounded_part(word, parts, phrase.bound)
    if phrase.bound == "from" and settle(phrase.clock, word, bound=True).hour < _MIDNIGHT:
        return HourSet(word, parts, first=phrase.clock)
    if phrase.bound == "until":
        return HourSet(word, parts, last=phrase.clock)
    return HourSet(word, parts, clocks=(phrase.clock,))


def settle(clock: Clock, word: str, *, bound: bool = False) -> Settled:
    """Which hour a spoken one is.

    Visits are from 09:00 to 23:00. A bare 1 to 6 is the afternoon; 7 and 8 are likely the evening and asked back,
    unless they bound a wish: 「7時以降」 says nothing if it is the morning.

    Args:
        clock: As said.
        word: How hours are meant, from the part of the day beside it.
        bound: It is the first or last hour of a wish.
    """
    hour, minute = clock.hour, clock.minute
    word = clock.word or word
    if hour >= 13 or clock.literal and hour:
        return Settled(hour, minute)
    if not word and hour == 0:
        return Settled(0, minute, "midnight")
    if not word and hour < _OPENING_HOUR:
        return Settled(hour + 12, minute, "hour" if hour in _LIKELY_EVENING and not bound else None)
    return Settled(hour + _shift(hour, word), minute)


def _shift(hour: int, word: str) -> int:
    if word == "noon":
        return 12 if 1 <= hour <= 5 else 0
    if word == "pm":
        return 12 if hour < 12 else 0
    if word == "night":
        return 12 if hour >= 5 else 24
    if word == "deep":
        return 12 if hour >= 9 else 24
    return 0


def part_of(settled: Settled, said: tuple[Part, ...]) -> Part:
    """The part of the day a time lies in: the one that was said if it does, else the one of the table."""
    hour = settled.hour
    for part in (*said, *PART_HOURS):
        first, end = PART_HOURS[part]
        if first <= hour < end or first <= hour + 24 < end:
            return part
    return "morning"


def _parts(words: tuple[str, ...]) -> tuple[Part, ...]:
    return cast("tuple[Part, ...]", tuple(word for word in words[1:] if word))


def _range(phrase: TimePhrase, word: str, parts: tuple[Part, ...]) -> HourSet:
    last_word, last_parts = phrase.last_words[0] if phrase.last_words else word, _parts(phrase.last_words)
    if phrase.clock and phrase.last_clock:
        first, last = phrase.clock, phrase.last_clock
        start, end = settle(first, word, bound=True).hour, settle(last, last_word, bound=True).hour
        if end <= start and end + 12 <= 24 and not last.word:
            last = Clock(end + 12, last.minute)
        return HourSet(word, parts, first=first, last=last)
    if phrase.clock or phrase.last_clock:
        return HourSet(word, parts or last_parts, first=phrase.clock, last=phrase.last_clock)
    if not parts or not last_parts:
        return HourSet(word, parts or last_parts)
    order: list[Part] = [*_ORDER, "late_night"]
    first_at, last_at = order.index(parts[0]), order.index(last_parts[-1])
    return HourSet(word, tuple(order[first_at : last_at + 1]) or (parts[0], last_parts[-1]))


def _bounded_part(word: str, parts: tuple[Part, ...], bound: Bound | None) -> HourSet:
    if not parts or bound not in ("from", "until") or parts[0] not in _ORDER:
        return HourSet(word, parts)
    at = _ORDER.index(parts[0])
    start = PART_HOURS[parts[0]][0]
    if bound == "from":
        return HourSet(word, parts) if at == 0 else HourSet(word, _ORDER[at:], first=Clock(start, literal=True))
    if at == 0:
        return HourSet(word, parts, last=Clock(PART_HOURS["morning"][1]))
    return HourSet(word, _ORDER[:at], last=Clock(start, literal=True))
