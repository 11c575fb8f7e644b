import math

import numpy as np
import pytest

from knowledge.lexical import BM25

DOCUMENTS = [["花", "束", "花"], ["花", "瓶"], ["水", "水", "水", "水"]]


def test_score_is_the_formula_by_hand() -> None:
    k1, b, mean_length = 1.2, 0.75, 3.0
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = idf * 2 * (k1 + 1) / (2 + k1 * (1 - b + b * 3 / mean_length))
    second = idf * 1 * (k1 + 1) / (1 + k1 * (1 - b + b * 2 / mean_length))
    np.testing.assert_allclose(BM25(DOCUMENTS).scores(["花"]), [first, second, 0], rtol=1e-6)


def test_terms_of_a_query_add_up() -> None:
    index = BM25(DOCUMENTS)
    np.testing.assert_allclose(index.scores(["花", "瓶"]), index.scores(["花"]) + index.scores(["瓶"]), rtol=1e-6)


def test_rare_term_counts_more() -> None:
    scores = BM25([["花", "瓶"], ["花", "束"], ["花", "水"]]).scores(["花", "瓶"])
    assert scores.argmax() == 0


def test_unknown_terms_score_nothing() -> None:
    assert BM25(DOCUMENTS).scores(["空"]).tolist() == [0, 0, 0]
    assert BM25(DOCUMENTS).scores([]).tolist() == [0, 0, 0]


@pytest.mark.parametrize("documents", [[], [[]], [[], ["花"]]])
def test_empty_documents_are_no_error(documents: list[list[str]]) -> None:
    scores = BM25(documents).scores(["花"])
    assert len(scores) == len(documents)
    assert np.isfinite(scores).all()
