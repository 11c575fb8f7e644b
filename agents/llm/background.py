"""Calls over the network from threads that must not wait longer than they said.

Timeouts of HTTP clients count from the last byte, so an endpoint that drips is never late. Here calls run in an event
loop of their own; who waits for one leaves at the deadline, and leaving closes the connection.
"""

import asyncio
import queue
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import TimeoutError as WaitedEnough
from contextlib import aclosing
from typing import Any, Final, TypeVar

import structlog

from agents.llm.deadlines import Deadline

CLOSING: Final = 5.0
"""Seconds that are waited for what is still under way at the end."""

log = structlog.get_logger(__name__)

T = TypeVar("T")


Closing = Callable[[], Coroutine[Any, Any, None]]


class _End:
    """Nothing more comes."""


class Background:
    """An event loop in a thread of its own, begun when it is first needed; it ends with whoever holds this."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closings: list[Closing] = []
        self._end: Callable[[], Any] = lambda: None

    def at_end(self, closing: Closing) -> None:
        """Has something closed in the loop before it ends."""
        self._closings.append(closing)

    def close(self) -> None:
        """Ends the loop, if it was ever begun."""
        self._end()

    def run(self, call: Coroutine[Any, Any, T], deadline: Deadline) -> T:
        """Waits for a call.

        Raises:
            TimeoutError: It was not done at the deadline; it is broken off.
        """
        future = asyncio.run_coroutine_threadsafe(call, self._running())
        try:
            return future.result(deadline.left)
        except WaitedEnough:
            future.cancel()
            raise

    def iterate(self, items: Callable[[], AsyncIterator[T]], deadline: Deadline) -> Iterator[T]:
        """Waits for one item after another. Who stops listening breaks the call off.

        Raises:
            TimeoutError: The next one was not there at the deadline, which may be moved meanwhile.
        """
        box: queue.SimpleQueue[T | _End | Exception] = queue.SimpleQueue()
        future = asyncio.run_coroutine_threadsafe(_pump(items, box), self._running())
        try:
            while True:
                try:
                    item = box.get(timeout=deadline.left)
                except queue.Empty:
                    raise TimeoutError from None
                if isinstance(item, _End):
                    return
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            future.cancel()

    def begin(self, call: Coroutine[Any, Any, Any]) -> None:
        """Lets a call run that nobody waits for; it sees to its own faults."""
        asyncio.run_coroutine_threadsafe(call, self._running())

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                thread = threading.Thread(target=self._loop.run_forever, name="llm", daemon=True)
                thread.start()
                self._end = weakref.finalize(self, _end, self._loop, thread, self._closings)
            return self._loop


def _end(loop: asyncio.AbstractEventLoop, thread: threading.Thread, closings: list[Closing]) -> None:
    async def close_all() -> None:
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        for closing in closings:
            await closing()

    if threading.current_thread() is thread:  # forgotten by its own last call
        loop.stop()
        return
    try:
        asyncio.run_coroutine_threadsafe(close_all(), loop).result(CLOSING)
    except WaitedEnough:
        log.warning("calls of the model did not end in time", seconds=CLOSING)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(CLOSING)
    if not thread.is_alive():
        loop.close()


async def _pump(items: Callable[[], AsyncIterator[T]], box: "queue.SimpleQueue[T | _End | Exception]") -> None:
    try:
        async with aclosing(items()) as found:  # type: ignore[type-var]  # every one given here is a generator
            async for item in found:
                box.put(item)
    except Exception as error:  # noqa: BLE001 - told to whoever waits
        box.put(error)
    else:
        box.put(_End())
