"""Wakes open event streams when something changed in what they listen to: a conversation, or the queue.

One look at the database serves all streams of a process: at once for what this process wrote, and every half second for
what others did. A stream costs a coroutine, not a thread.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog
from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from services.feed import FeedReader, Standing
from services.queue_feed import QUEUE, Queue, QueueReader
from store.session import Database, StoreUnavailable

ROUND: Final = 0.5
"""Seconds between two looks for what other processes wrote."""

OUTAGE: Final = 2.0
"""Seconds until the next look where one failed."""

MOST_STREAMS: Final = 10
"""Streams one person may have open of the same thing: more tabs and devices than anybody watches."""

QUEUE_REST: Final = 0.1
"""Seconds between two looks at the queue: it is looked at whole, and every word in any conversation rings for it."""

THREADS: Final = 4
"""Threads for looking; not of the server's own, which may all be waiting for replies."""

S = TypeVar("S")
Seen = TypeVar("Seen", covariant=True)
"""How what is listened to stands."""

log = structlog.get_logger(__name__)


class TooManyStreams(Exception):
    """Somebody listens to the same thing too often."""


class Listener(Generic[S]):
    """One open stream.

    Attributes:
        by: Who listens.
        standing: How things stand; None until the first look.
        is_over: Nothing more will come: what is listened to is gone, or the process ends.
    """

    def __init__(self, by: str) -> None:
        self.by = by
        self.standing: S | None = None
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

    def tell(self, standing: S | None) -> None:
        """Hears how things stand; None where there is nothing any more."""
        if standing is None:
            self.is_over = True
        elif standing == self.standing:
            return
        self.standing = standing
        self._news.set()


class Reader(Protocol[Seen]):
    """What looks at the database for listeners."""

    def standings(self, names: Collection[str], /) -> Mapping[str, Seen]:
        """How things stand, by name; what is no longer there is left out.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        ...


class Feed(Generic[S]):
    """All listeners of a process to one kind of thing.

    Args:
        database: Tells what this process writes.
        reader: Reads what was written.
        rest: Seconds between two looks at least.
    """

    def __init__(self, database: Database, reader: Reader[S], rest: float = 0.0) -> None:
        self._database = database
        self._reader = reader
        self._rest = rest
        self._listeners: dict[str, list[Listener[S]]] = {}
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

    def require_room(self, name: str, by: str = "") -> None:
        """Refuses a stream too many.

        Args:
            name: What is listened to.
            by: Who listens.

        Raises:
            TooManyStreams: They have as many as anybody may have.
        """
        if sum(listener.by == by for listener in self._listeners.get(name, ())) >= MOST_STREAMS:
            raise TooManyStreams(f"{MOST_STREAMS} streams of {name} are open. Close one before the next.")

    @contextmanager
    def listen(self, name: str, by: str = "") -> Iterator[Listener[S]]:
        """Listens for as long as the block lasts; the first news is how things stand.

        Args:
            name: To what.
            by: Who listens.
        """
        listener = Listener[S](by)
        listener.is_over = self._closed
        self._listeners.setdefault(name, []).append(listener)
        self._look_at(frozenset((name,)))
        try:
            yield listener
        finally:
            left = self._listeners[name]
            left.remove(listener)
            if not left:
                del self._listeners[name]

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
                if due and self._rest:
                    await asyncio.sleep(self._rest)
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

    async def _look(self, names: set[str]) -> bool:
        try:
            standings = await run_sync(self._reader.standings, names, limiter=self._threads)
        except StoreUnavailable as outage:
            log.warning("listeners not told", why=str(outage))
            return False
        except Exception:
            # Nobody waits for this look, so nobody else would ever see the fault; and the next look must be taken.
            log.exception("listeners not told")
            return False
        for name in names:
            for listener in self._listeners.get(name, ()):
                listener.tell(standings.get(name))
        return True

    def _touched(self, conversation_ids: frozenset[str]) -> frozenset[str]:
        """What may have changed with these conversations."""
        return conversation_ids

    def _written(self, conversation_ids: frozenset[str]) -> None:
        # In the thread that wrote.
        names = self._touched(conversation_ids)
        if not self._closed and any(name in self._listeners for name in names):
            self._loop.call_soon_threadsafe(self._look_at, names)

    def _look_at(self, names: frozenset[str]) -> None:
        self._due |= names
        self._bell.set()


class ConversationFeed(Feed[Standing]):
    """Listeners to conversations.

    Args:
        database: Tells what this process writes.
        reader: Reads what was written.
    """

    def __init__(self, database: Database, reader: FeedReader) -> None:
        super().__init__(database, reader)
        self._messages = reader.messages

    async def messages(self, conversation_id: str, after: int) -> Sequence[dict[str, Any]]:
        """A page of what was said behind a place (see `FeedReader.messages`)."""
        return await run_sync(self._messages, conversation_id, after, limiter=self._threads)


class QueueFeed(Feed[Queue]):
    """Listeners to the queue: there is one, and whatever is written in any conversation may concern it.

    Args:
        database: Tells what this process writes.
        reader: Reads the queue.
    """

    def __init__(self, database: Database, reader: QueueReader) -> None:
        super().__init__(database, reader, rest=QUEUE_REST)

    def _touched(self, conversation_ids: frozenset[str]) -> frozenset[str]:
        return frozenset((QUEUE,))
