"""Encoding begun before its turn comes: the encoder holds no lock, so it runs beside everything else."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import numpy as np

from knowledge.encoder.guarded import MAX_CONCURRENT, GuardedEncoder
from knowledge.encoder.port import EncoderError, FloatArray, UnreadableText

KEPT: Final = 4 * MAX_CONCURRENT
"""Texts begun and not asked for, such as of a message that was refused in the end; the oldest goes first."""


class HeadStart:
    """Encodes texts in the background for whoever asks for them soon. Thread-safe.

    Args:
        encoder: Encodes them.
    """

    def __init__(self, encoder: GuardedEncoder) -> None:
        self._encoder = encoder
        self._pool = ThreadPoolExecutor(MAX_CONCURRENT, thread_name_prefix="encoding")
        self._free = threading.Semaphore(MAX_CONCURRENT)
        self._begun: OrderedDict[bytes, Future[FloatArray]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, text: str) -> None:
        """Begins to encode a text, unless all are at work: then it would only be late for somebody else.

        What needs the interpreter is done at once: beside the caller's own work it would take several times as long.

        Args:
            text: A normalized text.
        """
        if not self._free.acquire(blocking=False):
            return
        try:
            encode = self._encoder.prepare_queries([text])
        except (UnreadableText, EncoderError):
            self._free.release()  # whoever asks for it meets the same fault
            return
        future = self._pool.submit(self._run, encode)
        with self._lock:
            self._begun[_digest(text)] = future
            while len(self._begun) > KEPT:
                self._begun.popitem(last=False)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """The vectors of texts, shape (texts, dim); those nobody has begun are encoded now.

        Raises:
            UnreadableText: A text holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        with self._lock:
            begun = [self._begun.pop(_digest(text), None) for text in texts]
        missing = [text for text, future in zip(texts, begun, strict=True) if future is None]
        rest = iter(self._encoder.encode_queries(missing))
        return np.stack([next(rest) if future is None else future.result()[0] for future in begun])

    def _run(self, encode: Callable[[], FloatArray]) -> FloatArray:
        try:
            return encode()
        finally:
            self._free.release()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
