"""How well one encoder stands in for another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.encoder.port import Encoder, FloatArray

TOP = 5


@dataclass(frozen=True)
class Agreement:
    """Agreement of two encoders on the same texts.

    Attributes:
        mean_cosine: Mean cosine of the two vectors of a text, over queries and passages.
        min_cosine: The smallest of them.
        top1: Share of queries whose nearest other passage is the same.
        top5: Mean share of common passages among the five nearest.
    """

    mean_cosine: float
    min_cosine: float
    top1: float
    top5: float

    def shortfalls(self, least: "Agreement") -> list[str]:
        """Name every figure that is below what is required."""
        pairs = [(name, getattr(self, name), getattr(least, name)) for name in self.__dataclass_fields__]
        return [f"{name} {value:.4f} is below {bound:.4f}" for name, value, bound in pairs if value < bound]


EXACT = Agreement(1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class TextVectors:
    """The vectors of the same texts as queries and as passages."""

    queries: FloatArray
    passages: FloatArray

    @classmethod
    def encode(cls, encoder: Encoder, texts: Sequence[str]) -> "TextVectors":
        """Encode every text in both roles."""
        return cls(encoder.encode_queries(texts), encoder.encode_passages(texts))


def compare(reference: TextVectors, candidate: TextVectors) -> Agreement:
    """Compare two encoders by their vectors of the same texts."""
    cosines = np.concatenate(
        [
            (reference.queries * candidate.queries).sum(axis=1),
            (reference.passages * candidate.passages).sum(axis=1),
        ]
    )
    expected, found = _nearest(reference), _nearest(candidate)
    common = [len(set(left) & set(right)) / len(left) for left, right in zip(expected, found, strict=True)]
    return Agreement(
        mean_cosine=float(cosines.mean()),
        min_cosine=float(cosines.min()),
        top1=float(np.mean([left[0] == right[0] for left, right in zip(expected, found, strict=True)])),
        top5=float(np.mean(common)),
    )


def _nearest(vectors: TextVectors) -> list[list[int]]:
    scores = vectors.queries @ vectors.passages.T
    np.fill_diagonal(scores, -np.inf)  # a text is no neighbour of itself
    nearest: list[list[int]] = np.argsort(-scores, axis=1)[:, : min(TOP, len(scores) - 1)].tolist()
    return nearest
