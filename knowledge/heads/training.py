"""Training: one Gram matrix, one solution for all heads; and every writer's scores by a model that never read them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from knowledge.encoder.port import FloatArray
from knowledge.heads.examples import CATALOGUE, HEADS, Example
from knowledge.heads.features import Features, FeatureSpace
from knowledge.heads.kernel import RIDGE, KernelModel, rbf

FOLDS: Final = 4
_BLOCK: Final = 1024

Progress = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and of how much."""


def columns(topic_ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Head and class of every output of the model."""
    named = tuple((head, label) for head, labels in HEADS.items() for label in labels)
    return tuple(("topic", topic_id) for topic_id in topic_ids) + named


class Trainer:
    """Holds the Gram matrix of all examples and solves for any part of them.

    Memory: 4 bytes × examples², and as much again while a solution is computed.
    """

    def __init__(
        self, data: Sequence[Example], features: Sequence[Features], space: FeatureSpace, topic_ids: Sequence[str]
    ) -> None:
        self.data = data
        self.columns = columns(topic_ids)
        self.dense = np.stack([entry.dense for entry in features])
        self.sparse = _sparse(features, space.lexical_size)
        self.targets = self._targets()
        self.gram = self._gram()

    def fit(self, chosen: NDArray[np.bool_] | None = None) -> KernelModel:
        """Solves for the chosen examples (all by default): (K + λI) α = Y − mean(Y)."""
        indices = np.arange(len(self.data)) if chosen is None else np.flatnonzero(chosen)
        alphas, bias = self._solve(indices)
        lexical = np.asarray(self.sparse[indices].T @ alphas, dtype=np.float32)
        return KernelModel(self.dense[indices], alphas, lexical, bias, self.columns)

    def held_out_scores(self, folds: Sequence[NDArray[np.bool_]], progress: Progress) -> FloatArray:
        """Scores of each example by a model trained without its fold, shape (examples, outputs)."""
        scores = np.zeros((len(self.data), len(self.columns)), dtype=np.float32)
        for number, fold in enumerate(folds):
            train, held_out = np.flatnonzero(~fold), np.flatnonzero(fold)
            alphas, bias = self._solve(train)
            scores[held_out] = self.gram[np.ix_(held_out, train)] @ alphas + bias
            progress("cross-validating", number + 1, len(folds))
        return scores

    def _solve(self, indices: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        targets = self.targets[indices]
        bias = targets.mean(axis=0)
        gram = self.gram[np.ix_(indices, indices)]
        gram[np.diag_indices(len(indices))] += RIDGE
        factor = cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
        return cho_solve(factor, targets - bias, check_finite=False).astype(np.float32), bias

    def _targets(self) -> FloatArray:
        position = {column: index for index, column in enumerate(self.columns)}
        targets = np.zeros((len(self.data), len(self.columns)), dtype=np.float32)
        for row, example in enumerate(self.data):
            for head, label in example.labels.items():
                targets[row, position[head, label]] = 1
        return targets

    def _gram(self) -> FloatArray:
        size = len(self.data)
        gram = np.empty((size, size), dtype=np.float32)
        for start in range(0, size, _BLOCK):
            rows = slice(start, start + _BLOCK)
            gram[rows] = rbf(self.dense[rows], self.dense)
            gram[rows] += (self.sparse[rows] @ self.sparse.T).toarray()
        return gram


def writer_folds(data: Sequence[Example], count: int = FOLDS) -> list[NDArray[np.bool_]]:
    """Groups the writers of each source into folds of about equal size; the catalogue is never held out."""
    assigned: dict[tuple[str, str], int] = {}
    load = [0] * count
    sizes: dict[tuple[str, str], int] = {}
    for example in data:
        key = (example.source, example.writer)
        sizes[key] = sizes.get(key, 0) + 1
    for source in sorted({source for source, _ in sizes}):
        load = [0] * count
        for key in sorted((k for k in sizes if k[0] == source), key=lambda k: (-sizes[k], k)):
            assigned[key] = int(np.argmin(load))
            load[assigned[key]] += sizes[key]
    owner = np.array([-1 if e.writer == CATALOGUE else assigned[e.source, e.writer] for e in data])
    return [owner == number for number in range(count)]


def each_writer(data: Sequence[Example]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each writer's name and examples, for leaving one writer out at a time."""
    writers = np.array([f"{example.source}/{example.writer}" for example in data])
    for name in sorted(set(writers)):
        if not name.endswith(f"/{CATALOGUE}"):
            yield name, writers == name


def _sparse(features: Sequence[Features], width: int) -> csr_matrix:
    counts = [len(entry.indices) for entry in features]
    return csr_matrix(
        (
            np.concatenate([entry.values for entry in features]),
            np.concatenate([entry.indices for entry in features]),
            np.concatenate([[0], np.cumsum(counts)]),
        ),
        shape=(len(features), width),
        dtype=np.float32,
    )
