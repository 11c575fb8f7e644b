"""TF-IDF vectors of words and character n-grams, small enough to be computed at every message."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.analyzer import Split

SparseVector = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Indices and values of what is not zero."""


@dataclass(frozen=True)
class TfIdf:
    """One block of lexical features: known terms, their idf, and how a text is split into terms."""

    name: str
    terms: dict[str, int]
    idf: NDArray[np.float32]

    @staticmethod
    def fit(name: str, documents: Sequence[Sequence[str]], min_documents: int) -> "TfIdf":
        """Learns terms and their idf, ln((1 + n) / (1 + df)) + 1, from documents already split.

        Args:
            name: Which terms they are (`words` or `ngrams`).
            documents: Terms of each document.
            min_documents: Terms in fewer documents are dropped.
        """
        frequency = Counter(term for terms in documents for term in set(terms))
        kept = sorted(term for term, count in frequency.items() if count >= min_documents)
        counts = np.array([frequency[term] for term in kept], dtype=np.float64)
        idf = np.log((1 + len(documents)) / (1 + counts)) + 1
        return TfIdf(name, {term: index for index, term in enumerate(kept)}, idf.astype(np.float32))

    def transform(self, terms: Sequence[str]) -> SparseVector:
        """The unit vector of a text's terms, term counts taken as 1 + ln(count)."""
        counts = Counter(index for term in terms if (index := self.terms.get(term)) is not None)
        indices = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self.idf[indices]
        norm = float(np.linalg.norm(values))
        return indices, (values / norm if norm else values).astype(np.float32)


def terms(split: Split, name: str) -> list[str]:
    """The terms a block is made of.

    Raises:
        KeyError: No block has that name.
    """
    return {"words": split.words, "ngrams": split.ngrams}[name]
