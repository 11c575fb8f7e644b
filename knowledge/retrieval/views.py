"""The views of every document: its question, its answer, and how customers ask it; searched exactly, in memory."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from knowledge.eight_bit import EightBitRows
from knowledge.encoder.port import Encoder, FloatArray
from knowledge.retrieval.documents import Document

View = Literal["question", "answer", "paraphrase"]
VIEWS: Final[tuple[View, ...]] = get_args(View)
_Places = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True)
class ViewVectors:
    """The unit vectors of each view, one row an entry, and the document each belongs to.

    `served`: a view's vectors in the form in which they are compared with fastest, where they are many.
    """

    owners: Mapping[View, Sequence[str]]
    vectors: Mapping[View, FloatArray]
    served: Mapping[View, EightBitRows] = field(default_factory=dict)

    @staticmethod
    def encode(
        documents: Sequence[Document], encoder: Encoder, encode_queries: Callable[[Sequence[str]], FloatArray]
    ) -> "ViewVectors":
        """Encodes all views; paraphrases as queries, because that is what they are compared with."""
        ids = [document.id for document in documents]
        asked = [(document.id, text) for document in documents for text in document.paraphrases]
        return ViewVectors(
            {"question": ids, "answer": ids, "paraphrase": [owner for owner, _ in asked]},
            {
                "question": encoder.encode_passages([document.question for document in documents]),
                "answer": encoder.encode_passages([document.answer for document in documents]),
                "paraphrase": encode_queries([text for _, text in asked])
                if asked
                else np.empty((0, encoder.dim), np.float32),
            },
        )

    def save(self, path: Path) -> None:
        """Keeps the vectors in one file, put there in one step."""
        arrays = {f"{view}.vectors": self.vectors[view] for view in VIEWS}
        owners = {f"{view}.owners": np.array(list(self.owners[view]), dtype=np.str_) for view in VIEWS}
        unfinished = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(unfinished, **arrays, **owners)  # type: ignore[arg-type]
        unfinished.replace(path)

    @staticmethod
    def load(path: Path) -> "ViewVectors":
        """The vectors `save` kept."""
        with np.load(path) as stored:
            return ViewVectors(
                {view: stored[f"{view}.owners"].tolist() for view in VIEWS},
                {view: stored[f"{view}.vectors"] for view in VIEWS},
            )


class ViewIndex:
    """Finds the nearest entry of every document. Thread-safe.

    A pack's few thousand entries are compared one by one in less time than a graph of neighbours takes to enter, and
    no document is ever missed.

    Args:
        views: The vectors.
        ids: The documents, in the order their cosines are given in.
    """

    def __init__(self, views: ViewVectors, ids: Sequence[str]) -> None:
        self._views = {view: _Grouped.of(views, view, ids) for view in VIEWS}
        self._size = len(ids)

    def best(self, vectors: FloatArray, view: View) -> FloatArray:
        """The best cosine of each document in one view.

        A document without an entry counts as the farthest of the others; an empty view says nothing: zeros.

        Args:
            vectors: Query embeddings, shape (queries, dim).
            view: Where to look.

        Returns:
            Shape (queries, documents).
        """
        grouped = self._views[view]
        if not len(grouped.present):
            return np.zeros((len(vectors), self._size), np.float32)
        found = grouped.best(vectors)
        if len(grouped.present) == self._size:
            return np.asarray(found)
        result = np.repeat(found.min(axis=1, keepdims=True), self._size, axis=1)
        result[:, grouped.present] = found
        return np.asarray(result)


@dataclass(frozen=True)
class _Grouped:
    """Entries by document: in which order, where each document's begin, and which documents have any."""

    vectors: FloatArray | EightBitRows
    order: _Places
    starts: _Places
    present: _Places

    @staticmethod
    def of(views: ViewVectors, view: View, ids: Sequence[str]) -> "_Grouped":
        position = {document_id: index for index, document_id in enumerate(ids)}
        positions = np.array([position[owner] for owner in views.owners[view]], dtype=np.intp)
        order = np.argsort(positions, kind="stable")
        present, starts = np.unique(positions[order], return_index=True)
        exact = np.ascontiguousarray(views.vectors[view], dtype=np.float32)
        return _Grouped(views.served.get(view, exact), order, starts, present)

    def best(self, vectors: FloatArray) -> FloatArray:
        """The best cosine of each document that has entries, shape (queries, present)."""
        if isinstance(self.vectors, EightBitRows):
            found = self.vectors.products(vectors)
        else:  # in this order BLAS reads the entries once for all queries, rather than packing them anew
            found = (self.vectors @ vectors.T).T
        return np.asarray(np.maximum.reduceat(found[:, self.order], self.starts, axis=1))
