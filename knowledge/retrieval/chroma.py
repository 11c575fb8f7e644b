"""Where the built views lie: a Chroma folder of the build, or a Chroma server. Each process reads them once."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import numpy as np

from domain.turn import KnowledgeOutage
from knowledge.encoder.port import FloatArray
from knowledge.retrieval.views import VIEWS, View, ViewVectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_BATCH: Final = 2_000


def write_folder(path: Path, prefix: str, views: ViewVectors) -> None:
    """Writes the views into a new folder.

    Args:
        path: The folder.
        prefix: Begins the collections' names.
        views: What to write.
    """
    with _opened(path) as client:
        _fill(client, prefix, views)


def read_folder(path: Path, prefix: str) -> ViewVectors:
    """Reads the views out of a built folder.

    Raises:
        KnowledgeOutage: There is nothing to read, or it is damaged.
    """
    # From a private copy: Chroma writes where it reads, and two processes on one folder disturb each other.
    with tempfile.TemporaryDirectory(prefix="zenbu-vectors-", ignore_cleanup_errors=True) as copy, _outages():
        shutil.copytree(path, copy, dirs_exist_ok=True)
        with _opened(Path(copy)) as client:
            return _read(client, prefix)


def read_server(url: str, prefix: str, views: Callable[[], ViewVectors]) -> ViewVectors:
    """Reads the views from a Chroma server, filling it first where they are not there yet.

    Args:
        url: The server.
        prefix: Begins the collections' names.
        views: Gives what to fill it with.

    Raises:
        KnowledgeOutage: The server does not answer.
    """
    import chromadb

    with _outages():
        address = urlsplit(url)
        client = chromadb.HttpClient(
            address.hostname or url, address.port or 8000, ssl=address.scheme == "https", settings=_settings()
        )
        # The last view is written last: where it is there, all are.
        if _name(prefix, VIEWS[-1]) not in {collection.name for collection in client.list_collections()}:
            _fill(client, prefix, views())
        return _read(client, prefix)


def _fill(client: "ClientAPI", prefix: str, views: ViewVectors) -> None:
    for view in VIEWS:
        # Without an embedding function of our own, a stray text query would make Chroma fetch a model.
        collection = client.get_or_create_collection(
            _name(prefix, view), embedding_function=None, configuration={"hnsw": {"space": "ip"}}
        )
        ids = [f"{owner}#{number}" for number, owner in enumerate(views.owners[view])]
        for start in range(0, len(ids), _BATCH):
            rows = slice(start, start + _BATCH)
            collection.upsert(ids=ids[rows], embeddings=views.vectors[view][rows])


def _read(client: "ClientAPI", prefix: str) -> ViewVectors:
    owners: dict[View, list[str]] = {}
    vectors: dict[View, FloatArray] = {}
    for view in VIEWS:
        collection = client.get_collection(_name(prefix, view), embedding_function=None)
        size = collection.count()
        batches = [
            collection.get(include=["embeddings"], limit=_BATCH, offset=start) for start in range(0, size, _BATCH)
        ]
        owners[view] = [entry.rpartition("#")[0] for batch in batches for entry in batch["ids"]]
        rows = [np.asarray(batch["embeddings"], dtype=np.float32) for batch in batches]
        vectors[view] = np.concatenate(rows) if rows else np.empty((0, 0), np.float32)
        if len(vectors[view]) != size:
            raise KnowledgeOutage(f"{collection.name} gave {len(vectors[view])} of {size} vectors")
    return ViewVectors(owners, vectors)


def _name(prefix: str, view: View) -> str:
    return f"{prefix}-{view}"


@contextmanager
def _opened(path: Path) -> Iterator["ClientAPI"]:
    import chromadb

    client: Any = chromadb.PersistentClient(str(path), _settings())  # its interface does not tell that it closes
    with closing(client):
        yield client


def _settings() -> "Settings":
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@contextmanager
def _outages() -> Iterator[None]:
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        raise KnowledgeOutage(f"The vectors: {error}. Try again; if it stays, run: zenbu knowledge build") from error
