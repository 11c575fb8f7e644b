"""BM25 over word lists (Robertson and Zaragoza, 2009, "The Probabilistic Relevance Framework: BM25 and Beyond")."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


class BM25:
    """An inverted index with its weights computed ahead.

    Args:
        documents: Terms of each document.
        k1: How soon a repeated term stops counting.
        b: How much the length of a document counts.
    """

    def __init__(self, documents: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.75) -> None:
        self.size = len(documents)
        counts = [Counter(terms) for terms in documents]
        lengths = np.array([len(terms) for terms in documents], dtype=np.float64)
        norm = k1 * (1 - b + b * lengths / max(lengths.mean(), 1e-9)) if self.size else lengths
        occurrences: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for document, count in enumerate(counts):
            for term, times in count.items():
                occurrences[term].append((document, times))
        self._postings: Mapping[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {
            term: self._weigh(entries, norm, k1) for term, entries in occurrences.items()
        }

    def _weigh(
        self, entries: list[tuple[int, int]], norm: NDArray[np.float64], k1: float
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        documents = np.array([document for document, _ in entries], dtype=np.int32)
        times = np.array([count for _, count in entries], dtype=np.float64)
        idf = math.log(1 + (self.size - len(entries) + 0.5) / (len(entries) + 0.5))
        return documents, (idf * times * (k1 + 1) / (times + norm[documents])).astype(np.float32)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every document for a query's terms, shape (documents,). No common term scores 0."""
        result = np.zeros(self.size, dtype=np.float32)
        for term, times in Counter(terms).items():
            posting = self._postings.get(term)
            if posting is not None:
                result[posting[0]] += times * posting[1]
        return result
