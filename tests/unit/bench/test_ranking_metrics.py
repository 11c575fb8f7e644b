"""Every expected value here was worked out by hand."""

import pytest

from bench.ranking_metrics import Quality, average_precision, ndcg, reciprocal_rank, success

GRADES = {"b": 2, "d": 1, "f": 1}
RANKED = ["a", "b", "c", "d", "e", "f"]


def test_reciprocal_rank_is_of_the_first_relevant_document() -> None:
    assert reciprocal_rank(RANKED, GRADES) == 1 / 2


def test_reciprocal_rank_is_zero_when_nothing_was_found() -> None:
    assert reciprocal_rank(["a", "c"], GRADES) == 0


def test_average_precision_looks_at_the_rank_of_every_relevant_document() -> None:
    # (1/2 + 2/4 + 3/6) / 3
    assert average_precision(RANKED, GRADES) == pytest.approx(0.5)


def test_average_precision_counts_what_is_missing() -> None:
    # (1/1) / 3
    assert average_precision(["b"], GRADES) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("depth", "expected"), [(1, 0.0), (2, 1.0), (5, 1.0)])
def test_success_is_a_relevant_document_within_the_depth(depth: int, expected: float) -> None:
    assert success(RANKED, GRADES, depth) == expected


def test_ndcg_weighs_grades_by_their_rank() -> None:
    # DCG  = 2/log2(3) + 1/log2(5) + 1/log2(7) = 1.261860 + 0.430677 + 0.356207 = 2.048744
    # best = 2/log2(2) + 1/log2(3) + 1/log2(4) = 2        + 0.630930 + 0.5      = 3.130930
    assert ndcg(RANKED, GRADES, 10) == pytest.approx(2.048744 / 3.130930, abs=1e-6)


def test_ndcg_does_not_look_behind_its_depth() -> None:
    # DCG = 1.261860; the best two are 2/log2(2) + 1/log2(3) = 2.630930
    assert ndcg(RANKED, GRADES, 2) == pytest.approx(1.261860 / 2.630930, abs=1e-6)


def test_ndcg_of_the_best_order_is_one() -> None:
    assert ndcg(["b", "f", "d", "a"], GRADES, 10) == 1


def test_mean_counts_every_query_the_same() -> None:
    best, worst = Quality.of(["x"], {"x": 3}), Quality.of(["y"], {"x": 3})
    assert Quality.mean([best, worst]) == Quality(0.5, 0.5, 0.5, 0.5, 0.5)
