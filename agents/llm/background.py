"""Calls over the network from threads that must not wait longer than they said.

Timeouts of HTTP clients count from the last byte, so an endpoint that drips is never late. Here calls run in an event
loop of their own; who waits for one leaves at the deadline, and leaving closes the connection.
"""

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import TimeoutError as WaitedEnough
from contextlib import aclosing
from typing import Any, TypeVar

from agents.llm.deadlines import Deadline

T = TypeVar("T")


class _End:
    """Nothing more comes."""


class Background:
    """An event loop in a thread of its own, begun when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

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

    def close(self, last: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Ends the loop.

        Args:
            last: Clears away what was opened in it.
        """
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(last(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="llm", daemon=True)
                self._thread.start()
            return self._loop


async def _pump(items: Callable[[], AsyncIterator[T]], box: "queue.SimpleQueue[T | _End | Exception]") -> None:
    try:
        async with aclosing(items()) as found:  # type: ignore[type-var]  # every one given here is a generator
            async for item in found:
                box.put(item)
    except Exception as error:  # noqa: BLE001 - told to whoever waits
        box.put(error)
    else:
        box.put(_End())
