import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import chromadb
import httpx
import numpy as np
import pytest
from chromadb.config import Settings

import domain.turn
from knowledge.encoder import GuardedEncoder
from knowledge.retrieval import Document, KnowledgeOutage, ViewVectors
from knowledge.retrieval.chroma import read_folder, read_server, write_folder
from knowledge.retrieval.views import VIEWS
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
    write_folder(path, "shop", VECTORS)
    return path


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private copies are put."""
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def same(found: ViewVectors, expected: ViewVectors) -> bool:
    def rows(views: ViewVectors) -> list[list[tuple[Any, ...]]]:
        return [
            sorted((owner, *vector.tolist()) for owner, vector in zip(views.owners[v], views.vectors[v], strict=True))
            for v in VIEWS
        ]

    return rows(found) == rows(expected)


def test_what_was_written_is_read(built: Path) -> None:
    assert same(read_folder(built, "shop"), VECTORS)


def test_more_entries_than_one_batch_are_all_read(tmp_path: Path) -> None:
    count = 4_100
    vectors = np.random.default_rng(0).normal(size=(count, 8)).astype(np.float32)
    owners = [f"d{number % 7}" for number in range(count)]
    views = ViewVectors(dict.fromkeys(VIEWS, owners), dict.fromkeys(VIEWS, vectors))
    write_folder(tmp_path / "chroma", "shop", views)
    assert same(read_folder(tmp_path / "chroma", "shop"), views)


def test_many_read_one_build_at_once(built: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda _: same(read_folder(built, "shop"), VECTORS), range(8)))


def test_reading_leaves_the_build_and_the_disk_as_they_were(built: Path, copies: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    read_folder(built, "shop")
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()} == before
    assert list(copies.iterdir()) == []


def test_missing_folder_is_an_outage(tmp_path: Path, copies: Path) -> None:
    with pytest.raises(KnowledgeOutage, match="zenbu knowledge build"):
        read_folder(tmp_path / "nothing", "shop")
    assert list(copies.iterdir()) == []


def test_broken_folder_is_an_outage(tmp_path: Path, copies: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "chroma.sqlite3").write_bytes(b"broken" * 1_000)
    with pytest.raises(KnowledgeOutage, match="zenbu knowledge build"):
        read_folder(broken, "shop")
    assert list(copies.iterdir()) == []


def test_folder_of_another_pack_is_an_outage(built: Path) -> None:
    with pytest.raises(KnowledgeOutage, match="other-question"):
        read_folder(built, "other")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A Chroma client in the place of the one that speaks to a server."""
    client: Any = chromadb.PersistentClient(str(tmp_path / "server"), Settings(anonymized_telemetry=False))
    monkeypatch.setattr(chromadb, "HttpClient", lambda *_, **__: client)
    yield client
    client.close()


def test_server_is_filled_once(server: Any) -> None:
    fillings = []

    def views() -> ViewVectors:
        fillings.append(1)
        return VECTORS

    for _ in range(2):
        assert same(read_server("http://chroma:8000", "shop-1", views), VECTORS)
    assert len(fillings) == 1


def test_server_half_filled_is_filled_again(server: Any) -> None:
    server.create_collection("shop-1-question", embedding_function=None)
    assert same(read_server("http://chroma:8000", "shop-1", lambda: VECTORS), VECTORS)


def test_server_that_is_not_there_is_an_outage() -> None:
    with pytest.raises(KnowledgeOutage):
        read_server("http://127.0.0.1:9", "shop", lambda: VECTORS)


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("late"), OSError("gone")])
def test_server_that_goes_away_is_an_outage(server: Any, monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fail() -> Any:
        raise failure

    monkeypatch.setattr(server, "list_collections", fail)
    with pytest.raises(KnowledgeOutage, match=str(failure)):
        read_server("http://chroma:8000", "shop", lambda: VECTORS)


def test_outage_is_the_one_the_domain_knows() -> None:
    assert KnowledgeOutage is domain.turn.KnowledgeOutage
