"""Reading begun before its turn comes: encoder and matrix products hold no lock, so they run beside everything else."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from knowledge.encoder.guarded import MAX_CONCURRENT
from knowledge.reader import Reading

KEPT: Final = 4 * MAX_CONCURRENT
"""Readings begun and not asked for, such as of a message that was refused in the end; the oldest goes first."""


class HeadStart:
    """Reads texts in the background for whoever asks for them soon. Thread-safe.

    Args:
        read: Reads texts.
    """

    def __init__(self, read: Callable[[Sequence[str]], list[Reading]]) -> None:
        self._read = read
        self._pool = ThreadPoolExecutor(MAX_CONCURRENT, thread_name_prefix="reading")
        self._free = threading.Semaphore(MAX_CONCURRENT)
        self._begun: OrderedDict[bytes, Future[Reading]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, text: str) -> None:
        """Begins to read a text, unless all are at work: then it would only be late for somebody else.

        Args:
            text: A normalized text.
        """
        if not self._free.acquire(blocking=False):
            return
        future = self._pool.submit(self._work, text)
        with self._lock:
            self._begun[_digest(text)] = future
            while len(self._begun) > KEPT:
                self._begun.popitem(last=False)

    def take(self, text: str) -> Reading:
        """What a text was read as; reads it now if nobody has begun.

        Raises:
            UnreadableText: It holds nothing that can be understood.
            EncoderError: The encoder is out.
        """
        with self._lock:
            future = self._begun.pop(_digest(text), None)
        return self._read([text])[0] if future is None else future.result()

    def _work(self, text: str) -> Reading:
        try:
            return self._read([text])[0]
        finally:
            self._free.release()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
