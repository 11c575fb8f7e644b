"""Weeks and months as people name them: 2026-W47, 2026-10. Weeks start on Monday (ISO 8601)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from domain.clock import TOKYO
from domain.mending import Mendable

Unit = Literal["week", "month"]

_WEEK: Final = re.compile(r"(\d{4})-W(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")


class UnknownPeriod(Mendable, ValueError):
    """What was named is no week and no month."""


@dataclass(frozen=True)
class Period:
    """A week or a month.

    Attributes:
        name: 2026-W47 or 2026-10.
        since: Its beginning, included (Asia/Tokyo).
        until: Its end, not included.
    """

    name: str
    since: datetime
    until: datetime


def week_of(day: date) -> Period:
    """The week a day lies in."""
    year, number, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{number:02}", _midnight(monday), _midnight(monday + timedelta(days=7)))


def month_of(day: date) -> Period:
    """The month a day lies in."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(f"{first:%Y-%m}", _midnight(first), _midnight(following))


def period_of(day: date, unit: Unit) -> Period:
    """The week or month a day lies in."""
    return week_of(day) if unit == "week" else month_of(day)


def read_period(text: str | None, unit: Unit, now: datetime) -> Period:
    """The period somebody names; where nothing is named, the last one that is over.

    Raises:
        UnknownPeriod: There is no such week or month.
    """
    if text is None:
        return period_of(period_of(now.date(), unit).since.date() - timedelta(days=1), unit)
    try:
        if unit == "week" and (match := _WEEK.fullmatch(text)):
            return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        if unit == "month" and (match := _MONTH.fullmatch(text)):
            return month_of(date(int(match[1]), int(match[2]), 1))
    except ValueError as error:
        raise UnknownPeriod(f"{text}: {error}. Name a {unit} such as {period_of(now.date(), unit).name}.") from error
    raise UnknownPeriod(f"{text!r} is no {unit}. Name one such as {period_of(now.date(), unit).name}.")


def last_periods(count: int, unit: Unit, now: datetime) -> Iterator[Period]:
    """The last periods, oldest first; the one that is going on comes last."""
    periods = [period_of(now.date(), unit)]
    while len(periods) < count:
        periods.append(period_of(periods[-1].since.date() - timedelta(days=1), unit))
    yield from reversed(periods)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO)
