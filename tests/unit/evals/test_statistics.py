from itertools import combinations

import pytest

from domain.intervals import wilson
from evals.statistics import calibration_error, mcnemar, paired_bootstrap, pass_at, pass_hat, quantile


def test_wilson_matches_the_published_interval() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263.
    low, high = wilson(81 / 263, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_of_all_right_does_not_promise_certainty() -> None:
    low, high = wilson(1.0, 10)
    assert high == 1.0
    assert 0.70 < low < 0.73


def test_wilson_of_nothing_says_nothing() -> None:
    assert wilson(0.0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("trials", "passed", "k"), [(5, 3, 2), (4, 4, 3), (6, 1, 2), (3, 0, 1)])
def test_pass_estimators_are_shares_over_all_ways_to_draw(trials: int, passed: int, k: int) -> None:
    draws = list(combinations([True] * passed + [False] * (trials - passed), k))
    assert pass_hat(passed, trials, k) == pytest.approx(sum(map(all, draws)) / len(draws))
    assert pass_at(passed, trials, k) == pytest.approx(sum(map(any, draws)) / len(draws))


def test_mcnemar_counts_changed_cases_only() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(5, 0) == pytest.approx(1 / 32)
    assert mcnemar(4, 4) > 0.5
    assert mcnemar(1, 0) == 0.5, "one broken case may be chance"


def test_paired_bootstrap_sees_a_fall_and_no_fall() -> None:
    before = [1.0] * 30
    assert paired_bootstrap(before, before) == 1.0
    assert paired_bootstrap(before, [0.5] * 15 + [1.0] * 15) < 0.01
    assert paired_bootstrap(before, [0.9, *before[1:]]) > 0.2


def test_calibration_error_is_the_distance_between_claimed_and_found() -> None:
    assert calibration_error([0.95] * 10, [True] * 10) == pytest.approx(0.05)
    assert calibration_error([0.95] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.45)
    assert calibration_error([], []) is None


def test_quantile_is_a_value_that_occurred() -> None:
    assert quantile([5.0, 1.0, 3.0], 0.5) == 3.0
    assert quantile(list(range(100)), 0.95) == 95
    assert quantile([], 0.5) is None
