"""Rows on their way into the database, and the moments and names they need."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

import numpy as np

from domain.clock import TOKYO
from services.demo.words import Place, Words
from store.models import Base

Item = TypeVar("Item")

OPENS: Final = 9
CLOSES: Final = 19


class Rows:
    """Rows by table, in the order they were added."""

    def __init__(self) -> None:
        self.tables: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, model: type[Base], **values: Any) -> None:
        """Adds a row. All rows of a table name the same columns."""
        self.tables.setdefault(model, []).append(values)

    def of(self, model: type[Base]) -> list[dict[str, Any]]:
        """The rows of a table."""
        return self.tables.get(model, [])

    def __len__(self) -> int:
        return sum(map(len, self.tables.values()))


class Chance:
    """Draws what happens. The same seed draws the same.

    Args:
        random: Where chance comes from.
        now: Nothing that has happened is later.
    """

    def __init__(self, random: np.random.Generator, now: datetime) -> None:
        self.random = random
        self.now = now

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return bool(self.random.random() < probability)

    def one_of(self, items: Sequence[Item]) -> Item:
        """Any one of some."""
        return items[int(self.random.integers(len(items)))]

    def count(self, mean: float) -> int:
        """How often something happens that happens so often on average."""
        return int(self.random.poisson(max(mean, 0.0)))

    def about(self, mean: float) -> int:
        """How much is ordered of what is needed steadily: it varies half as much as what happens by itself."""
        return max(0, round(self.near(mean, 0.5 * mean**0.5)))

    def near(self, mean: float, deviation: float) -> float:
        """A value around a mean."""
        return float(self.random.normal(mean, deviation))

    def day(self, first: date, last: date) -> date:
        """Any day of a span, both ends included."""
        return first + timedelta(days=int(self.random.integers((last - first).days + 1)))

    def moments(self, first: date, last: date, count: int) -> list[datetime]:
        """Moments by day within a span, both ends included, none later than now; in order."""
        if last < first:
            return []
        seconds = (CLOSES - OPENS) * 3600
        days = self.random.integers((last - first).days + 1, size=count)
        offsets = self.random.integers(seconds, size=count)
        found = [self._by_day(first + timedelta(days=int(d)), int(s)) for d, s in zip(days, offsets, strict=True)]
        return sorted(moment for moment in found if moment <= self.now)

    def soon_after(self, moment: datetime, days: float) -> datetime | None:
        """A moment some days later on average; None where that has not come yet."""
        later = moment + timedelta(seconds=round(float(self.random.exponential(days * 86_400))) + 60)
        return later if later <= self.now else None

    def _by_day(self, day: date, seconds: int) -> datetime:
        return datetime(day.year, day.month, day.day, OPENS, tzinfo=TOKYO) + timedelta(seconds=seconds)


def person_name(chance: Chance, words: Words) -> str:
    """Somebody's name."""
    return f"{chance.one_of(words.surnames)} {chance.one_of(words.given_names)}"


def address(chance: Chance, place: Place, words: Words, *, room: bool) -> str:
    """An address within a prefecture, which is not named in it."""
    block = "-".join(str(int(chance.random.integers(1, most))) for most in (6, 30, 20))
    home = f" {chance.one_of(words.buildings)}{int(chance.random.integers(1, 9))}0{int(chance.random.integers(1, 9))}"
    return f"{chance.one_of(place.places)}{block}{home if room else ''}"


def phone(chance: Chance, prefix: str) -> str:
    """A number nobody has: its exchange is not assigned."""
    return f"{prefix}-{int(chance.random.integers(10_000)):04d}"
