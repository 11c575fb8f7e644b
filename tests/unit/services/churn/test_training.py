from datetime import datetime

import numpy as np
import pytest

from domain.clock import TOKYO
from domain.success.churn import RiskLevels
from domain.success.churn_features import FEATURES
from domain.success.platt import sigmoid
from domain.success.quarters import quarters_until
from services.churn.cohorts import Cohort, leavers
from services.churn.evaluation import backtest, evaluate
from services.churn.training import FEWEST_TO_CALIBRATE, NotEnoughHistory, fit, split_by_time

NOW = datetime(2026, 11, 22, tzinfo=TOKYO)
LEVELS = RiskLevels(0.7, 0.5, 0.3)
USE = FEATURES.index("monthly_usage_rate")


def cohorts(quarters: int, customers: int = 200, rate: float = 0.1, seed: int = 1) -> list[Cohort]:
    """Quarters in which whoever uses little is likelier to leave."""
    random = np.random.default_rng(seed)
    found = []
    for at in quarters_until(NOW, quarters)[:-1]:
        features = random.normal(size=(customers, len(FEATURES)))
        logits = np.log(rate / (1 - rate)) - 1.5 * features[:, USE]
        features[:, USE] += 1.5
        left = random.random(customers) < sigmoid(logits)
        found.append(Cohort(at, tuple(f"b-{n}" for n in range(customers)), features, left))
    return found


def test_each_part_of_the_split_is_over_before_the_next_begins() -> None:
    split = split_by_time(cohorts(10))
    assert split.train[-1].ends <= split.calibrate[0].at
    assert split.calibrate[-1].ends <= split.test.at
    assert split.test.ends == NOW
    assert len(split.train) + len(split.calibrate) + 1 == 10


@pytest.mark.parametrize("rate", [0.3, 0.1, 0.03])
def test_calibration_takes_no_more_quarters_than_it_needs_and_a_third_at_most(rate: float) -> None:
    history = cohorts(12, customers=60, rate=rate)
    split = split_by_time(history)
    assert leavers(split.calibrate) >= FEWEST_TO_CALIBRATE or len(split.calibrate) == len(history) // 3
    assert leavers(split.calibrate[1:]) < FEWEST_TO_CALIBRATE


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (cohorts(3), "Only 3 quarters.*zenbu customers import"),
        ([], "Only 0 quarters"),
        (cohorts(8, customers=20, rate=0.02), "customers left in the .* quarters to train on"),
    ],
    ids=["short", "none", "nobody left"],
)
def test_too_little_history_is_refused_and_says_what_is_missing(history: list[Cohort], why: str) -> None:
    with pytest.raises(NotEnoughHistory, match=why):
        split_by_time(history)


def test_training_finds_what_drives_leaving_and_is_calibrated() -> None:
    split = split_by_time(cohorts(9, customers=500))
    fitted = fit(split)
    found = evaluate(fitted, [split.test], LEVELS)
    assert found.auc is not None and found.auc > 0.75
    assert found.brier < found.base_brier
    assert sum(row.count * row.expected for row in found.bins) == pytest.approx(found.left, rel=0.35)


def test_test_quarter_is_not_looked_at() -> None:
    history = cohorts(8)
    changed = [*history[:-1], Cohort(history[-1].at, history[-1].ids, history[-1].features, ~history[-1].left)]
    rows = history[0].features
    once, again = fit(split_by_time(history)), fit(split_by_time(changed))
    assert np.array_equal(once.trees.margins(rows), again.trees.margins(rows))
    assert once.platt == again.platt


def test_backtest_pools_quarters_each_foretold_by_what_came_before() -> None:
    history = cohorts(9)
    found = backtest(history, LEVELS, 3)
    assert found is not None
    assert found.begins == tuple(cohort.at for cohort in history[-3:])
    assert found.customers == 600
    assert backtest(history[:2], LEVELS) is None


def test_levels_count_who_was_warned_of() -> None:
    split = split_by_time(cohorts(9, rate=0.3))
    found = evaluate(fit(split), [split.test], LEVELS)
    warned = [level.warned for level in found.levels]
    assert [level.name for level in found.levels] == ["critical", "high", "medium"]
    assert warned == sorted(warned) and warned[-1] > 0
    assert all(level.left <= min(level.warned, found.left) for level in found.levels)
