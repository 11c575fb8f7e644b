"""The health of a customer: 0–100 from four parts, by one formula over columns; one customer is a column of one.

    part   = weight x earned / told      over the measures of the part that can be told
    score  = 100 x sum(part) / sum(weight)   over the parts that can be told

A measure whose figure is unknown is left out of both sums, and so is a part of which less than `least_told` of its
points can be told. Where nothing is unknown, the score is simply the sum of the parts. Nothing is ever counted as zero
because it is not known; a score of which less than `least_told` of the points can be told is None. So is the score of
somebody whose contract has ended: there is nothing left to look after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from domain.success.customer_360 import CustomerType, HealthStatus

Column = npt.NDArray[np.float64]

FULL: Final = 100.0
"""A score that lacks nothing."""

BLOCK: Final = 8_192
"""Customers computed at once: their columns stay in the processor's cache."""

STATUSES: Final[tuple[HealthStatus | None, ...]] = (None, "red", "yellow", "green")
"""What the codes of `HealthColumns.status` mean."""


@dataclass(frozen=True)
class Measure:
    """What one figure earns within its part.

    Attributes:
        figure: Its name (`domain.success.figures.NUMBERS`).
        points: Most it can earn.
        steps: Bounds, strictest first, with the points each earns.
        rising: Whether a step is reached from below (`>=`) or kept from above (`<=`).
        otherwise: Points where no step is reached.
        worst: Where there are no steps, the value that earns nothing…
        best: … and the value that earns all points; between them in proportion.
    """

    figure: str
    points: float
    steps: tuple[tuple[float, float], ...] = ()
    rising: bool = True
    otherwise: float = 0.0
    worst: float = 0.0
    best: float = 1.0

    def earned(self, values: Column) -> Column:
        """Points for each value; what is unknown (NaN) earns some number that must not be counted."""
        if not self.steps:
            return np.clip((values - self.worst) * (self.points / (self.best - self.worst)), 0.0, self.points)
        earned = np.full(values.shape, self.otherwise, np.float64)
        below = self.otherwise
        for bound, points in reversed(self.steps):
            earned += (values >= bound if self.rising else values <= bound) * (points - below)
            below = points
        return earned


@dataclass(frozen=True)
class PartTerms:
    """One part of the score: its measures, and its weight, which is the sum of their points."""

    name: str
    measures: tuple[Measure, ...]

    @property
    def weight(self) -> float:
        """Most the part can earn."""
        return sum(measure.points for measure in self.measures)


@dataclass(frozen=True)
class HealthTerms:
    """How health is computed (pack data).

    Attributes:
        parts: The parts of each kind of customer; their weights add up to 100.
        red: A score up to here is red.
        yellow: Above it, up to here, yellow; above that green.
        least_told: Share of the points that must be told for a part, or the score, to be told; 0–1.
    """

    parts: Mapping[CustomerType, tuple[PartTerms, ...]]
    red: float
    yellow: float
    least_told: float


@dataclass(frozen=True)
class HealthColumns:
    """Health of many customers, one entry each.

    Attributes:
        points: Of each part, out of its weight; NaN where it cannot be told.
        counted: What each part adds to the score; 0 where it cannot be told. They sum to the score.
        score: 0–100; NaN where too little can be told.
        status: Index into `STATUSES`.
    """

    points: Mapping[str, Column]
    counted: Mapping[str, Column]
    score: Column
    status: npt.NDArray[np.int8]


def health_columns(columns: Mapping[str, Column], parts: Sequence[PartTerms], terms: HealthTerms) -> HealthColumns:
    """The health of many customers of one kind.

    Args:
        columns: For each figure the parts measure, a value a customer, all of one length; NaN is unknown.
        parts: The parts of this kind of customer.
        terms: Bounds of the colours, and how much must be told.
    """
    size = len(next(iter(columns.values())))
    result = HealthColumns(
        points={part.name: np.empty(size) for part in parts},
        counted={part.name: np.empty(size) for part in parts},
        score=np.empty(size),
        status=np.empty(size, np.int8),
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        for start in range(0, size, BLOCK):
            _fill(result, slice(start, start + BLOCK), columns, parts, terms)
    return result


def _fill(
    result: HealthColumns,
    rows: slice,
    columns: Mapping[str, Column],
    parts: Sequence[PartTerms],
    terms: HealthTerms,
) -> None:
    size = len(result.score[rows])
    weights, total = np.zeros(size), np.zeros(size)
    for part in parts:
        told, earned = np.zeros(size), np.zeros(size)
        for measure in part.measures:
            values = columns[measure.figure][rows]
            known = values == values
            told += known * measure.points
            earned += np.where(known, measure.earned(values), 0.0)
        enough = told >= terms.least_told * part.weight
        points = np.where(enough, earned * (part.weight / told), np.nan)
        result.points[part.name][rows] = points
        counted = np.where(enough, points, 0.0)
        result.counted[part.name][rows] = counted
        total += counted
        weights += enough * part.weight
    scale = np.where(weights >= terms.least_told * FULL, FULL / weights, np.nan)
    for part in parts:
        result.counted[part.name][rows] *= scale
    score = total * scale
    result.score[rows] = score
    # NaN compares false, so what is unknown stays 0.
    result.status[rows] = (score >= 0).astype(np.int8) + (score > terms.red) + (score > terms.yellow)
