"""What a phrase about days or times is made of."""

from dataclasses import dataclass
from typing import Literal

Bound = Literal["from", "after", "until", "before", "through", "start", "between"]
"""以降, より後, まで, より前, 中に, 「19時からお願いします」, に挟まれた."""

AtomKind = Literal[
    "offset",  # numbers: days from today
    "months",  # numbers: months from today
    "deadline",  # numbers: within so many days
    "week",  # numbers: weeks from this one
    "month",  # ahead or month, maybe year, part, days, nth
    "date",  # numbers: year, month, day
    "period",  # part of the week or month said before
    "weekdays",
    "week_start",
    "holiday",
    "season",
    "long_weekend",
    "duration",  # numbers: days, of a range
    "turn",  # name: where a year or month becomes another
    "said",  # the day said before, moved by `edges`
    "among_said",  # from one of the two days said before to the other
    "week_then",  # the week after the one said before
]


@dataclass(frozen=True)
class Weekdays:
    """Weekdays, 0 = Monday. `holidays` is also, never or empty; `either` says they were joined by か or are a range."""

    numbers: tuple[int, ...]
    holidays: str = ""
    either: bool = False


@dataclass(frozen=True)
class Atom:
    """One name of a day or several.

    Attributes:
        kind: Which kind of name.
        numbers: As the kind says; more of the how-manieth beside `nth`.
        name: Of a holiday or season.
        year: The year said, or None.
        years: Years from this one (来年 = 1), or None.
        month: The month said by number, or None.
        ahead: Months from this one (来月 = 1), or None.
        part: Part of the week or month.
        days: Days of the month.
        run: The days of the month are the ends of a range.
        nth: The how-manieth such weekday of the month, -1 for the last.
        weekdays: The weekdays meant among the days named, or by themselves.
        noted: The weekday written beside a date, to be checked.
        nearest: 「今度の」.
        then: 「その次の」: after what was said before.
        edges: Which of the days named, or beside them: first, middle, last, before, after; week for their week; +7 and
            the like for so many days on.
        week_part: Part of the week that the edges name (「14日の週の後半」).
    """

    kind: AtomKind
    numbers: tuple[int, ...] = ()
    name: str = ""
    year: int | None = None
    years: int | None = None
    month: int | None = None
    ahead: int | None = None
    part: str | None = None
    days: tuple[int, ...] = ()
    run: bool = False
    nth: int | None = None
    weekdays: Weekdays | None = None
    noted: int | None = None
    nearest: bool = False
    then: bool = False
    edges: tuple[str, ...] = ()
    week_part: str | None = None

    @property
    def is_shift(self) -> bool:
        """So many days on from the day said before."""
        return self.kind == "said" and any(edge[0] in "+-" for edge in self.edges)


@dataclass(frozen=True)
class DayPhrase:
    """One name, or a range from one to another, and how it bounds. `about` is 「くらい」."""

    first: Atom
    last: Atom | None = None
    bound: Bound | None = None
    about: bool = False
    evening: tuple[str, ...] = ()
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Clock:
    """A clock time as said. `word` says how a bare hour is meant: am, noon, pm, night, deep or empty."""

    hour: int
    minute: int = 0
    word: str = ""
    literal: bool = False


@dataclass(frozen=True)
class TimePhrase:
    """A part of the day, a clock time, or a range of either. `words` are the class and the parts of a part word."""

    words: tuple[str, ...] = ()
    clock: Clock | None = None
    last_words: tuple[str, ...] = ()
    last_clock: Clock | None = None
    bound: Bound | None = None
    text: str = ""
    start: int = 0
    end: int = 0
