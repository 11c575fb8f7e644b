"""Streams of server-sent events: a reply as it comes, and what happens in a conversation."""

import asyncio
import json
import math
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import StreamingResponse
from starlette.types import Send

from api.answering import Answer, Answering, Words
from api.errors import PROBLEMS, document_of
from api.feed import ConversationFeed
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


async def tell_reply(answering: Answering, message_id: str, answer: Answer, words: Words) -> AsyncGenerator[bytes]:
    """The events of one message: that it is stored, the words of its reply, the reply. Or an error in its place.

    Words may come while the reply is still made. The reply is what counts: where it does not go on as it began, because
    a person took over meanwhile, no more words are told, and it takes the place of those that were.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + answering.time_limit
    yield event_block("status", {"status": "accepted", "message_id": message_id})
    told = ""
    try:
        while not answer.done() and (left := until - loop.time()) > 0:
            new = await words.next(answer, min(left, HEARTBEAT))
            if new is not None:
                told += new
                yield event_block("delta", {"text": new})
            elif not answer.done():
                yield KEEPALIVE_COMMENT
        reply = answering.result(answer)
    except Exception as error:
        # The status line is long gone: the fault is told in the stream, and logged as the server would have done.
        if type(error) not in PROBLEMS:
            log.exception("turn failed", message_id=message_id)
        yield event_block("error", document_of(error))
        return
    if reply["message"].startswith(told):
        for sentence in sentences(reply["message"][len(told) :]):
            yield event_block("delta", {"text": sentence})
    yield event_block("reply", reply)


@dataclass(frozen=True)
class Audience:
    """Who listens to a conversation, and what of its standing they are told.

    Attributes:
        event: What the event of a changed standing is called.
        standing: What it says.
        typist: Who is seen to be typing.
        typing_until: Until when.
    """

    event: str
    standing: Callable[[Standing], dict[str, Any]]
    typist: str
    typing_until: Callable[[Standing], datetime | None]


CUSTOMER: Final = Audience(
    "owner",
    lambda standing: {"owner": standing.owner, "handover": standing.handover},
    "staff",
    lambda standing: standing.typing_until,
)
STAFF: Final = Audience(
    "standing",
    lambda standing: {"owner": standing.owner, "ticket": standing.ticket},
    "customer",
    lambda standing: standing.customer_typing_until,
)


async def tell_events(
    feed: ConversationFeed,
    wall: Clock,
    conversation_id: str,
    after: int,
    audience: Audience = CUSTOMER,
    by: str = "",
    longest: float = math.inf,
) -> AsyncGenerator[bytes]:
    """The events of a conversation: everything said behind a place, who answers, who types; until the client goes.

    Args:
        feed: Tells of news.
        wall: The machine's time, by which somebody is typing.
        conversation_id: Which conversation.
        after: The place.
        audience: Who listens.
        by: Which of them.
        longest: Seconds after which the stream ends, so that the client comes back and is asked again who it is.
    """
    yield format_sse_event(retry=RETRY)
    told = None
    until = asyncio.get_running_loop().time() + longest
    with feed.listen(conversation_id, by) as listener:
        while not listener.is_over and asyncio.get_running_loop().time() < until:
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
                        yield event_block("message", message, message["seq"])
                after = page[-1]["seq"] if page else standing.last_seq
            if told is None or audience.standing(told) != audience.standing(standing):
                yield event_block(audience.event, audience.standing(standing))
            if _is_typing(standing, told, audience, wall):
                typing = {"role": audience.typist, "until": audience.typing_until(standing)}
                yield event_block("typing", typing)
            told = standing


def _is_typing(standing: Standing, told: Standing | None, audience: Audience, wall: Clock) -> bool:
    until = audience.typing_until(standing)
    return until is not None and until > wall.now() and (told is None or audience.typing_until(told) != until)


def event_block(name: str, data: dict[str, Any], event_id: int | str | None = None) -> bytes:
    """An event as it goes over the wire.

    Args:
        name: What happened.
        data: What is said of it; times as ISO 8601.
        event_id: What the client names when it comes back.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=lambda moment: moment.isoformat())
    return format_sse_event(event=name, data_str=text, id=None if event_id is None else str(event_id))
