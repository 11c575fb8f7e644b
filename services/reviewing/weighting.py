"""Rates of a whole week out of a sample of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.intervals import wilson


@dataclass(frozen=True)
class Reviewed:
    """What was found in a stratum: how many conversations it has, and of each reviewed one whether it is so."""

    size: int
    found: tuple[bool, ...]


@dataclass(frozen=True)
class Estimate:
    """A rate with its interval (95 %), and how much of the week it speaks for.

    Attributes:
        rate: None where nothing was reviewed.
        low: The interval's lower end.
        high: Its upper end.
        reviewed: Conversations reviewed.
        covered: Conversations in strata of which at least one was reviewed.
        size: Conversations in all strata.
    """

    rate: float | None
    low: float
    high: float
    reviewed: int
    covered: int
    size: int


def estimate(strata: Sequence[Reviewed]) -> Estimate:
    """The rate of something in the whole week.

    Each reviewed conversation counts with the inverse of its probability of having been drawn and reviewed (Horvitz &
    Thompson 1952, JASA 47:663–685); the variance is that of stratified sampling without replacement (Cochran 1977,
    Sampling Techniques, eq. 5.7). A stratum with a single reviewed conversation takes the variance within all of them.
    The interval is Wilson's with the effective size of the sample (Korn & Graubard 1998, Survey Methodology
    24:193–201): right near 0, too.

    Args:
        strata: All strata of the sample, those of which nothing was reviewed among them.
    """
    told = [stratum for stratum in strata if stratum.found]
    reviewed = sum(len(stratum.found) for stratum in told)
    size = sum(stratum.size for stratum in strata)
    covered = sum(stratum.size for stratum in told)
    if not told:
        return Estimate(None, 0.0, 1.0, 0, 0, size)
    rate = sum(stratum.size * sum(stratum.found) / len(stratum.found) for stratum in told) / covered
    variance = sum(_variance(stratum, rate) * (stratum.size / covered) ** 2 for stratum in told)
    effective = rate * (1 - rate) / variance if variance > 0 else reviewed
    low, high = (rate, rate) if reviewed == covered else wilson(rate, max(1, round(min(effective, covered))))
    return Estimate(rate, low, high, reviewed, covered, size)


def _variance(stratum: Reviewed, overall: float) -> float:
    """Of the mean of a stratum."""
    count = len(stratum.found)
    if count == stratum.size:
        return 0.0
    share = sum(stratum.found) / count
    within = share * (1 - share) * count / (count - 1) if count > 1 else overall * (1 - overall)
    return (1 - count / stratum.size) * within / count
