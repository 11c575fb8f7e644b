"""A training from beginning to end: cohorts, split, fit, test; and its files."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from domain.success.churn import RiskLevels
from domain.success.churn_features import FEATURES
from services.churn.card import model_card
from services.churn.cohorts import Cohort, past_cohorts, rows_of
from services.churn.evaluation import backtest, evaluate
from services.churn.lesson import Lesson
from services.churn.model import ChurnModel
from services.churn.plot import calibration_plot
from services.churn.training import NotEnoughHistory, fit, split_by_time
from store.session import Database

CARD: Final = "model-card.md"
PLOT: Final = "calibration.svg"


def train(
    database: Database,
    now: datetime,
    levels: RiskLevels,
    advance: Callable[[int, int], None] = lambda done, of: None,
    seed: int = 0,
) -> Lesson:
    """Trains a model on all that has happened.

    Args:
        database: Where contracts and everything else are kept.
        now: The end of the newest quarter.
        levels: Where levels of risk begin.
        advance: Is told how many moments of the past were read, of how many.
        seed: Makes it repeatable.

    Raises:
        NotEnoughHistory: Too little has happened yet.
    """
    cohorts = past_cohorts(database, now, advance)
    split = split_by_time(cohorts)
    fitted = fit(split, seed)
    contributions, _ = fitted.trees.contributions(rows_of(split.train).features)
    means = np.abs(contributions).mean(axis=0) * fitted.platt.slope
    return Lesson(
        model=ChurnModel.of(fitted, now, split.test.at),
        split=split,
        holdout=evaluate(fitted, [split.test], levels),
        backtest=backtest(cohorts, levels),
        weights=dict(zip(FEATURES, map(float, means), strict=True)),
    )


def keep(lesson: Lesson, data_dir: Path) -> Path:
    """Writes the model, its card and its calibration plot.

    Returns:
        The card.
    """
    folder = lesson.model.save(data_dir).parent
    shown = lesson.backtest or lesson.holdout
    (folder / PLOT).write_text(calibration_plot(shown.bins, "Calibration"), encoding="utf-8")
    card = folder / CARD
    card.write_text(model_card(lesson, PLOT), encoding="utf-8")
    return card


def quarters_since(
    database: Database, model: ChurnModel, now: datetime, advance: Callable[[int, int], None] = lambda done, of: None
) -> list[Cohort]:
    """The quarters that began after everything a model learned from, and are over.

    Raises:
        NotEnoughHistory: None is.
    """
    # Counted back from another moment the quarters lie otherwise: one that began before the test would know too much.
    cohorts = [cohort for cohort in past_cohorts(database, now, advance) if cohort.at >= model.tested_from]
    if not cohorts:
        raise NotEnoughHistory(
            f"No quarter that began on {model.tested_from:%Y-%m-%d} or later is over by {now:%Y-%m-%d}. "
            "Train the model on this history:\nzenbu churn train"
        )
    return cohorts
