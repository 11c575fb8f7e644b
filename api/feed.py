"""Wakes open event streams when something changed in their conversations.

One look at the database serves all streams of a process: at once for what this process wrote, and every half second for
what others did. A stream costs a coroutine, not a thread.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import structlog
from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from services.feed import FeedReader, Standing
from store.session import Database, StoreUnavailable

ROUND: Final = 0.5
"""Seconds between two looks for what other processes wrote."""

OUTAGE: Final = 2.0
"""Seconds until the next look where one failed."""

MOST_STREAMS: Final = 10
"""Open streams of one conversation: more tabs and devices than one person watches."""

THREADS: Final = 4
"""Threads for looking; not of the server's own, which may all be waiting for replies."""

log = structlog.get_logger(__name__)


class TooManyStreams(Exception):
    """A conversation is listened to too often."""


class Listener:
    """One open stream.

    Attributes:
        standing: How the conversation stands; None until the first look.
        is_over: Nothing more will come: the conversation is gone, or the process ends.
    """

    def __init__(self) -> None:
        self.standing: Standing | None = None
        self.is_over = False
        self._news = asyncio.Event()

    async def has_news(self, seconds: float) -> bool:
        """Waits until something changed since the last call, at most for some seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    def tell(self, standing: Standing | None) -> None:
        """Hears how the conversation stands; None where there is none any more."""
        if standing is None:
            self.is_over = True
        elif standing == self.standing:
            return
        self.standing = standing
        self._news.set()


class Feed:
    """All listeners of a process.

    Args:
        database: Tells what this process writes.
        reader: Reads what was written.
    """

    def __init__(self, database: Database, reader: FeedReader) -> None:
        self._database = database
        self._reader = reader
        self._listeners: dict[str, list[Listener]] = {}
        self._due: set[str] = set()
        self._bell = asyncio.Event()
        self._threads = CapacityLimiter(THREADS)
        self._loop = asyncio.get_running_loop()
        self._closed = False

    @property
    def is_alive(self) -> bool:
        """Whether listeners are told."""
        return not self._closed

    @property
    def count(self) -> int:
        """Streams open."""
        return sum(map(len, self._listeners.values()))

    def require_room(self, conversation_id: str) -> None:
        """Refuses a stream too many.

        Raises:
            TooManyStreams: The conversation has as many as it may have.
        """
        if len(self._listeners.get(conversation_id, ())) >= MOST_STREAMS:
            raise TooManyStreams(
                f"{MOST_STREAMS} streams of conversation {conversation_id} are open. Close one before the next."
            )

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[Listener]:
        """Listens to a conversation for as long as the block lasts; the first news is how it stands."""
        listener = Listener()
        listener.is_over = self._closed
        self._listeners.setdefault(conversation_id, []).append(listener)
        self._look_at(frozenset((conversation_id,)))
        try:
            yield listener
        finally:
            left = self._listeners[conversation_id]
            left.remove(listener)
            if not left:
                del self._listeners[conversation_id]

    async def messages(self, conversation_id: str, after: int) -> Sequence[dict[str, Any]]:
        """A page of what was said behind a place (see `FeedReader.messages`)."""
        return await run_sync(self._reader.messages, conversation_id, after, limiter=self._threads)

    async def run(self) -> None:
        """Looks until it is closed."""
        self._database.add_listener(self._written)
        round_at = self._loop.time()
        try:
            while not self._closed:
                await self._ring(round_at)
                if self._loop.time() >= round_at:
                    self._due.update(self._listeners)
                    round_at = self._loop.time() + ROUND
                due, self._due = self._due & self._listeners.keys(), set()
                if due and not await self._look(due):
                    round_at = self._loop.time() + OUTAGE
        finally:
            self._database.remove_listener(self._written)
            self.close()

    def close(self) -> None:
        """Ends all streams, so that nobody waits for them; whoever listens comes back to the next process."""
        self._closed = True
        self._bell.set()
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.tell(None)

    async def _ring(self, round_at: float) -> None:
        # Where nobody listens there is nothing to look for, and the database is left alone.
        try:
            async with asyncio.timeout_at(round_at if self._listeners else None):
                await self._bell.wait()
        except TimeoutError:
            return
        self._bell.clear()

    async def _look(self, conversation_ids: set[str]) -> bool:
        try:
            standings = await run_sync(self._reader.standings, conversation_ids, limiter=self._threads)
        except StoreUnavailable as outage:
            log.warning("listeners not told", why=str(outage))
            return False
        except Exception:
            # Nobody waits for this look, so nobody else would ever see the fault; and the next look must be taken.
            log.exception("listeners not told")
            return False
        for conversation_id in conversation_ids:
            for listener in self._listeners.get(conversation_id, ()):
                listener.tell(standings.get(conversation_id))
        return True

    def _written(self, conversation_ids: frozenset[str]) -> None:
        # In the thread that wrote.
        if not self._closed and any(one in self._listeners for one in conversation_ids):
            self._loop.call_soon_threadsafe(self._look_at, conversation_ids)

    def _look_at(self, conversation_ids: frozenset[str]) -> None:
        self._due |= conversation_ids
        self._bell.set()
