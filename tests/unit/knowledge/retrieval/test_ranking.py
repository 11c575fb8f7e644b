from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.retrieval import RankWeights
from knowledge.retrieval.ranking import SIGNALS, Ranking, rank_all, standardize

QUERIES, DOCUMENTS = 300, 6


def signals(informative: Mapping[str, float]) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.intp]]:
    """Noise, and for some signals so much more for the right document."""
    random = np.random.default_rng(3)
    right = random.integers(0, DOCUMENTS, QUERIES)
    values = {name: random.normal(size=(QUERIES, DOCUMENTS)) for name in SIGNALS}
    for name, strength in informative.items():
        values[name][np.arange(QUERIES), right] += strength
    return values, right


def one(**values: list[float]) -> dict[str, NDArray[np.float64]]:
    return {name: np.array(values.get(name, [0.0, 0.0, 0.0])) for name in SIGNALS}


def rank(ids: tuple[str, ...], values: Mapping[str, NDArray[np.float64]], weights: RankWeights) -> Ranking:
    return rank_all(ids, {name: signal[None, :] for name, signal in values.items()}, weights)[0]


@pytest.mark.parametrize("name", SIGNALS)
def test_fit_prefers_the_informative_signal(name: str) -> None:
    weights = RankWeights.fit(*signals({name: 3.0})).values
    assert max(weights, key=lambda signal: weights[signal]) == name
    assert all(weights[name] > 5 * weights[other] for other in SIGNALS if other != name)


def test_fit_weighs_signals_by_what_they_tell() -> None:
    weights = RankWeights.fit(*signals({"dense": 1.0, "topic": 2.5})).values
    assert weights["topic"] > weights["dense"] > weights["words"]


def test_misleading_signal_gets_no_weight() -> None:
    assert RankWeights.fit(*signals({"dense": 2.0, "words": -2.0})).values["words"] == 0


def test_fitted_probabilities_are_honest() -> None:
    values, right = signals({"dense": 1.5, "words": 1.0})
    weights = RankWeights.fit(values, right)
    ids = tuple(map(str, range(DOCUMENTS)))
    rankings = rank_all(ids, values, weights)
    said = np.mean([ranking.probabilities[0] for ranking in rankings])
    was = np.mean([ranking.ids[0] == str(truth) for ranking, truth in zip(rankings, right, strict=True)])
    assert said == pytest.approx(was, abs=0.05)


def test_documents_are_ranked_by_probability() -> None:
    ranking = rank(("a", "b", "c"), one(dense=[0.1, 0.9, 0.5]), RankWeights.untrained())
    assert ranking.ids == ("b", "c", "a")
    assert ranking.probabilities.sum() == pytest.approx(1)
    assert (np.diff(ranking.probabilities) < 0).all()
    assert ranking.margin == pytest.approx(ranking.probabilities[0] - ranking.probabilities[1])


def test_signal_without_weight_changes_nothing() -> None:
    weights = RankWeights({"dense": 1.0, "words": 0.0})
    plain = rank(("a", "b", "c"), one(dense=[3, 2, 1]), weights)
    noisy = rank(("a", "b", "c"), one(dense=[3, 2, 1], words=[1, 2, 9]), weights)
    np.testing.assert_array_equal(plain.probabilities, noisy.probabilities)


def test_equal_documents_keep_their_order() -> None:
    assert rank(("b", "a", "c"), one(), RankWeights.untrained()).ids == ("b", "a", "c")


def test_strongest_evidence_is_kept() -> None:
    found = one(dense=[0.1, 0.8, 0], paraphrase=[0.9, 0, 0], topic=[0, 0, 0.7])
    ranking = rank(("a", "b", "c"), found, RankWeights({}))
    assert (ranking.best_cosine, ranking.best_topic) == (0.9, 0.7)


def test_signal_that_says_nothing_is_zero() -> None:
    assert standardize(np.array([0.4, 0.4, 0.4])).tolist() == pytest.approx([0, 0, 0], abs=1e-6)
