"""How good probabilities are: ranking, sharpness, calibration. Pure numpy; tests compare it with scikit-learn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RESAMPLES: Final = 1000


@dataclass(frozen=True)
class Bin:
    """One row of a calibration table: of `count` customers with about this probability, this share left."""

    count: int
    expected: float
    observed: float


@dataclass(frozen=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


def auc(labels: Bools, scores: Floats) -> float | None:
    """Area under the ROC curve: the chance that one who left was ranked above one who stayed. None without both."""
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if not positives or not negatives:
        return None
    _, group, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[group]  # of equal scores, the mean rank
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def average_precision(labels: Bools, scores: Floats) -> float | None:
    """Area under the precision-recall curve, by steps: the mean precision at each one who left. None if nobody did."""
    if not labels.any():
        return None
    order = np.argsort(-scores, kind="stable")
    hits, ranked = np.cumsum(labels[order]), scores[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)  # equal scores come as one
    precision = hits[last] / (last + 1)
    gained = np.diff(hits[last], prepend=0) / hits[-1]
    return float((precision * gained).sum())


def brier(labels: Bools, probabilities: Floats) -> float:
    """Mean squared error of probabilities (Brier, 1950)."""
    return float(np.mean((probabilities - labels) ** 2))


def base_brier(labels: Bools) -> float:
    """What the Brier score would be if everybody had been given these labels' own rate."""
    rate = float(labels.mean())
    return rate * (1 - rate)


def calibration(labels: Bools, probabilities: Floats, bins: int = 10) -> tuple[Bin, ...]:
    """A calibration table with as many customers in each row, by rising probability."""
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, len(order))) if len(part)]
    return tuple(Bin(len(part), float(probabilities[part].mean()), float(labels[part].mean())) for part in parts)


def interval(
    metric: Callable[[Bools, Floats], float | None],
    labels: Bools,
    scores: Floats,
    groups: NDArray[np.int64] | None = None,
    seed: int = 0,
) -> Interval | None:
    """A 95 % percentile bootstrap interval of a metric.

    Args:
        metric: Such as `auc`.
        labels: What happened.
        scores: What was said before.
        groups: Rows of one group are drawn together, such as one customer's quarters; None draws rows.
        seed: Makes it repeatable.

    Returns:
        None where too few resamples had a value.
    """
    random = np.random.default_rng(seed)
    members = _members(np.arange(len(labels)) if groups is None else groups)
    found = []
    for _ in range(RESAMPLES):
        drawn = members[random.integers(0, len(members), len(members))].ravel()
        drawn = drawn[drawn >= 0]
        value = metric(labels[drawn], scores[drawn])
        if value is not None:
            found.append(value)
    if len(found) < RESAMPLES // 2:
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return Interval(float(low), float(high))


def _members(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of each group, a line each; -1 where a group has fewer than the largest."""
    _, group, counts = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    members = np.full((len(counts), counts.max()), -1, dtype=np.int64)
    members[group[order], place] = order
    return members
