"""The wrapper every encoder is used through: cleaning, a cache of queries, bounded concurrency, named errors."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np

from knowledge.encoder.clean import MAX_CHARS, clean_text
from knowledge.encoder.port import Encoder, EncoderError, FloatArray, PreparingEncoder, UnreadableText

# More calls at once than processors left for encoding only make each of them late.
MAX_CONCURRENT = 2
CACHE_SIZE = 4096


class GuardedEncoder:
    """Wraps an encoder so that no text can harm it, and so that repeated questions and buttons cost nothing.

    Passages are cleaned and capped like queries; split long documents before encoding them. Thread-safe.

    Attributes:
        hits: Queries answered from the cache since the start.
        misses: Queries that had to be encoded.
    """

    def __init__(self, inner: Encoder, max_chars: int = MAX_CHARS, cache_size: int = CACHE_SIZE) -> None:
        """Wrap `inner`; `cache_size` counts query vectors, 0 switches the cache off."""
        self.inner = inner
        self.hits = 0
        self.misses = 0
        self._max_chars = max_chars
        self._cache_size = cache_size
        self._cache: OrderedDict[bytes, FloatArray] = OrderedDict()
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(MAX_CONCURRENT)

    @property
    def name(self) -> str:
        """Name of the inner encoder and the cap: both decide what a vector is."""
        return f"{self.inner.name}/max{self._max_chars}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self.inner.dim

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what a customer asks, shape (len(texts), dim).

        Raises:
            UnreadableText: A text holds nothing to encode.
            EncoderError: The encoder failed.
        """
        return self.prepare_queries(texts)()

    def prepare_queries(self, texts: Sequence[str]) -> Callable[[], FloatArray]:
        """Do of `encode_queries` what needs the interpreter; the call that is returned does the rest.

        Raises:
            UnreadableText: A text holds nothing to encode.
            EncoderError: The encoder failed; the call, too, may raise it.
        """
        cleaned = self._cleaned(texts)
        vectors = self._cached(cleaned)
        missing = [text for text in dict.fromkeys(cleaned) if text not in vectors]
        with self._named_faults(len(missing)):
            run = self._prepared(missing)

        def finish() -> FloatArray:
            if missing:
                encoded = self._call(run, len(missing))
                vectors.update(zip(missing, encoded, strict=True))
                self._remember(missing, encoded)
            return np.stack([vectors[text] for text in cleaned]) if cleaned else np.empty((0, self.dim), np.float32)

        return finish

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is searched, shape (len(texts), dim).

        Raises:
            UnreadableText: A text holds nothing to encode.
            EncoderError: The encoder failed.
        """
        cleaned = self._cleaned(texts)
        if not cleaned:
            return np.empty((0, self.dim), np.float32)
        return self._call(partial(self.inner.encode_passages, cleaned), len(cleaned))

    def _cleaned(self, texts: Sequence[str]) -> list[str]:
        cleaned: list[str] = []
        for number, text in enumerate(texts, start=1):
            try:
                cleaned.append(clean_text(text, self._max_chars))
            except UnreadableText as error:
                if len(texts) == 1:
                    raise
                raise UnreadableText(f"Text {number} of {len(texts)}: {error}") from error
        return cleaned

    def _prepared(self, texts: list[str]) -> Callable[[], FloatArray]:
        if texts and isinstance(self.inner, PreparingEncoder):
            return self.inner.prepare_queries(texts)
        return partial(self.inner.encode_queries, texts)

    def _call(self, encode: Callable[[], FloatArray], count: int) -> FloatArray:
        with self._slots, self._named_faults(count):
            vectors = np.asarray(encode(), dtype=np.float32)
        if vectors.shape != (count, self.inner.dim) or not np.isfinite(vectors).all():
            raise EncoderError(
                f"{self.inner.name} gave vectors of shape {vectors.shape} for {count} text(s), "
                f"expected finite ones of {(count, self.inner.dim)}. Check the model."
            )
        return vectors

    @contextmanager
    def _named_faults(self, count: int) -> Iterator[None]:
        try:
            yield
        except EncoderError:
            raise
        except Exception as error:
            raise EncoderError(
                f"{self.inner.name} failed on {count} text(s): {type(error).__name__}: {error}. "
                "Try again; if it persists, check the encoder's settings."
            ) from error

    def _cached(self, texts: list[str]) -> dict[str, FloatArray]:
        found: dict[str, FloatArray] = {}
        with self._lock:
            for text in texts:
                key = _digest(text)
                vector = self._cache.get(key)
                if vector is not None:
                    self._cache.move_to_end(key)
                    found[text] = vector
            hits = sum(text in found for text in texts)
            self.hits += hits
            self.misses += len(texts) - hits
        return found

    def _remember(self, texts: list[str], vectors: FloatArray) -> None:
        with self._lock:
            for text, vector in zip(texts, vectors, strict=True):
                key = _digest(text)
                self._cache[key] = vector.copy()  # a row would keep the whole batch alive
                self._cache.move_to_end(key)
            while len(self._cache) > self._cache_size:
                self._cache.popitem(last=False)


def _digest(text: str) -> bytes:
    """What a text is remembered by: nobody who was erased is left in a cache."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
