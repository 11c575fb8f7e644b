"""Days and hours as customers say them. Only ways of saying that mean one day, whatever the reader's habits."""

import random
from datetime import date, datetime, time, timedelta
from typing import Final

from evals.simulation.brief import When

WEEKDAYS: Final = "月火水木金土日"
A_WEEK: Final = timedelta(days=7)

_PARTS: Final = (
    (time(9), time(11), "午前中"),
    (time(13), time(15), "午後"),
    (time(17), time(17), "夕方"),
    (time(19), time(21), "夜"),
)
"""Parts of day by the first and last start that lie in them."""


def say_wish(when: When, today: date, rng: random.Random) -> str:
    """A wish in words: the day liked best and the hours.

    Args:
        when: What suits.
        today: The day it is said on.
        rng: Chooses among ways of saying it.
    """
    hours = _hours(when, rng)
    if not when.days:
        return f"{hours}なら、いつでも" if hours else "いつでも"
    day = say_day(when.days[0], today, rng)
    return f"{day}の{hours}" if hours else day


def say_day(day: date, today: date, rng: random.Random) -> str:
    """One day in words."""
    ways = [
        f"{day.month}月{day.day}日",
        f"{day.month}/{day.day}",
        f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})",
    ]
    monday = today - timedelta(days=today.weekday())
    if monday + A_WEEK <= day < monday + 2 * A_WEEK:
        ways.append(f"来週の{WEEKDAYS[day.weekday()]}曜")
    if today < day and (day.year, day.month) == (today.year, today.month):
        ways.append(f"{day.day}日")
    return rng.choice(ways)


def say_hour(start: time, rng: random.Random) -> str:
    """A full hour in words."""
    ways = [f"{start.hour}時", f"{start.hour}:00"]
    if 19 <= start.hour <= 23:
        ways.append(f"夜{start.hour - 12}時")
    if 9 <= start.hour <= 11:
        ways.append(f"朝{start.hour}時" if start.hour < 10 else f"午前{start.hour}時")
    if 13 <= start.hour <= 17:
        ways.append(f"午後{start.hour - 12}時")
    return rng.choice(ways)


def say_start(start: datetime, rng: random.Random) -> str:
    """A visit that was offered, by day and hour."""
    day = rng.choice([f"{start.day}日", f"{start.month}月{start.day}日", f"{start.month}/{start.day}"])
    return f"{day}の{say_hour(start.time(), rng)}"


def say_span(days: int, rng: random.Random) -> str:
    """Since when something has lasted, in words.

    Args:
        days: So long.
        rng: Chooses among ways of saying it.
    """
    if days < 14:
        return rng.choice([f"{days}日前から", f"{days}日くらい前から"])
    if days < 60:
        weeks = round(days / 7)
        return rng.choice([f"{weeks}週間前から", f"{weeks}週間くらい前から"])
    if days < 365:
        months = round(days / 30)
        return rng.choice([f"{months}か月前から", f"{months}ヶ月くらい前から", f"もう{months}か月になります"])
    years = round(days / 365)
    return rng.choice([f"{years}年前から", f"もう{years}年になります", f"{years}年くらい前からずっと"])


def _hours(when: When, rng: random.Random) -> str:
    if when.since == when.until:
        return say_hour(when.since, rng)
    return next((word for first, last, word in _PARTS if (first, last) == (when.since, when.until)), "")
