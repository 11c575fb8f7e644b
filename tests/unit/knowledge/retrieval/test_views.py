from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import GuardedEncoder
from knowledge.retrieval import Document, ViewVectors
from knowledge.retrieval.views import VIEWS, ViewIndex
from tests.fakes.encoder import HashedEncoder

DOCUMENTS = [
    Document("price", "花束の値段は?", "三種類の花束があります", ("いくらですか", "値段を教えて")),
    Document("area", "どこまで配達しますか?", "京都と滋賀にお届けします"),
    Document("care", "手入れの仕方は?", "水を毎日替えます", ("水はいつ替える",)),
]
IDS = ["care", "price", "area"]
ENCODER = GuardedEncoder(HashedEncoder())
VIEWS_OF_SHOP = ViewVectors.encode(DOCUMENTS, ENCODER, ENCODER.encode_queries)


@pytest.fixture(scope="module")
def index() -> ViewIndex:
    return ViewIndex(VIEWS_OF_SHOP, IDS)


def test_each_view_knows_the_owner_of_its_vectors() -> None:
    assert VIEWS_OF_SHOP.owners == {
        "question": ["price", "area", "care"],
        "answer": ["price", "area", "care"],
        "paraphrase": ["price", "price", "care"],
    }
    assert [VIEWS_OF_SHOP.vectors[view].shape for view in VIEWS] == [(3, 64)] * 3


def test_cosines_are_in_the_order_of_the_documents(index: ViewIndex) -> None:
    queries = ENCODER.encode_queries(["花束の値段", "水を替える"])
    found = index.best(queries, "question")
    price, area, care = VIEWS_OF_SHOP.vectors["question"]
    np.testing.assert_allclose(found, queries @ np.stack([care, price, area]).T, atol=1e-6)


def test_views_are_searched_apart(index: ViewIndex) -> None:
    (found,) = index.best(ENCODER.encode_queries(["京都と滋賀にお届け"]), "answer")
    assert IDS[int(found.argmax())] == "area"


def test_best_way_of_asking_counts(index: ViewIndex) -> None:
    query = ENCODER.encode_queries(["値段を教えて"])
    (found,) = index.best(query, "paraphrase")
    assert found[IDS.index("price")] == pytest.approx(1, abs=1e-5)
    asked = VIEWS_OF_SHOP.vectors["paraphrase"][:2] @ query[0]
    assert found[IDS.index("price")] == pytest.approx(float(asked.max()), abs=1e-6)


def test_document_nobody_asked_for_counts_as_the_farthest_of_the_others(index: ViewIndex) -> None:
    (found,) = index.best(ENCODER.encode_queries(["いくらですか"]), "paraphrase")
    assert found[IDS.index("area")] == found[IDS.index("care")] < found[IDS.index("price")]


def test_empty_view_says_nothing() -> None:
    bare = [Document("area", "どこまで配達しますか?", "京都にお届けします")]
    index = ViewIndex(ViewVectors.encode(bare, ENCODER, ENCODER.encode_queries), ["area"])
    np.testing.assert_array_equal(index.best(ENCODER.encode_queries(["配達"]), "paraphrase"), [[0.0]])


def test_kept_vectors_are_read_back(tmp_path: Path) -> None:
    VIEWS_OF_SHOP.save(tmp_path / "views.npz")
    kept = ViewVectors.load(tmp_path / "views.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["views.npz"]
    for view in VIEWS:
        assert kept.owners[view] == list(VIEWS_OF_SHOP.owners[view])
        np.testing.assert_array_equal(kept.vectors[view], VIEWS_OF_SHOP.vectors[view])
