import math

import numpy as np
import pytest

from knowledge.lexical import Analyzer, TfIdf
from knowledge.lexical.tfidf import terms

DOCUMENTS = [["花", "束"], ["花", "瓶"], ["花", "束", "水"]]


def test_idf_is_the_formula_by_hand() -> None:
    block = TfIdf.fit("words", DOCUMENTS, 1)
    expected = {"花": 3, "束": 2, "瓶": 1, "水": 1}
    for term, count in expected.items():
        assert block.idf[block.terms[term]] == pytest.approx(math.log(4 / (1 + count)) + 1)


def test_vector_is_a_unit_vector_of_damped_counts() -> None:
    block = TfIdf.fit("words", DOCUMENTS, 1)
    indices, values = block.transform(["花", "花", "束"])
    flower = 1 + math.log(2)
    bunch = math.log(4 / 3) + 1
    length = math.hypot(flower, bunch)
    found = dict(zip(indices.tolist(), values.tolist(), strict=True))
    assert found[block.terms["花"]] == pytest.approx(flower / length)
    assert found[block.terms["束"]] == pytest.approx(bunch / length)
    assert np.linalg.norm(values) == pytest.approx(1)


def test_rare_terms_are_dropped() -> None:
    assert set(TfIdf.fit("words", DOCUMENTS, 2).terms) == {"花", "束"}


def test_unknown_terms_give_an_empty_vector() -> None:
    indices, values = TfIdf.fit("words", DOCUMENTS, 1).transform(["空"])
    assert (len(indices), len(values)) == (0, 0)


def test_unknown_terms_are_an_error(analyzer: Analyzer) -> None:
    with pytest.raises(KeyError):
        terms(analyzer.split("花"), "syllables")
