"""One order out of several signals: each is standardized over the candidates, weighted and added."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.heads.calibration import softmax

SIGNALS: Final = ("dense", "words", "paraphrase", "topic")
"""dense: mean cosine of question and answer; words: BM25 over both; paraphrase: cosine of the nearest way of asking;
topic: score of the trained topic head."""


@dataclass(frozen=True)
class RankWeights:
    """A weight for each signal. The sum is a logit: weights fitted by `fit` make the softmax an honest probability."""

    values: Mapping[str, float]

    @staticmethod
    def untrained() -> "RankWeights":
        """Weights for documents nothing was trained on, as measured on a public Japanese municipal FAQ."""
        return RankWeights({"dense": 0.7, "words": 0.3, "paraphrase": 0.0, "topic": 0.0})

    @staticmethod
    def fit(signals: Mapping[str, NDArray[Any]], right: NDArray[np.intp]) -> "RankWeights":
        """Learns the weights that make the right document most probable (conditional logit; McFadden, 1974).

        Args:
            signals: Each signal of every query and document, shape (queries, documents).
            right: The right document of each query.
        """
        from scipy.optimize import minimize

        stacked = np.stack([standardize(signals[name]) for name in SIGNALS], axis=-1)
        rows = np.arange(len(right))

        def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            probabilities = softmax(stacked @ weights)
            likelihood = np.log(np.maximum(probabilities[rows, right], 1e-12)).mean()
            gradient = stacked[rows, right] - np.einsum("qd,qds->qs", probabilities, stacked)
            return -likelihood + 1e-4 * float(weights @ weights), -gradient.mean(axis=0) + 2e-4 * weights

        start = np.ones(len(SIGNALS))
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(SIGNALS))
        return RankWeights(dict(zip(SIGNALS, map(float, found.x), strict=True)))


@dataclass(frozen=True)
class Ranking:
    """Documents by probability, best first, and the strongest evidence of each kind."""

    ids: tuple[str, ...]
    probabilities: NDArray[np.float64]
    best_cosine: float
    best_topic: float

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second."""
        return float(self.probabilities[0] - self.probabilities[1]) if len(self.ids) > 1 else 1.0


def standardize(signal: NDArray[Any]) -> NDArray[np.float64]:
    """Mean 0 and deviation 1 over the documents (last axis); a signal that says nothing becomes 0."""
    centred = signal - signal.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(signal.std(axis=-1, keepdims=True), 1e-6), dtype=np.float64)


def rank_all(ids: tuple[str, ...], signals: Mapping[str, NDArray[Any]], weights: RankWeights) -> list[Ranking]:
    """Orders the documents of many queries; signals have shape (queries, documents)."""
    logits = sum(weights.values.get(name, 0.0) * standardize(signal) for name, signal in signals.items())
    probabilities = softmax(np.asarray(logits))
    order = np.argsort(-probabilities, axis=1, kind="stable")
    cosine = np.maximum(signals["dense"].max(axis=1), signals["paraphrase"].max(axis=1))
    topic = signals["topic"].max(axis=1)
    return [
        Ranking(tuple(ids[i] for i in order[q]), probabilities[q][order[q]], float(cosine[q]), float(topic[q]))
        for q in range(len(probabilities))
    ]
