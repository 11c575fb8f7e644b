"""How much was measured a month, and which way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.success.customer_360 import Trend

MONTH: Final = 30
"""Days: a month that is as long as the others."""

MONTHS: Final = 3
"""Months a trend is read from."""

BAND: Final = 0.1
"""Of the mean: a slope within it is no trend."""


@dataclass(frozen=True)
class MonthlyUse:
    """The mean of some months and their slope (see `monthly_use`)."""

    mean: float | None = None
    slope: float | None = None
    trend: Trend | None = None


def monthly_use(months: Sequence[int], known_days: int | None) -> MonthlyUse:
    """Mean and trend of the last three months of 30 days.

    The slope is that of ordinary least squares over the months x = 0, 1, 2 (the oldest first):
    `sum((x - mean x)(y - mean y)) / sum((x - mean x)^2)`, which for three months is half of last minus first.
    It is a trend where it is beyond 10 % of the mean; a customer who measures nothing is stable.

    Args:
        months: Measurements of the last three months, the oldest first.
        known_days: Days since the customer's history began; None where there is none.

    Returns:
        Of whole months only: nothing with less than one, no slope with less than two.
    """
    whole = min(len(months), (known_days or 0) // MONTH)
    if not whole:
        return MonthlyUse()
    counts = months[-whole:]
    mean = sum(counts) / whole
    if whole == 1:
        return MonthlyUse(mean)
    middle = (whole - 1) / 2
    slope = sum((x - middle) * (y - mean) for x, y in enumerate(counts)) / sum((x - middle) ** 2 for x in range(whole))
    return MonthlyUse(mean, slope, _trend(slope, mean))


def _trend(slope: float, mean: float) -> Trend:
    if abs(slope) <= BAND * mean:
        return "stable"
    return "increasing" if slope > 0 else "decreasing"
