"""What a head sees of a message: its centred embedding on the main axes, its words and its character n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.port import FloatArray
from knowledge.lexical import Analyzer, Split, TfIdf
from knowledge.lexical.tfidf import SparseVector, terms

AXES: Final = 192
"""Principal axes of the embeddings that are kept: half the memory to be read at every message. On writers left out no
head's accuracy moved by more than .004 against all 384."""

BLOCK_WEIGHT: Final = 0.7
"""Weight of each lexical block beside the embedding's 1; found by cross-validation over writers."""


@dataclass(frozen=True)
class Features:
    """One message's features: dense part, and indices and values of the sparse part."""

    dense: FloatArray
    indices: NDArray[np.int32]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class FeatureSpace:
    """How messages become features. Fitted on all training texts; shared by every head.

    Without an embedding (`dense` of zeros) the lexical part still works: that is what reads danger when the encoder
    is out.
    """

    mean: FloatArray
    axes: FloatArray
    blocks: tuple[TfIdf, ...]

    @staticmethod
    def fit(embeddings: FloatArray, texts: Sequence[str], analyzer: Analyzer) -> "FeatureSpace":
        """Learns the mean embedding, its principal axes and the vocabularies.

        Args:
            embeddings: Query embeddings of the texts, shape (n, dim).
            texts: The training texts.
            analyzer: Splits them.
        """
        splits = [analyzer.split(text) for text in texts]
        blocks = tuple(
            TfIdf.fit(name, [terms(split, name) for split in splits], min_documents)
            for name, min_documents in (("words", 1), ("ngrams", 2))
        )
        mean = embeddings.mean(axis=0)
        directions = np.stack([_unit(row) for row in embeddings - mean])
        _, vectors = np.linalg.eigh(directions.T @ directions)  # ascending: the last axes tell the most
        return FeatureSpace(mean, np.ascontiguousarray(vectors[:, ::-1][:, :AXES]), blocks)

    @property
    def lexical_size(self) -> int:
        """Number of lexical features."""
        return sum(len(block.terms) for block in self.blocks)

    def read(self, text: str, embedding: FloatArray | None, analyzer: Analyzer) -> Features:
        """The features of one message; `embedding` None leaves the dense part at zero."""
        dense = np.zeros(self.axes.shape[1], np.float32) if embedding is None else self.dense(embedding)
        return Features(dense, *self.lexical(analyzer.split(text)))

    def dense(self, embedding: FloatArray) -> FloatArray:
        """The dense part of a message's features."""
        return _unit((embedding - self.mean) @ self.axes)

    def lexical(self, split: Split) -> SparseVector:
        """The sparse part of a message's features: indices and values."""
        indices, values, offset = [], [], 0
        for block in self.blocks:
            block_indices, block_values = block.transform(terms(split, block.name))
            indices.append(block_indices + offset)
            values.append(block_values * BLOCK_WEIGHT)
            offset += len(block.terms)
        return np.concatenate(indices), np.concatenate(values)

    def as_arrays(self) -> dict[str, Any]:
        """The space as arrays, to be stored."""
        arrays: dict[str, Any] = {"mean": self.mean, "axes": self.axes}
        for block in self.blocks:
            arrays[f"{block.name}.terms"] = np.frombuffer("\n".join(block.terms).encode(), dtype=np.uint8)
            arrays[f"{block.name}.idf"] = block.idf
        return arrays

    @staticmethod
    def from_arrays(arrays: dict[str, Any]) -> "FeatureSpace":
        """The space `as_arrays` stored."""
        blocks = []
        for name in ("words", "ngrams"):
            known = bytes(arrays[f"{name}.terms"]).decode().split("\n")
            blocks.append(TfIdf(name, {term: index for index, term in enumerate(known)}, arrays[f"{name}.idf"]))
        return FeatureSpace(arrays["mean"], arrays["axes"], tuple(blocks))


def _unit(vector: NDArray[Any]) -> FloatArray:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
