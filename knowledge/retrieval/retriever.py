"""From a message to ranked documents."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.port import FloatArray
from knowledge.lexical import BM25, Analyzer
from knowledge.retrieval.documents import Document
from knowledge.retrieval.ranking import Ranking, RankWeights, rank
from knowledge.retrieval.vectors import DEPTH, VectorStore, View


class Retriever:
    """Ranks documents for a message by vectors and words, and by a topic head where one was trained."""

    def __init__(
        self,
        documents: Sequence[Document],
        store: VectorStore,
        analyzer: Analyzer,
        weights: RankWeights,
        depth: int = DEPTH,
    ) -> None:
        self.ids = tuple(document.id for document in documents)
        self._position = {document_id: index for index, document_id in enumerate(self.ids)}
        self._store = store
        self._analyzer = analyzer
        self._bm25 = bm25(documents, analyzer)
        self._weights = weights
        self._depth = depth

    def rank(self, text: str, vector: FloatArray, topic_scores: FloatArray | None = None) -> Ranking:
        """Orders all documents.

        Args:
            text: The message, normalized.
            vector: Its query embedding.
            topic_scores: The topic head's score of each document, in the order of `ids`, where there is such a head.

        Raises:
            KnowledgeOutage: The vectors cannot be searched.
        """
        question, answer = self._view(vector, "question"), self._view(vector, "answer")
        nothing = np.zeros(len(self.ids), dtype=np.float32)
        signals: dict[str, NDArray[Any]] = {
            "dense": (question + answer) / 2,
            "words": self._bm25.scores(self._analyzer.content_words(text)),
            "paraphrase": self._view(vector, "paraphrase") if self._weights.values["paraphrase"] else nothing,
            "topic": nothing if topic_scores is None else topic_scores,
        }
        return rank(self.ids, signals, self._weights)

    def _view(self, vector: FloatArray, view: View) -> FloatArray:
        """The best cosine of each document in one view; what was not retrieved counts as the last that was.

        An empty view says nothing: zeros.
        """
        found = list(self._store.search(vector, view, self._depth))
        lowest = min((cosine for _, cosine in found), default=0.0)
        scores = np.full(len(self.ids), lowest, dtype=np.float32)
        for document_id, cosine in found:
            position = self._position[document_id]
            scores[position] = max(scores[position], cosine)
        return scores


def bm25(documents: Sequence[Document], analyzer: Analyzer) -> BM25:
    """The lexical index over questions and answers."""
    return BM25([analyzer.content_words(f"{document.question}\n{document.answer}") for document in documents])
