"""How good a model is on quarters it never saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from domain.success.churn import RiskLevels
from domain.success.customer_360 import RiskLevel
from domain.success.risk_metrics import (
    Bin,
    Bools,
    Floats,
    Interval,
    auc,
    average_precision,
    base_brier,
    brier,
    calibration,
    interval,
)
from services.churn.cohorts import Cohort, rows_of
from services.churn.training import Fitted, NotEnoughHistory, fit, split_by_time

BACKTESTS: Final = 4
"""Quarters a year."""

MOST_BINS: Final = 10
ROWS_A_BIN: Final = 20


@dataclass(frozen=True)
class AtLevel:
    """Who was warned about from a level on: how many, how many of them left, and of all who left how many they are."""

    name: RiskLevel
    threshold: float
    warned: int
    left: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class Evaluation:
    """Metrics of some rows. What cannot be told, such as an AUC when nobody left, is None.

    Attributes:
        begins: The beginnings of the quarters.
        customers: Rows: customers, once for each quarter.
        left: How many of them left.
        auc: Area under the ROC curve, and its 95 % bootstrap interval (customers are drawn, with all their quarters).
        pr_auc: Average precision; by chance it would be the share who left.
        brier: Mean squared error of the probabilities.
        base_brier: What it would be if everybody were given these rows' own rate.
        bins: The calibration table.
        levels: What warning from each level on would have meant.
    """

    begins: tuple[datetime, ...]
    customers: int
    left: int
    auc: float | None
    auc_interval: Interval | None
    pr_auc: float | None
    brier: float
    base_brier: float
    bins: tuple[Bin, ...]
    levels: tuple[AtLevel, ...]


def evaluate(fitted: Fitted, cohorts: Sequence[Cohort], levels: RiskLevels) -> Evaluation:
    """Measures a model on cohorts it was not made from."""
    rows = rows_of(cohorts)
    probabilities = fitted.platt.probabilities(fitted.trees.margins(rows.features))
    return measure(cohorts, rows.left, probabilities, levels)


def backtest(cohorts: Sequence[Cohort], levels: RiskLevels, count: int = BACKTESTS) -> Evaluation | None:
    """Trains anew before each of the last quarters, as it would have been then, and pools what it said of them.

    One quarter of a small company has too few who leave to judge a model by.

    Args:
        cohorts: All quarters that are over.
        levels: Where levels begin.
        count: How many of the last quarters.

    Returns:
        None where none of them had enough history before it.
    """
    tested, said = [], []
    for end in range(max(len(cohorts) - count, 0) + 1, len(cohorts) + 1):
        try:
            split = split_by_time(cohorts[:end])
        except NotEnoughHistory:
            continue
        fitted = fit(split)
        tested.append(split.test)
        said.append(fitted.platt.probabilities(fitted.trees.margins(split.test.features)))
    if not tested:
        return None
    return measure(tested, rows_of(tested).left, np.concatenate(said), levels)


def measure(cohorts: Sequence[Cohort], left: Bools, probabilities: Floats, levels: RiskLevels) -> Evaluation:
    """Metrics of what was said of some cohorts."""
    bins = max(1, min(MOST_BINS, len(left) // ROWS_A_BIN))
    return Evaluation(
        begins=tuple(cohort.at for cohort in cohorts),
        customers=len(left),
        left=int(left.sum()),
        auc=auc(left, probabilities),
        auc_interval=interval(auc, left, probabilities, rows_of(cohorts).customers),
        pr_auc=average_precision(left, probabilities),
        brier=brier(left, probabilities),
        base_brier=base_brier(left),
        bins=calibration(left, probabilities, bins),
        levels=tuple(
            _at_level(name, threshold, left, probabilities) for name, threshold in _thresholds(levels).items()
        ),
    )


def _thresholds(levels: RiskLevels) -> dict[RiskLevel, float]:
    return {"critical": levels.critical, "high": levels.high, "medium": levels.medium}


def _at_level(name: RiskLevel, threshold: float, left: Bools, probabilities: Floats) -> AtLevel:
    warned = probabilities >= threshold
    hits = int((warned & left).sum())
    return AtLevel(
        name=name,
        threshold=threshold,
        warned=int(warned.sum()),
        left=hits,
        precision=hits / int(warned.sum()) if warned.any() else None,
        recall=hits / int(left.sum()) if left.any() else None,
    )
