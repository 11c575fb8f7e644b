"""Streams of server-sent events: a reply as it comes, and what happens in a conversation."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final

import structlog
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import StreamingResponse
from starlette.types import Send

from api.answering import Answer, Answering
from api.errors import PROBLEMS, document_of
from api.feed import Feed
from domain.clock import Clock
from services.feed import Standing
from store.session import StoreUnavailable

HEARTBEAT: Final = 15.0
"""Seconds of silence after which a comment is sent: proxies close what is silent for a minute or less."""

RETRY: Final = 2_000
"""Milliseconds after which a client comes back."""

_SENTENCE_END = re.compile(r"(?<=[。!?！？\n])(?![。!?！？\n」』）)])")

log = structlog.get_logger(__name__)


class EventStream(StreamingResponse):
    """A stream of events that no proxy holds back, and that is closed the moment its client goes away."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes]) -> None:
        super().__init__(events, headers={"X-Accel-Buffering": "no"})
        self._events = events

    async def stream_response(self, send: Send) -> None:
        """Sends the events, and lets go of what they listen to."""
        async with aclosing(self._events):
            await super().stream_response(send)


def sentences(text: str) -> list[str]:
    """Cuts a reply where it can be shown piece by piece; together the pieces are the reply, to the character."""
    return [piece for piece in _SENTENCE_END.split(text) if piece]


async def tell_reply(answering: Answering, message_id: str, answer: Answer) -> AsyncGenerator[bytes]:
    """The events of one message: that it is stored, the sentences of its reply, the reply. Or an error in its place."""
    loop = asyncio.get_running_loop()
    until = loop.time() + answering.time_limit
    yield _event("status", {"status": "accepted", "message_id": message_id})
    try:
        while not answer.done() and (left := until - loop.time()) > 0:
            await asyncio.wait((answer,), timeout=min(left, HEARTBEAT))
            if not answer.done():
                yield KEEPALIVE_COMMENT
        reply = answering.result(answer)
    except Exception as error:
        # The status line is long gone: the fault is told in the stream, and logged as the server would have done.
        if type(error) not in PROBLEMS:
            log.exception("turn failed", message_id=message_id)
        yield _event("error", document_of(error))
        return
    for sentence in sentences(reply["message"]):
        yield _event("delta", {"text": sentence})
    yield _event("reply", reply)


async def tell_events(feed: Feed, wall: Clock, conversation_id: str, after: int) -> AsyncGenerator[bytes]:
    """The events of a conversation: everything said behind a place, who answers, who types; until the client goes."""
    yield format_sse_event(retry=RETRY)
    told = None
    with feed.listen(conversation_id) as listener:
        while not listener.is_over:
            if not await listener.has_news(HEARTBEAT):
                yield KEEPALIVE_COMMENT
                continue
            standing = listener.standing
            if standing is None:
                return
            while after < standing.last_seq:
                try:
                    page = await feed.messages(conversation_id, after)
                except StoreUnavailable as outage:
                    # The client comes back, and is told what it has not heard.
                    log.warning("stream ended", conversation_id=conversation_id, why=str(outage))
                    return
                for message in page:
                    if message["text"]:
                        yield _event("message", message, message["seq"])
                after = page[-1]["seq"] if page else standing.last_seq
            if told is None or (told.owner, told.handover) != (standing.owner, standing.handover):
                yield _event("owner", {"owner": standing.owner, "handover": standing.handover})
            if _is_typing(standing, told, wall):
                yield _event("typing", {"role": "staff", "until": standing.typing_until})
            told = standing


def _is_typing(standing: Standing, told: Standing | None, wall: Clock) -> bool:
    until = standing.typing_until
    return until is not None and until > wall.now() and (told is None or told.typing_until != until)


def _event(name: str, data: dict[str, Any], seq: int | None = None) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=lambda moment: moment.isoformat())
    return format_sse_event(event=name, data_str=text, id=None if seq is None else str(seq))
