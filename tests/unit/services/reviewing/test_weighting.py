import random
from statistics import mean

import pytest

from services.reviewing.weighting import Reviewed, estimate


def test_rare_kind_that_was_drawn_often_counts_by_its_size() -> None:
    found = estimate([Reviewed(900, (False,) * 50), Reviewed(100, (True,) * 50)])
    assert found.rate == pytest.approx(0.1)
    assert (found.reviewed, found.covered, found.size) == (100, 1000, 1000)
    assert found.low < 0.1 < found.high


def test_week_that_was_reviewed_whole_has_no_doubt() -> None:
    found = estimate([Reviewed(2, (True, False))])
    assert (found.rate, found.low, found.high) == (0.5, 0.5, 0.5)


def test_kind_nobody_reviewed_is_not_spoken_for() -> None:
    found = estimate([Reviewed(90, (True, False)), Reviewed(10, ())])
    assert (found.covered, found.size) == (90, 100)
    assert found.rate == 0.5


def test_nothing_reviewed_is_no_rate() -> None:
    assert estimate([Reviewed(10, ())]).rate is None


def test_nothing_found_still_leaves_doubt() -> None:
    found = estimate([Reviewed(1000, (False,) * 100)])
    assert found.rate == 0
    assert 0.02 < found.high < 0.05


def test_estimate_is_unbiased_and_its_interval_covers() -> None:
    """A week of two kinds, drawn and reviewed again and again."""
    rng = random.Random(1)
    usual = [rng.random() < 0.05 for _ in range(900)]
    rare = [rng.random() < 0.6 for _ in range(100)]
    truth = mean([*usual, *rare])
    found = [
        estimate([Reviewed(900, tuple(rng.sample(usual, 60))), Reviewed(100, tuple(rng.sample(rare, 40)))])
        for _ in range(400)
    ]
    assert mean(one.rate or 0 for one in found) == pytest.approx(truth, abs=0.005)
    assert mean(one.low <= truth <= one.high for one in found) > 0.9
