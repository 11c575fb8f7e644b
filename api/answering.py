"""Turns under way. They do not belong to the requests that began them: a client that goes away loses nothing."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from starlette.concurrency import run_in_threadpool

from services.turns import Received, ReplyPending, TurnService

TIME_LIMIT: Final = 40.0
"""Seconds a request waits for its reply, at most: the turn service's own patience, and a little for what hangs."""

ReplyJson = dict[str, Any]
Answer = asyncio.Task[ReplyJson]


class Words:
    """Words of a reply, as they come from the thread in which it is made. Belongs to the loop it is made in."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def put(self, words: str) -> None:
        """Takes words in, from any thread."""
        self._loop.call_soon_threadsafe(self._queue.put_nowait, words)

    async def next(self, answer: Answer, seconds: float) -> str | None:
        """Waits for words, for the answer, or for so long. None where no words came."""
        if not self._queue.empty():
            return self._queue.get_nowait()
        words = asyncio.ensure_future(self._queue.get())
        try:
            await asyncio.wait((words, answer), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return words.result() if words.done() else None
        finally:
            words.cancel()


class Answering:
    """Runs turns in threads and keeps hold of them until they end.

    Args:
        turns: Answers messages.
        time_limit: Seconds a request waits.
    """

    def __init__(self, turns: TurnService, time_limit: float = TIME_LIMIT) -> None:
        self._turns = turns
        self.time_limit = time_limit
        self._under_way: set[Answer] = set()

    async def accept(self, conversation_id: str, text: str, client_message_id: str | None) -> ReplyJson:
        """Answers a message (see `TurnService.accept`).

        Raises:
            ReplyPending: It took too long; the turn goes on, and a repeated message fetches its reply.
        """
        answer = self._begin(run_in_threadpool(self._turns.accept, conversation_id, text, client_message_id))
        await asyncio.wait((answer,), timeout=self.time_limit)
        return self.result(answer)

    async def receive(self, conversation_id: str, text: str, client_message_id: str | None) -> Received:
        """Stores a message (see `TurnService.receive`)."""
        return await run_in_threadpool(self._turns.receive, conversation_id, text, client_message_id)

    def answer(self, received: Received, words: Words | None = None) -> Answer:
        """Begins to answer a stored message, at once and to the end, whether or not anybody reads the reply.

        Args:
            received: What was stored.
            words: Takes words of the reply that may be shown before it is there.
        """
        tell = words.put if words is not None else None
        return self._begin(run_in_threadpool(self._turns.answer, received, tell))

    def result(self, answer: Answer) -> ReplyJson:
        """The reply, where it is there.

        Raises:
            ReplyPending: It is not there yet.
        """
        if not answer.done():
            raise ReplyPending("The reply is not ready. Repeat the message with the same client_message_id.")
        return answer.result()

    async def finish(self) -> None:
        """Waits for the turns under way, before what they need is closed."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=self.time_limit)

    def _begin(self, turn: Coroutine[Any, Any, ReplyJson]) -> Answer:
        task = asyncio.create_task(turn)
        self._under_way.add(task)
        # A fault that nobody asks for any more is logged by asyncio itself.
        task.add_done_callback(self._under_way.discard)
        return task
