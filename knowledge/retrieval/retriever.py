"""From messages to ranked documents."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.port import FloatArray
from knowledge.lexical import BM25, Analyzer
from knowledge.retrieval.documents import Document
from knowledge.retrieval.ranking import Ranking, RankWeights, rank_all
from knowledge.retrieval.views import ViewIndex, ViewVectors


class Retriever:
    """Ranks documents for messages by vectors and words, and by a topic head where one was trained.

    Args:
        documents: What can be found.
        views: Their vectors.
        analyzer: Splits texts into words.
        weights: What each signal counts.
        mean: The mean embedding of messages, which `distinct` takes away.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        views: ViewVectors,
        analyzer: Analyzer,
        weights: RankWeights,
        mean: FloatArray,
    ) -> None:
        self.ids = tuple(document.id for document in documents)
        self._index = ViewIndex(views, self.ids)
        self._analyzer = analyzer
        self._bm25 = bm25(documents, analyzer)
        self._weights = weights
        self._mean = mean

    def rank(self, texts: Sequence[str], vectors: FloatArray, topic_scores: FloatArray | None = None) -> list[Ranking]:
        """Orders all documents for each of several messages.

        Args:
            texts: The messages, normalized.
            vectors: Their query embeddings, shape (messages, dim).
            topic_scores: The topic head's score of each document in the order of `ids`, where there is such a head;
                shape (messages, documents).
        """
        words = [self._analyzer.content_words(text) for text in texts]
        return self.rank_by(self.word_scores(words), vectors, topic_scores)

    def word_scores(self, messages: Sequence[Sequence[str]]) -> FloatArray:
        """How well the content words of each message fit every document, shape (messages, documents)."""
        return np.stack([self._bm25.scores(words) for words in messages])

    def rank_by(
        self, word_scores: FloatArray, vectors: FloatArray, topic_scores: FloatArray | None = None
    ) -> list[Ranking]:
        """Orders all documents as `rank` does, by words that were compared before."""
        nothing = np.zeros(word_scores.shape, dtype=np.float32)
        vectors = distinct(vectors, self._mean)
        weighs = self._weights.values.get("paraphrase", 0.0) > 0
        signals: dict[str, NDArray[Any]] = {
            "dense": (self._index.best(vectors, "question") + self._index.best(vectors, "answer")) / 2,
            "words": word_scores,
            "paraphrase": self._index.best(vectors, "paraphrase") if weighs else nothing,
            "topic": nothing if topic_scores is None else topic_scores,
        }
        return rank_all(self.ids, signals, self._weights)


def distinct(vectors: FloatArray, mean: FloatArray) -> FloatArray:
    """What sets messages apart: unit vectors without what all of them have in common.

    The common part is near some documents and far from others whatever is asked, and so only disturbs their order
    (hubness; Suzuki et al., 2013, "Centering Similarity Measures to Reduce Hubs").

    Args:
        vectors: Query embeddings, shape (queries, dim).
        mean: The mean embedding of messages, shape (dim,).
    """
    apart = vectors - mean
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def bm25(documents: Sequence[Document], analyzer: Analyzer) -> BM25:
    """The lexical index over questions and answers."""
    return BM25([analyzer.content_words(f"{document.question}\n{document.answer}") for document in documents])
