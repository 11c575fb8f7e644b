"""Vectors of texts already encoded, so that a changed pack only pays for what changed."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder.guarded import MAX_CONCURRENT, GuardedEncoder
from knowledge.encoder.port import FloatArray

_BATCH: Final = 64


class VectorCache:
    """Query vectors of training texts, in one file an encoder."""

    def __init__(self, folder: Path, encoder: GuardedEncoder) -> None:
        self._encoder = encoder
        self._path = folder / f"vectors-{_digest(encoder.name)[:16]}.npz"
        self._known: dict[str, FloatArray] = {}
        try:
            with self._path.open("rb") as file, np.load(file) as stored:
                self._known = dict(zip(map(str, stored["digests"]), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            pass  # none yet, or damaged: everything is encoded again

    def encode_queries(self, texts: Sequence[str], progress: Callable[[str, int, int], None]) -> FloatArray:
        """The vectors of the texts, shape (len(texts), dim); encodes and keeps what is not known."""
        digests = [_digest(text) for text in texts]
        missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in self._known}
        todo = list(missing.items())
        batches = [todo[start : start + _BATCH] for start in range(0, len(todo), _BATCH)]
        done = 0
        # The encoder lets go of the interpreter while it computes: two batches at once use two processors.
        with ThreadPoolExecutor(MAX_CONCURRENT) as pool:
            encoded = pool.map(lambda batch: self._encoder.encode_queries([text for _, text in batch]), batches)
            for batch, vectors in zip(batches, encoded, strict=True):
                self._known.update(zip((digest for digest, _ in batch), vectors, strict=True))
                done += len(batch)
                progress("encoding", done, len(todo))
        if todo:
            self._save()
        return np.stack([self._known[digest] for digest in digests])

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".new.npz")
        np.savez(unfinished, digests=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        unfinished.replace(self._path)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
