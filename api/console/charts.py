"""Small charts, as points of an SVG line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

WIDTH: Final = 300
HEIGHT: Final = 60
MARGIN: Final = 4


@dataclass(frozen=True)
class Line:
    """A line over time.

    Attributes:
        points: As SVG's `points`.
        last: Where it ends.
        first_at: When it begins.
        last_at: When it ends.
    """

    points: str
    last: tuple[float, float]
    first_at: datetime
    last_at: datetime


def line_of(values: Sequence[tuple[datetime, float]], lowest: float = 0, highest: float = 100) -> Line | None:
    """A line through values, evenly in time; None of fewer than two.

    Args:
        values: The moments and what it was then, the oldest first.
        lowest: The value at the foot.
        highest: The value at the top.
    """
    if len(values) < 2:
        return None
    begin, end = values[0][0], values[-1][0]
    span = max((end - begin).total_seconds(), 1.0)
    places = [
        (
            round(MARGIN + (WIDTH - 2 * MARGIN) * (at - begin).total_seconds() / span, 1),
            round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - lowest) / (highest - lowest), 1),
        )
        for at, value in values
    ]
    return Line(" ".join(f"{x},{y}" for x, y in places), places[-1], begin, end)
