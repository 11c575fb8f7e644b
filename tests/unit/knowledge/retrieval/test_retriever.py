from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from knowledge.encoder import FloatArray
from knowledge.lexical import Analyzer
from knowledge.pack import load_pack
from knowledge.retrieval import Document, Ranking, RankWeights, Retriever, ViewVectors
from knowledge.retrieval.documents import pack_documents
from knowledge.retrieval.retriever import distinct
from knowledge.retrieval.views import VIEWS, View
from tests.unit.knowledge.conftest import FLORIST

DOCUMENTS = [
    Document("price", "花束の値段", "三種類"),
    Document("area", "配達の地域", "京都"),
    Document("care", "手入れ", "水"),
]
VECTOR = np.eye(4, dtype=np.float32)[:1]
NO_MEAN = np.zeros(4, np.float32)
Found = Mapping[View, Sequence[tuple[str, float]]]


def views(found: Found) -> ViewVectors:
    """Entries with these cosines to the query."""
    return ViewVectors(
        {view: [document_id for document_id, _ in found.get(view, ())] for view in VIEWS},
        {
            view: np.array(
                [[cosine, (1 - cosine**2) ** 0.5, 0, 0] for _, cosine in found.get(view, ())], np.float32
            ).reshape(-1, 4)
            for view in VIEWS
        },
    )


def rank(
    analyzer: Analyzer, found: Found, text: str = "", topics: FloatArray | None = None, **weights: float
) -> Ranking:
    values = {"dense": 0.0, "words": 0.0, "paraphrase": 0.0, "topic": 0.0, **weights}
    retriever = Retriever(DOCUMENTS, views(found), analyzer, RankWeights(values), NO_MEAN)
    (ranking,) = retriever.rank([text], VECTOR, topics)
    return ranking


def test_dense_signal_is_the_mean_of_question_and_answer(analyzer: Analyzer) -> None:
    found: Found = {
        "question": [("price", 0.9), ("area", 0.8), ("care", 0.1)],
        "answer": [("area", 0.9), ("price", 0.5), ("care", 0.1)],
    }
    ranking = rank(analyzer, found, dense=1.0)
    assert ranking.ids == ("area", "price", "care")
    assert ranking.best_cosine == pytest.approx(0.85)


def test_best_way_of_asking_counts(analyzer: Analyzer) -> None:
    found: Found = {"paraphrase": [("care", 0.95), ("price", 0.9), ("price", 0.9), ("area", 0.2), ("care", 0.1)]}
    assert rank(analyzer, found, paraphrase=1.0).ids == ("care", "price", "area")


def test_view_without_weight_does_not_count(analyzer: Analyzer) -> None:
    found: Found = {"question": [("price", 0.8), ("area", 0.1), ("care", 0.1)], "paraphrase": [("care", 0.99)]}
    assert rank(analyzer, found, dense=1.0).best_cosine == pytest.approx(0.4)


def test_messages_are_ranked_together_as_alone(analyzer: Analyzer) -> None:
    found: Found = {"question": [("price", 0.8), ("area", 0.2), ("care", 0.1)]}
    retriever = Retriever(DOCUMENTS, views(found), analyzer, RankWeights.untrained(), NO_MEAN)
    vectors = np.eye(4, dtype=np.float32)[:2]
    together = retriever.rank(["地域は", "水"], vectors)
    alone = [retriever.rank([text], vectors[row : row + 1])[0] for row, text in enumerate(["地域は", "水"])]
    assert [ranking.ids for ranking in together] == [ranking.ids for ranking in alone]
    for one, other in zip(together, alone, strict=True):
        np.testing.assert_allclose(one.probabilities, other.probabilities, atol=1e-6)


def test_what_all_messages_share_does_not_count() -> None:
    common, own = np.eye(4, dtype=np.float32)[:2]
    message = (3 * common + own) / np.sqrt(10, dtype=np.float32)
    np.testing.assert_allclose(distinct(message[None, :], 3 * common / np.sqrt(10)), own[None, :], atol=1e-6)


def test_document_near_to_every_message_does_not_win(analyzer: Analyzer) -> None:
    found: Found = {"question": [("price", 0.9), ("area", 0.0), ("care", 0.0)]}
    message = np.array([[0.9, 0.1, 0.4, 0.0]], np.float32)
    weights = RankWeights({"dense": 1.0})
    entries = views(found)
    entries.vectors["question"][1] = [0, 0, 1, 0]
    near = Retriever(DOCUMENTS, entries, analyzer, weights, NO_MEAN).rank([""], message)
    apart = Retriever(DOCUMENTS, entries, analyzer, weights, np.array([0.9, 0.1, 0, 0], np.float32)).rank([""], message)
    assert (near[0].ids[0], apart[0].ids[0]) == ("price", "area")


def test_words_of_question_and_answer_are_found(analyzer: Analyzer) -> None:
    assert rank(analyzer, {}, "地域は", words=1.0).ids[0] == "area"
    assert rank(analyzer, {}, "水を", words=1.0).ids[0] == "care"


def test_topic_scores_are_in_the_order_of_the_documents(analyzer: Analyzer) -> None:
    ranking = rank(analyzer, {}, topics=np.array([[0.1, 0.2, 0.9]], np.float32), topic=1.0)
    assert ranking.ids == ("care", "area", "price")
    assert ranking.best_topic == pytest.approx(0.9)


def test_documents_of_a_pack_hold_figures_and_ways_of_asking() -> None:
    price = next(document for document in pack_documents(load_pack(FLORIST)) if document.id == "price-list")
    assert "3,300円" in price.answer
    assert price.paraphrases[0] == "花束の値段"
    assert "値段表みせて" in price.paraphrases
    assert len(price.paraphrases) == 10
