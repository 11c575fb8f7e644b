import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from domain.success.risk_metrics import auc, average_precision, base_brier, brier, calibration, interval

Rows = list[tuple[bool, int]]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=2, max_size=60))
def test_ranking_metrics_agree_with_scikit_learn_ties_included(rows: Rows) -> None:
    labels, scores = np.array([label for label, _ in rows]), np.array([score / 6 for _, score in rows])
    if labels.any() and not labels.all():
        assert auc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))
        assert average_precision(labels, scores) == pytest.approx(average_precision_score(labels, scores))
    else:
        assert auc(labels, scores) is None


def test_brier_of_the_base_rate_is_what_giving_everybody_the_rate_costs() -> None:
    labels = np.array([True, False, False, False])
    assert brier(labels, np.full(4, 0.25)) == pytest.approx(base_brier(labels)) == 0.1875


def test_calibration_table_holds_everybody_once_by_rising_probability() -> None:
    random = np.random.default_rng(3)
    probabilities = random.random(97)
    labels = random.random(97) < probabilities
    table = calibration(labels, probabilities)
    assert sum(row.count for row in table) == 97
    assert [row.expected for row in table] == sorted(row.expected for row in table)
    assert sum(row.count * row.observed for row in table) == pytest.approx(labels.sum())


def test_interval_holds_the_metric_and_narrows_with_more_rows() -> None:
    random = np.random.default_rng(4)

    def width(rows: int) -> float:
        scores = random.random(rows)
        labels = random.random(rows) < scores
        found, value = interval(auc, labels, scores), auc(labels, scores)
        assert found is not None and value is not None
        assert found.low < value < found.high
        return found.high - found.low

    assert width(400) < width(40)


def test_interval_by_group_draws_whole_groups() -> None:
    labels = np.array([True, False] * 20)
    scores = np.array([0.9, 0.1] * 20)
    groups = np.repeat(np.arange(20), 2)
    found = interval(auc, labels, scores, groups)
    assert found is not None
    assert (found.low, found.high) == (1, 1)  # every group ranks its own two right


def test_metrics_of_one_kind_of_outcome_are_not_known() -> None:
    nobody_left = np.zeros(5, dtype=bool)
    assert auc(nobody_left, np.arange(5.0)) is None
    assert average_precision(nobody_left, np.arange(5.0)) is None
    assert interval(auc, nobody_left, np.arange(5.0)) is None
