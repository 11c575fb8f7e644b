"""What the staff hear as it happens: the queue, and the conversation of a ticket."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Any, Final

import structlog
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from api import examples, streams
from api.chat import Place
from api.deps import ApplicationDep, FeedDep, QueueFeedDep
from api.feed import QueueFeed, TooManyStreams
from api.openapi import problems, stream
from api.staff import MemberDep, TicketId
from api.streams import RETRY, STAFF, EventStream, event_block, tell_events
from domain.clock import SystemClock
from domain.staff import Member, NotAllowed
from services.members import NotStaff
from services.queue_feed import QUEUE, Queue, QueueReader
from services.serving import UnknownTicket
from store.session import StoreUnavailable

LONGEST: Final = 600.0
"""Seconds after which a stream ends; who comes back must still be let in."""

router = APIRouter(prefix="/v1/staff", tags=["staff"])
log = structlog.get_logger(__name__)


def get_conversation_id(application: ApplicationDep, me: MemberDep, ticket_id: TicketId) -> str:
    """The conversation of the path's ticket.

    Raises:
        NotAllowed: The role does not permit it.
        UnknownTicket: Nobody knows this ticket.
    """
    return application.staff.inbox.conversation_of(me, ticket_id)


@router.get(
    "/events",
    status_code=200,
    response_class=EventStream,
    responses={
        200: stream("What becomes of the queue, as it happens.", examples.QUEUE_STREAM),
        **problems(NotStaff, NotAllowed, TooManyStreams, StoreUnavailable),
    },
)
async def listen_to_queue(
    application: ApplicationDep,
    feed: QueueFeedDep,
    me: MemberDep,
    last_event_id: Annotated[str | None, Header(max_length=64, description="The id of the last event heard.")] = None,
) -> EventStream:
    """Tells what becomes of the queue, for as long as you listen.

    `queue`: all tickets that are not closed, at first, or when something was missed (`Last-Event-ID` tells; else
    `current`).
    `ticket`: one that is new or other than before, with `change`: opened, claimed, reassigned, requeued, raised,
    overdue, message, changed. `closed`: one that is done, with its `outcome`. A comment comes every 15 seconds; every
    ten minutes the stream ends and is to be opened anew.
    """
    me.require("read")
    feed.require_room(QUEUE, me.member_id)
    return EventStream(tell_queue(feed, application.staff.queue, me, last_event_id))


@router.get(
    "/tickets/{ticket_id}/events",
    status_code=200,
    response_class=EventStream,
    responses={
        200: stream("What happens in the ticket's conversation, as it happens.", examples.TICKET_STREAM),
        **problems(NotStaff, NotAllowed, UnknownTicket, TooManyStreams, StoreUnavailable),
    },
)
async def listen_to_ticket(
    feed: FeedDep,
    me: MemberDep,
    conversation_id: Annotated[str, Depends(get_conversation_id)],
    after: Place = 0,
    last_event_id: Annotated[int | None, Header(ge=0, lt=2**31, description="The id of the last event heard.")] = None,
) -> EventStream:
    """Tells what happens in a ticket's conversation, for as long as you listen.

    `message` (with the message's `seq` as id): everything said behind `Last-Event-ID` (or `after`), in order and once.
    `standing`: who answers, and the conversation's newest ticket; first as it is, then as it changes. `typing`: the
    customer is writing.
    """
    feed.require_room(conversation_id, me.member_id)
    place = after if last_event_id is None else last_event_id
    return EventStream(tell_events(feed, SystemClock(), conversation_id, place, STAFF, me.member_id, LONGEST))


async def tell_queue(feed: QueueFeed, reader: QueueReader, me: Member, last: str | None) -> AsyncGenerator[bytes]:
    """The events of the queue, until the client goes or the member no longer works here.

    Args:
        feed: Tells of news.
        reader: Knows how tickets ended.
        me: Who listens.
        last: The id of the last event they heard.
    """
    yield format_sse_event(retry=RETRY)
    loop = asyncio.get_running_loop()
    until, told = loop.time() + LONGEST, None
    with feed.listen(QUEUE, me.member_id) as listener:
        while not listener.is_over and loop.time() < until:
            if not await listener.has_news(streams.HEARTBEAT):
                yield KEEPALIVE_COMMENT
                continue
            queue = listener.standing
            member = queue.member(me.member_id) if queue else None
            if queue is None or member is None:
                return
            if told is not None:
                try:
                    news = await _news(queue, told, member, reader)
                except StoreUnavailable as outage:
                    # The client comes back, and is told how things stand.
                    log.warning("stream of the queue ended", why=str(outage))
                    return
                for block in news:
                    yield block
            elif queue.digest == last:
                yield event_block("current", {}, last)
            else:
                yield event_block("queue", {"tickets": queue.for_member(member)}, queue.digest)
            told = queue


async def _news(queue: Queue, told: Queue, member: Member, reader: QueueReader) -> list[bytes]:
    """What became of the queue. Only the last event names it: whoever is cut off before gets the whole."""
    gone = queue.gone_since(told)
    outcomes = await run_sync(reader.outcomes, gone) if gone else {}
    news: list[tuple[str, dict[str, Any]]] = [
        ("closed", {"ticket_id": ticket_id, "outcome": outcome}) for ticket_id, outcome in outcomes.items()
    ]
    news += [
        ("ticket", {"change": change, "ticket": queue.ticket_for(member, ticket_id)})
        for ticket_id, change in queue.changes_since(told)
    ]
    last = len(news) - 1
    return [event_block(name, data, queue.digest if at == last else None) for at, (name, data) in enumerate(news)]
