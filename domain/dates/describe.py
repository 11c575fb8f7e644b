"""A reading said back in Japanese, every date with its weekday."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Final

from domain.dates.wish import Part, Wish

_WEEKDAYS: Final = "月火水木金土日"
_PARTS: Final[dict[Part, str]] = {
    "morning": "午前",
    "noon": "昼",
    "afternoon": "午後",
    "evening": "夕方",
    "night": "夜",
    "late_night": "深夜",
}
_GROUPS: Final = {(0, 1, 2, 3, 4): "平日", (5, 6): "土日"}
_RANGE: Final = 3


def say_day(day: date, today: date) -> str:
    """「11月28日(土)」; another year than today's is said."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"


def say_time(at: time) -> str:
    """「19:00」."""
    return f"{at.hour}:{at.minute:02d}"


def describe(wishes: Sequence[Wish], refusals: Sequence[Wish], today: date, *, asap: bool, anytime: bool) -> str:
    """Says a reading back.

    Args:
        wishes: Alternatives, preferred first.
        refusals: What is not wanted.
        today: The day it was read; other years than its own are said.
        asap: The customer wants it soon.
        anytime: The customer has no preference.

    Returns:
        One phrase without a verb, or nothing.
    """
    said = [_say(wish, today) for wish in wishes]
    if len({wish.rank for wish in wishes}) > 1:
        wanted = "、".join(f"第{n}希望 {words}" for n, words in enumerate(said, 1))
    else:
        wanted = "、または".join(said)
    refused = "、".join(f"{_say(refusal, today)}以外" for refusal in refusals)
    if wanted and refused:
        wanted = f"{wanted}({refused})"
    free = "いつでも" if anytime and not wishes else ""
    soon = "できるだけ早い日時" if asap and not wishes else "できるだけ早く" if asap else ""
    return "、".join(part for part in (wanted or refused, free, soon) if part)


def _say(wish: Wish, today: date) -> str:
    days, hours = _say_days(wish, today), _say_hours(wish)
    if wish.next_calendar_day and len(wish.dates) == 1:
        return f"{days}の{hours}({say_day(wish.dates[0] - timedelta(days=1), today)}の深夜)"
    if wish.next_calendar_day:
        hours = f"{hours}(深夜、日付は翌日)"
    return "の".join(part for part in (days, hours) if part)


def _say_days(wish: Wish, today: date) -> str:
    named = "、".join([*_runs(wish.dates, today), *_weekdays(wish)])
    if wish.dates:
        return named
    first = say_day(wish.not_before, today) if wish.not_before else ""
    last = say_day(wish.not_after, today) if wish.not_after else ""
    bounds = f"{first}〜{last}" if first and last else f"{first}以降" if first else f"{last}まで" if last else ""
    return "の".join(part for part in (bounds, named) if part)


def _runs(days: Iterable[date], today: date) -> list[str]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    said: list[str] = []
    for run in runs:
        ends = [say_day(day, today) for day in run]
        said += [f"{ends[0]}〜{ends[-1]}"] if len(run) >= _RANGE else ends
    return said


def _weekdays(wish: Wish) -> list[str]:
    if not wish.weekdays:
        return ["祝日"] if wish.holidays == "also" else []
    names = _GROUPS.get(wish.weekdays) or "・".join(f"{_WEEKDAYS[n]}曜" for n in wish.weekdays)
    return [names + "祝" if wish.holidays == "also" else names]


def _say_hours(wish: Wish) -> str:
    if wish.times:
        return "・".join(say_time(at) for at in wish.times)
    first, last = wish.not_before_time, wish.not_after_time
    if first and last:
        return f"{say_time(first)}〜{say_time(last)}"
    if first or last:
        return f"{say_time(first)}以降" if first else f"{say_time(last)}まで" if last else ""
    return "・".join(_PARTS[part] for part in wish.parts)
