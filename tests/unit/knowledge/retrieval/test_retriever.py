from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest

from knowledge.encoder import FloatArray
from knowledge.lexical import Analyzer
from knowledge.pack import load_pack
from knowledge.retrieval import Document, Ranking, RankWeights, Retriever
from knowledge.retrieval.documents import pack_documents
from tests.unit.knowledge.conftest import FLORIST

DOCUMENTS = [
    Document("price", "花束の値段", "三種類"),
    Document("area", "配達の地域", "京都"),
    Document("care", "手入れ", "水"),
]
VECTOR = np.zeros(4, np.float32)
Found = Mapping[str, Sequence[tuple[str, float]]]


class FakeStore:
    """Finds what a test tells it to."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.searched: list[str] = []

    def search(self, vector: FloatArray, view: str, depth: int) -> Iterator[tuple[str, float]]:
        self.searched.append(view)
        yield from self.found.get(view, ())


def rank(
    analyzer: Analyzer, found: Found, text: str = "", topics: FloatArray | None = None, **weights: float
) -> Ranking:
    values = {"dense": 0.0, "words": 0.0, "paraphrase": 0.0, "topic": 0.0, **weights}
    store = FakeStore(found)
    return Retriever(DOCUMENTS, store, analyzer, RankWeights(values)).rank(text, VECTOR, topics)  # type: ignore[arg-type]


def test_dense_signal_is_the_mean_of_question_and_answer(analyzer: Analyzer) -> None:
    found = {
        "question": [("price", 0.9), ("area", 0.8), ("care", 0.1)],
        "answer": [("area", 0.9), ("price", 0.5), ("care", 0.1)],
    }
    ranking = rank(analyzer, found, dense=1.0)
    assert ranking.ids == ("area", "price", "care")
    assert ranking.best_cosine == pytest.approx(0.85)


def test_best_way_of_asking_counts(analyzer: Analyzer) -> None:
    found = {"paraphrase": [("care", 0.95), ("price", 0.9), ("price", 0.9), ("area", 0.2), ("care", 0.1)]}
    assert rank(analyzer, found, paraphrase=1.0).ids == ("care", "price", "area")


def test_document_not_retrieved_counts_as_the_last_that_was(analyzer: Analyzer) -> None:
    found = {"paraphrase": [("price", 0.9), ("area", 0.5)]}
    ranking = rank(analyzer, found, paraphrase=1.0)
    assert ranking.ids[0] == "price"
    assert ranking.probabilities[1] == pytest.approx(ranking.probabilities[2])


def test_empty_view_says_nothing(analyzer: Analyzer) -> None:
    found = {"question": [("area", 0.6), ("price", 0.2)], "answer": [("area", 0.6), ("price", 0.2)]}
    ranking = rank(analyzer, found, dense=1.0, paraphrase=1.0)
    assert ranking.ids[0] == "area"
    assert ranking.best_cosine == pytest.approx(0.6)


def test_view_without_weight_is_not_searched(analyzer: Analyzer) -> None:
    store = FakeStore({})
    Retriever(DOCUMENTS, store, analyzer, RankWeights.untrained()).rank("花", VECTOR)  # type: ignore[arg-type]
    assert store.searched == ["question", "answer"]


def test_words_of_question_and_answer_are_found(analyzer: Analyzer) -> None:
    assert rank(analyzer, {}, "地域は", words=1.0).ids[0] == "area"
    assert rank(analyzer, {}, "水を", words=1.0).ids[0] == "care"


def test_topic_scores_are_in_the_order_of_the_documents(analyzer: Analyzer) -> None:
    ranking = rank(analyzer, {}, topics=np.array([0.1, 0.2, 0.9], np.float32), topic=1.0)
    assert ranking.ids == ("care", "area", "price")
    assert ranking.best_topic == pytest.approx(0.9)


def test_documents_of_a_pack_hold_figures_and_ways_of_asking() -> None:
    price = next(document for document in pack_documents(load_pack(FLORIST)) if document.id == "price-list")
    assert "3,300円" in price.answer
    assert price.paraphrases[0] == "花束の値段"
    assert "値段表みせて" in price.paraphrases
    assert len(price.paraphrases) == 10
