"""The views of every document in Chroma: its question, its answer, and how customers ask it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args
from urllib.parse import urlsplit

import numpy as np

from domain.turn import KnowledgeOutage
from knowledge.encoder.port import Encoder, FloatArray
from knowledge.retrieval.documents import Document

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

View = Literal["question", "answer", "paraphrase"]
VIEWS: Final[tuple[View, ...]] = get_args(View)
DEPTH: Final = 256
"""How many nearest entries of a view are looked at."""

_BATCH: Final = 2_000


class VectorStore:
    """Searches the views. Thread-safe; each process has a copy of its own (or shares a Chroma server)."""

    def __init__(self, client: "ClientAPI", prefix: str, close: Callable[[], None]) -> None:
        with _outages():
            self._collections: dict[View, Collection] = {
                view: client.get_collection(f"{prefix}-{view}", embedding_function=None) for view in VIEWS
            }
            self._sizes = {view: collection.count() for view, collection in self._collections.items()}
        self._close = close

    @staticmethod
    def build(path: Path, prefix: str, vectors: "ViewVectors") -> None:
        """Writes the views of all documents into a new folder."""
        client = _client(path)
        fill(client, prefix, vectors)
        _release(client)

    @staticmethod
    def open(path: Path, prefix: str) -> "VectorStore":
        """Opens a private copy of a built folder: two processes on one Chroma folder disturb each other.

        Raises:
            KnowledgeOutage: There is nothing to open, or it is damaged.
        """
        copy = Path(tempfile.mkdtemp(prefix="zenbu-vectors-"))
        cleanup = ExitStack()
        cleanup.callback(shutil.rmtree, copy, ignore_errors=True)
        try:
            with _outages():
                shutil.copytree(path, copy, dirs_exist_ok=True)
                client = _client(copy)
            cleanup.callback(_release, client)
            return VectorStore(client, prefix, cleanup.close)
        except BaseException:
            cleanup.close()
            raise

    @staticmethod
    def connect(url: str, prefix: str, vectors: Callable[[], "ViewVectors"]) -> "VectorStore":
        """Uses a Chroma server, filling it first where this pack's collections are not there yet."""
        import chromadb
        from chromadb.config import Settings

        with _outages():
            address = urlsplit(url)
            client = chromadb.HttpClient(
                address.hostname or url,
                address.port or 8000,
                ssl=address.scheme == "https",
                settings=Settings(anonymized_telemetry=False),
            )
            names = {collection.name for collection in client.list_collections()}
            if f"{prefix}-{VIEWS[-1]}" not in names:
                fill(client, prefix, vectors())
        return VectorStore(client, prefix, lambda: None)

    def search(self, vector: FloatArray, view: View, depth: int = DEPTH) -> Iterator[tuple[str, float]]:
        """The nearest entries of one view as (document id, cosine), nearest first. A document may come several times.

        Raises:
            KnowledgeOutage: Chroma failed.
        """
        size = min(depth, self._sizes[view])
        if size == 0:
            return
        with _outages():
            found = self._collections[view].query(
                query_embeddings=vector[None, :], n_results=size, include=["distances"]
            )
        distances = found["distances"]
        if not distances:
            raise KnowledgeOutage("Chroma gave no distances; run: zenbu knowledge build")
        for entry, distance in zip(found["ids"][0], distances[0], strict=True):
            yield entry.rpartition("#")[0], 1.0 - distance

    def close(self) -> None:
        """Gives the private copy back."""
        self._close()


@dataclass(frozen=True)
class ViewVectors:
    """The vectors of each view, one row an entry, and the document each belongs to."""

    owners: Mapping[View, Sequence[str]]
    vectors: Mapping[View, FloatArray]

    @staticmethod
    def encode(
        documents: Sequence[Document], encoder: Encoder, encode_queries: Callable[[Sequence[str]], FloatArray]
    ) -> "ViewVectors":
        """Encodes all views; paraphrases as queries, because that is what they are compared with."""
        ids = [document.id for document in documents]
        asked = [(document.id, text) for document in documents for text in document.paraphrases]
        return ViewVectors(
            {"question": ids, "answer": ids, "paraphrase": [owner for owner, _ in asked]},
            {
                "question": encoder.encode_passages([document.question for document in documents]),
                "answer": encoder.encode_passages([document.answer for document in documents]),
                "paraphrase": encode_queries([text for _, text in asked])
                if asked
                else np.empty((0, encoder.dim), np.float32),
            },
        )

    def save(self, path: Path) -> None:
        """Keeps the vectors for a Chroma server that is filled later."""
        arrays = {f"{view}.vectors": self.vectors[view] for view in VIEWS}
        owners = {f"{view}.owners": np.array(list(self.owners[view]), dtype=np.str_) for view in VIEWS}
        np.savez(path / "views.npz", **arrays, **owners)  # type: ignore[arg-type]

    @staticmethod
    def load(path: Path) -> "ViewVectors":
        """The vectors `save` kept."""
        with np.load(path / "views.npz") as stored:
            return ViewVectors(
                {view: [str(owner) for owner in stored[f"{view}.owners"]] for view in VIEWS},
                {view: stored[f"{view}.vectors"] for view in VIEWS},
            )


def fill(client: "ClientAPI", prefix: str, vectors: ViewVectors) -> None:
    """Writes all views. The collection that is looked for first is written last."""
    for view in VIEWS:
        # Without an embedding function of our own, a stray text query would make Chroma fetch a model.
        collection = client.get_or_create_collection(
            f"{prefix}-{view}",
            embedding_function=None,
            configuration={"hnsw": {"space": "ip", "ef_search": 2 * DEPTH, "ef_construction": 200}},
        )
        ids = [f"{owner}#{number}" for number, owner in enumerate(vectors.owners[view])]
        for start in range(0, len(ids), _BATCH):
            rows = slice(start, start + _BATCH)
            collection.upsert(ids=ids[rows], embeddings=vectors.vectors[view][rows])


def _client(path: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(path), Settings(anonymized_telemetry=False))


def _release(client: Any) -> None:
    client.close()


@contextmanager
def _outages() -> Iterator[None]:
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        raise KnowledgeOutage(f"The vectors: {error}. Try again; if it stays, run: zenbu knowledge build") from error
