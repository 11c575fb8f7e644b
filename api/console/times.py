"""Times and figures as the console shows them."""

from datetime import date, datetime
from typing import Final

from domain.clock import in_tokyo

WEEKDAYS: Final = "月火水木金土日"


def moment(value: datetime | str) -> datetime:
    """A moment in Tokyo; services hand some over as ISO texts."""
    return in_tokyo(datetime.fromisoformat(value) if isinstance(value, str) else value)


def iso(value: datetime | str) -> str:
    """A moment as machines read it."""
    return moment(value).isoformat(timespec="seconds")


def clock(value: datetime | str) -> str:
    """The time of day: 9:05."""
    at = moment(value)
    return f"{at.hour}:{at:%M}"


def day(value: date | datetime | str) -> str:
    """The day: 2026/11/22（日）."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == 10 else moment(value)
    on = in_tokyo(value) if isinstance(value, datetime) else value
    return f"{on.year}/{on.month}/{on.day}（{WEEKDAYS[on.weekday()]}）"


def when(value: datetime | str, now: datetime) -> str:
    """A moment, as short as it is clear: 9:05 today, 11/22 9:05 this year, 2025/11/22 9:05 before."""
    at = moment(value)
    if at.date() == now.date():
        return clock(at)
    year = "" if at.year == now.year else f"{at.year}/"
    return f"{year}{at.month}/{at.day} {clock(at)}"


def span(seconds: float) -> str:
    """A length of time, as exact as it matters: 4分, 2時間5分, 3日."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes}分"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}時間{minutes}分" if minutes else f"{hours}時間"
    return f"{hours // 24}日"


def seconds_until(value: datetime | str, now: datetime) -> float:
    """How far off a moment is; negative when it is past."""
    return (moment(value) - now).total_seconds()


def yen(value: int | float) -> str:
    """An amount: ¥1,234."""
    return f"¥{value:,.0f}"
