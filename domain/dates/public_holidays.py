"""Public holidays of Japan and the days around them: runs of days off, seasons by name."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

import holidays

_DAY: Final = timedelta(days=1)
_LONG_WEEKEND: Final = 3

SEASONS: Final[Mapping[str, tuple[tuple[int, int], tuple[int, int]]]] = MappingProxyType(
    {
        "七草": ((1, 7), (1, 7)),
        "節分": ((2, 3), (2, 3)),
        "バレンタイン": ((2, 14), (2, 14)),
        "ひな祭り": ((3, 3), (3, 3)),
        "ホワイトデー": ((3, 14), (3, 14)),
        "夏至": ((6, 21), (6, 21)),
        "七夕": ((7, 7), (7, 7)),
        "防災の日": ((9, 1), (9, 1)),
        "ハロウィン": ((10, 31), (10, 31)),
        "七五三": ((11, 15), (11, 15)),
        "冬至": ((12, 22), (12, 22)),
        "鏡開き": ((1, 11), (1, 11)),
        "仕事納め": ((12, 28), (12, 28)),
        "仕事始め": ((1, 4), (1, 4)),
        "松の内": ((1, 1), (1, 7)),
        "年末": ((12, 28), (12, 31)),
        "年始": ((1, 1), (1, 3)),
        "年末年始": ((12, 29), (1, 3)),
        "大晦日": ((12, 31), (12, 31)),
        "クリスマス": ((12, 25), (12, 25)),
        "イブ": ((12, 24), (12, 24)),
        "お盆": ((8, 13), (8, 16)),
        "GW": ((4, 29), (5, 5)),
    }
)
"""First and last (month, day). 年末年始 are the days on which people are not at work at ZENBU."""


SUNDAYS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType({"母の日": (5, 2), "父の日": (6, 3)})
"""Days that are the how-manieth Sunday of a month: (month, how-manieth)."""


@cache
def _of_year(year: int) -> Mapping[date, str]:
    found = holidays.country_holidays("JP", years=year, language="ja")
    return MappingProxyType({day: str(name) for day, name in found.items() if day.year == year})


def holiday_name(day: date) -> str | None:
    """The Japanese name of a public holiday, None on other days."""
    return _of_year(day.year).get(day)


def is_day_off(day: date) -> bool:
    """Saturday, Sunday or public holiday."""
    return day.weekday() >= 5 or holiday_name(day) is not None


def holidays_between(first: date, last: date) -> tuple[date, ...]:
    """Public holidays in a span, both ends included, ascending."""
    years = range(first.year, last.year + 1)
    return tuple(day for year in years for day in sorted(_of_year(year)) if first <= day <= last)


def next_holiday(name: str, today: date) -> date | None:
    """The next day that bears a name (振替休日, 海の日, …) from today on, within two years."""
    found = holidays_between(today, today + timedelta(days=731))
    return next((day for day in found if (holiday_name(day) or "").startswith(name)), None)


def long_weekend(today: date, last: date, around: date | None = None) -> tuple[date, ...]:
    """The first run of at least three days off that is not over yet; empty if none starts up to `last`.

    Args:
        today: The present day.
        last: Up to when a run may start.
        around: A day the run holds, where one was named.
    """
    for run in _runs_of_days_off(today - 9 * _DAY, last):
        if _is_long_weekend(run) and run[-1] >= today and (around is None or around in run):
            return tuple(run)
    return ()


def _is_long_weekend(run: list[date]) -> bool:
    """Three days off that a public holiday makes; New Year's Day is in no 三連休, whatever weekday it falls on."""
    return len(run) >= _LONG_WEEKEND and any(holiday_name(day) and (day.month, day.day) != (1, 1) for day in run)


def season(name: str, today: date) -> tuple[date, ...]:
    """The days of a season by name, the next one that is not over today."""
    if name in SUNDAYS:
        month, nth = SUNDAYS[name]
        days = (_nth_sunday(year, month, nth) for year in (today.year, today.year + 1))
        return (next(day for day in days if day >= today),)
    (first_month, first_day), (last_month, last_day) = SEASONS[name]
    for year in (today.year - 1, today.year, today.year + 1):
        first = date(year, first_month, first_day)
        last = date(year + (last_month < first_month), last_month, last_day)
        if last >= today:
            break
    return tuple(first + n * _DAY for n in range((last - first).days + 1))


def _nth_sunday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + ((6 - first.weekday()) % 7 + 7 * (nth - 1)) * _DAY


def _runs_of_days_off(first: date, last: date) -> Iterator[list[date]]:
    run: list[date] = []
    day = first
    while day <= last or run:
        if is_day_off(day):
            run.append(day)
        elif run:
            yield run
            run = []
        day += _DAY
