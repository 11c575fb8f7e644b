"""How well any table tells who leaves: cross-validation in which nothing of the tested part is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from domain.success.platt import fit_platt
from domain.success.risk_metrics import Interval, auc, average_precision, base_brier, brier, interval
from services.churn.boosting import grow, shape_by_holding_out
from services.churn.table import Table, UnreadableTable, encoding_of

ASIDE: Final = 5
"""One row in so many of the training is kept aside, to find the shape of the trees and to calibrate."""

DEPTHS: Final = (2, 4)
"""Nothing is known of a table: whether its columns add up or work together is found out."""


@dataclass(frozen=True)
class TableTest:
    """Metrics over all rows, each predicted by a model that never saw it; and what the models looked at.

    Attributes:
        rows: How many.
        left: How many of them left.
        auc: Area under the ROC curve, and its 95 % bootstrap interval.
        fold_aucs: Of each part alone.
        pr_auc: Average precision.
        brier: Mean squared error of the calibrated probabilities.
        base_brier: What it would be if everybody were given the rate.
        weights: Mean absolute Shapley value of each column, the largest first.
    """

    rows: int
    left: int
    auc: float | None
    auc_interval: Interval | None
    fold_aucs: tuple[float | None, ...]
    pr_auc: float | None
    brier: float
    base_brier: float
    weights: dict[str, float]


def cross_validate(table: Table, folds: int, seed: int = 0, advance: Callable[[], None] = lambda: None) -> TableTest:
    """Trains on all parts but one and tests on that one, for each part.

    Categories, the shape of the trees and the calibration are all found without the part that is tested.

    Args:
        table: The table.
        folds: How many parts; each has its share of those who left.
        seed: Which rows are in which part.
        advance: Is called after each part.

    Raises:
        UnreadableTable: Fewer left, or fewer stayed, than there are parts.
    """
    left = table.left
    if min(left.sum(), (~left).sum()) < folds * 2:
        raise UnreadableTable(
            f"{int(left.sum())} left and {int((~left).sum())} stayed: too few for {folds} parts. Use fewer: --folds 2"
        )
    part = _parts(left, folds, np.random.default_rng(seed))
    probabilities, weights = np.zeros(len(left)), np.zeros(len(table.columns))
    for tested in range(folds):
        others, own = np.flatnonzero(part != tested), np.flatnonzero(part == tested)
        aside = _parts(left[others], ASIDE, np.random.default_rng([seed, tested])) == 0
        encoding = encoding_of(table, others)
        rows = encoding.encode(table, others)
        kept = (rows[aside], left[others][aside])
        shape = shape_by_holding_out(rows[~aside], left[others][~aside], encoding.columns, kept, DEPTHS, seed)
        # Calibrated on rows the trees did not see; then all rows of the other parts make the trees that are tested.
        platt = fit_platt(
            grow(rows[~aside], left[others][~aside], encoding.columns, shape, seed).margins(kept[0]), kept[1]
        )
        trees = grow(rows, left[others], encoding.columns, shape, seed)
        asked = encoding.encode(table, own)
        probabilities[own] = platt.probabilities(trees.margins(asked))
        weights += np.abs(trees.contributions(asked)[0]).mean(axis=0) / folds
        advance()
    order = np.argsort(-weights, kind="stable")
    return TableTest(
        rows=len(left),
        left=int(left.sum()),
        auc=auc(left, probabilities),
        auc_interval=interval(auc, left, probabilities),
        fold_aucs=tuple(auc(left[part == n], probabilities[part == n]) for n in range(folds)),
        pr_auc=average_precision(left, probabilities),
        brier=brier(left, probabilities),
        base_brier=base_brier(left),
        weights={table.columns[index].name: float(weights[index]) for index in order},
    )


def _parts(left: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """The part each row is in; those who left are spread evenly, and so are those who stayed."""
    part = np.zeros(len(left), dtype=np.int64)
    for group in (np.flatnonzero(left), np.flatnonzero(~left)):
        part[random.permutation(group)] = np.arange(len(group)) % count
    return part
