"""Kernel ridge regression with many outputs: every head shares one kernel and one solution.

k(x, y) = exp(-γ‖e(x) − e(y)‖²) + w(x)·w(y), with e the centred unit embedding and w the lexical vector. Saunders et
al., 1998, "Ridge Regression Learning Algorithm in Dual Variables". The lexical half is linear, so it is kept as
weights; only the embedding half needs the training vectors (anchors) at run time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from knowledge.eight_bit import EightBitRows
from knowledge.encoder.port import FloatArray
from knowledge.heads.features import Features

GAMMA: Final = 1.0
RIDGE: Final = 0.2


@dataclass(frozen=True)
class KernelModel:
    """The solution: scores near 1 for a class that fits and near 0 for one that does not.

    Shapes: anchors (n, dim), alphas (n, outputs), lexical (lexical features, outputs), bias (outputs,).
    `columns` names the outputs: head and class of each.
    """

    anchors: FloatArray
    alphas: FloatArray
    lexical: FloatArray
    bias: FloatArray
    columns: tuple[tuple[str, str], ...]
    served: EightBitRows | None = None
    """The anchors in the form in which they are compared with fastest; without it they are compared with exactly."""

    def scores(self, batch: Sequence[Features]) -> FloatArray:
        """Scores of several messages, shape (len(batch), outputs)."""
        dense = np.stack([features.dense for features in batch])
        products = _products(dense, self.anchors) if self.served is None else self.served.products(dense)
        result = _rbf_of(products, dense) @ self.alphas + self.bias
        for row, features in enumerate(batch):
            if len(features.indices):
                result[row] += features.values @ self.lexical[features.indices]
        return np.asarray(result, dtype=np.float32)

    def classes(self, head: str) -> tuple[str, ...]:
        """The classes of one head, in the order of their columns."""
        return tuple(label for name, label in self.columns if name == head)

    def span(self, head: str) -> slice:
        """The columns of one head."""
        indices = [index for index, (name, _) in enumerate(self.columns) if name == head]
        return slice(indices[0], indices[-1] + 1)

    def as_arrays(self) -> dict[str, Any]:
        """The model as arrays, to be stored."""
        return {
            "anchors": self.anchors,
            "alphas": self.alphas,
            "lexical": self.lexical,
            "bias": self.bias,
            "columns": np.array([f"{head}\t{label}" for head, label in self.columns]),
        }

    @staticmethod
    def from_arrays(arrays: dict[str, Any]) -> "KernelModel":
        """The model `as_arrays` stored; large arrays may be memory-mapped."""
        columns = tuple((str(c).split("\t")[0], str(c).split("\t")[1]) for c in arrays["columns"])
        return KernelModel(arrays["anchors"], arrays["alphas"], arrays["lexical"], arrays["bias"], columns)


def rbf(left: FloatArray, right: FloatArray) -> FloatArray:
    """exp(-γ‖l − r‖²) of unit vectors (zero vectors, of an absent embedding, match nothing), shape (left, right)."""
    return _rbf_of(_products(left, right), left)


def _products(left: FloatArray, right: FloatArray) -> FloatArray:
    # In this order BLAS reads the many vectors once for all messages, rather than packing them anew.
    return np.asarray((right @ left.T).T)


def _rbf_of(products: FloatArray, left: FloatArray) -> FloatArray:
    """The kernel of unit vectors with these products, computed in place."""
    products -= 1.0
    products *= 2.0 * GAMMA
    np.exp(products, out=products)
    products *= np.linalg.norm(left, axis=1, keepdims=True) > 0
    return products
