"""Trains on earlier quarters, calibrates on later ones, and keeps the last for the test."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.mending import Mendable
from domain.success.churn_features import FEATURES, MONOTONE
from domain.success.platt import Platt, fit_platt
from services.churn.boosting import Columns, Trees, grow, shape_by_holding_out
from services.churn.cohorts import Cohort, leavers, rows_of

COLUMNS: Final = Columns.of_quantities(FEATURES, MONOTONE)

FEWEST_TO_CALIBRATE: Final = 20
"""Who left: quarters are added to the calibration, backwards, until there are so many."""

FEWEST_FOR_SLOPE: Final = 10
"""With fewer who left only the level is calibrated."""

DEPTHS: Final = (1, 2)
"""What raises a risk mostly adds up; deeper trees would learn a few customers by heart."""

FEWEST_TO_TRAIN: Final = 20
FEWEST_QUARTERS: Final = 4


class NotEnoughHistory(Mendable):
    """Too little has happened yet to learn from."""


@dataclass(frozen=True)
class Split:
    """Quarters by what they are for. Each lies wholly after those before it: nothing of later is known earlier."""

    train: tuple[Cohort, ...]
    calibrate: tuple[Cohort, ...]
    test: Cohort


@dataclass(frozen=True)
class Fitted:
    """Trees and their calibration."""

    trees: Trees
    platt: Platt


def split_by_time(cohorts: Sequence[Cohort]) -> Split:
    """The newest quarter is the test; before it, as many as the calibration needs (a third at most); then the rest.

    Raises:
        NotEnoughHistory: There are too few quarters, or too few who left.
    """
    if len(cohorts) < FEWEST_QUARTERS:
        raise NotEnoughHistory(
            f"Only {len(cohorts)} quarters with contracts are over, {FEWEST_QUARTERS} are needed. Bring in older "
            "contracts: zenbu customers import contracts.csv"
        )
    before, test = list(cohorts[:-1]), cohorts[-1]
    first = len(before) - 1
    while leavers(before[first:]) < FEWEST_TO_CALIBRATE and len(before) - first < max(1, len(cohorts) // 3):
        first -= 1
    train = before[:first]
    if leavers(train) < FEWEST_TO_TRAIN:
        raise NotEnoughHistory(
            f"Only {leavers(train)} customers left in the {len(train)} quarters to train on, {FEWEST_TO_TRAIN} are "
            "needed. Bring in more contracts, those that ended among them: zenbu customers import contracts.csv"
        )
    return Split(tuple(train), tuple(before[first:]), test)


def fit(split: Split, seed: int = 0) -> Fitted:
    """Trains and calibrates; the test is not looked at.

    How many trees there are is found by keeping the last quarters of the training aside; then all of it is used.
    """
    rows = rows_of(split.train)
    inner, aside = _keep_aside(split.train)
    early, late = rows_of(inner), rows_of(aside)
    shape = shape_by_holding_out(early.features, early.left, COLUMNS, (late.features, late.left), DEPTHS, seed)
    trees = grow(rows.features, rows.left, COLUMNS, shape, seed)
    later = rows_of(split.calibrate)
    is_enough = leavers(split.calibrate) >= FEWEST_FOR_SLOPE
    return Fitted(trees, fit_platt(trees.margins(later.features), later.left, slope=is_enough))


def _keep_aside(train: Sequence[Cohort]) -> tuple[Sequence[Cohort], Sequence[Cohort]]:
    """The last quarters that hold a fourth of those who left, and what is before them."""
    wanted, first = leavers(train) / 4, len(train) - 1
    while first > 1 and leavers(train[first:]) < wanted:
        first -= 1
    return train[:first], train[first:]
