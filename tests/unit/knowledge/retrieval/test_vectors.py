import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

import domain.turn
from knowledge.encoder import GuardedEncoder
from knowledge.retrieval import Document, KnowledgeOutage, VectorStore
from knowledge.retrieval.vectors import VIEWS, View, ViewVectors
from tests.fakes.encoder import HashedEncoder

DOCUMENTS = [
    Document("price", "花束の値段は?", "三種類の花束があります", ("いくらですか", "値段を教えて")),
    Document("area", "どこまで配達しますか?", "京都と滋賀にお届けします"),
]
ENCODER = GuardedEncoder(HashedEncoder())
VECTORS = ViewVectors.encode(DOCUMENTS, ENCODER, ENCODER.encode_queries)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "chroma"
    VectorStore.build(path, "shop", VECTORS)
    return path


@pytest.fixture
def store(built: Path) -> Iterator[VectorStore]:
    store = VectorStore.open(built, "shop")
    yield store
    store.close()


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private copies are put."""
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def nearest(store: VectorStore, text: str, view: View = "question") -> str:
    return next(store.search(ENCODER.encode_queries([text])[0], view))[0]


def test_nearest_entry_comes_first_with_its_cosine(store: VectorStore) -> None:
    query = ENCODER.encode_queries(["花束の値段"])[0]
    found = list(store.search(query, "question"))
    assert [document_id for document_id, _ in found] == ["price", "area"]
    for (_, cosine), vector in zip(found, VECTORS.vectors["question"], strict=True):
        assert cosine == pytest.approx(float(query @ vector), abs=1e-5)


def test_views_are_searched_apart(store: VectorStore) -> None:
    assert nearest(store, "京都と滋賀にお届け", "answer") == "area"


def test_document_comes_once_for_each_way_of_asking(store: VectorStore) -> None:
    found = store.search(ENCODER.encode_queries(["いくらですか"])[0], "paraphrase")
    assert [document_id for document_id, _ in found] == ["price", "price"]


def test_only_as_many_as_asked_for_are_found(store: VectorStore) -> None:
    assert len(list(store.search(ENCODER.encode_queries(["花"])[0], "question", depth=1))) == 1


def test_two_stores_of_one_build_answer_at_once(built: Path) -> None:
    first, second = VectorStore.open(built, "shop"), VectorStore.open(built, "shop")
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda store: nearest(store, "花束の値段"), [first, second] * 20))
    assert found == ["price"] * 40
    first.close()
    assert nearest(second, "花束の値段") == "price"
    second.close()


def test_private_copy_is_removed_at_the_end(built: Path, copies: Path) -> None:
    store = VectorStore.open(built, "shop")
    assert len(list(copies.iterdir())) == 1
    store.close()
    assert list(copies.iterdir()) == []


def test_built_folder_is_not_touched_by_opening(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    store = VectorStore.open(built, "shop")
    nearest(store, "花束")
    store.close()
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()} == before


def test_missing_folder_is_an_outage(tmp_path: Path, copies: Path) -> None:
    with pytest.raises(KnowledgeOutage, match="zenbu knowledge build"):
        VectorStore.open(tmp_path / "nothing", "shop")
    assert list(copies.iterdir()) == []


def test_broken_folder_is_an_outage(built: Path, tmp_path: Path, copies: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "chroma.sqlite3").write_bytes(b"broken" * 1_000)
    with pytest.raises(KnowledgeOutage, match="zenbu knowledge build"):
        VectorStore.open(broken, "shop")
    assert list(copies.iterdir()) == []


def test_folder_of_another_pack_is_an_outage(built: Path, copies: Path) -> None:
    with pytest.raises(KnowledgeOutage, match="other-question"):
        VectorStore.open(built, "other")
    assert list(copies.iterdir()) == []


def test_server_that_is_not_there_is_an_outage() -> None:
    with pytest.raises(KnowledgeOutage):
        VectorStore.connect("http://127.0.0.1:9", "shop", lambda: VECTORS)


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("late"), OSError("gone")])
def test_server_that_goes_away_is_an_outage(failure: Exception) -> None:
    class Collection:
        def count(self) -> int:
            return 2

        def query(self, **_: Any) -> Any:
            raise failure

    class Client:
        def get_collection(self, *_: Any, **__: Any) -> Collection:
            return Collection()

    store = VectorStore(Client(), "shop", lambda: None)  # type: ignore[arg-type]
    with pytest.raises(KnowledgeOutage, match=str(failure)):
        list(store.search(np.ones(64, np.float32), "question"))


def test_outage_is_the_one_the_domain_knows() -> None:
    assert KnowledgeOutage is domain.turn.KnowledgeOutage


def test_each_view_knows_the_owner_of_its_vectors() -> None:
    assert VECTORS.owners == {
        "question": ["price", "area"],
        "answer": ["price", "area"],
        "paraphrase": ["price", "price"],
    }
    assert [VECTORS.vectors[view].shape for view in VIEWS] == [(2, 64)] * 3


def test_documents_nobody_asked_for_yet_can_be_searched(tmp_path: Path) -> None:
    bare = [Document("area", "どこまで配達しますか?", "京都にお届けします")]
    VectorStore.build(tmp_path / "chroma", "shop", ViewVectors.encode(bare, ENCODER, ENCODER.encode_queries))
    store = VectorStore.open(tmp_path / "chroma", "shop")
    assert list(store.search(ENCODER.encode_queries(["配達"])[0], "paraphrase")) == []
    assert nearest(store, "配達") == "area"
    store.close()


def test_kept_vectors_are_read_back(tmp_path: Path) -> None:
    VECTORS.save(tmp_path)
    kept = ViewVectors.load(tmp_path)
    for view in VIEWS:
        assert list(kept.owners[view]) == list(VECTORS.owners[view])
        np.testing.assert_array_equal(kept.vectors[view], VECTORS.vectors[view])
