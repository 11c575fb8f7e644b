"""Deletes what was kept long enough: conversations, bookings, events, what is known of customers.

In small transactions, so that nobody waits.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from domain.clock import Clock, SystemClock
from domain.records import LIVE
from domain.retention import RetentionTerms
from store import personal
from store.models import Base, Booking, Conversation, Delivery, Message, OutboxEvent, Ticket
from store.outbox import WAITING
from store.session import Database
from store.success import expiry

BATCH: Final = 20
"""Conversations (or other things) in one transaction."""

ROWS: Final = 500
"""Rows in one transaction, of tables nothing refers to."""

MOST_BATCHES: Final = 50
"""Transactions in one run, each of its kind; the next run goes on."""

DETACHED: Final[Mapping[str, Mapping[str, Any]]] = {
    "bookings": {"conversation_id": None},
    "staff_actions": {"ticket_id": None},
    "tool_calls": {"conversation_id": None},
    "recovery_proposals": {"ticket_id": None},
}
"""What outlives a conversation: bookings are kept longer, and what our own people did is not the customer's."""

Expired = Callable[[Session, datetime], dict[str, list[Any]]]

log = structlog.get_logger(__name__)


class Retention:
    """Deletes what no longer may be kept.

    Args:
        database: Where everything is.
        terms: How long it is kept.
        clock: The business's time.
        wall: The machine's time, which deliveries go by.
    """

    def __init__(self, database: Database, terms: RetentionTerms, clock: Clock, wall: Clock | None = None) -> None:
        self._database = database
        self._terms = terms
        self._clock = clock
        self._wall = wall or SystemClock()

    def run(self) -> dict[str, int]:
        """Deletes what there is to delete, up to a bound.

        Returns:
            How many conversations, bookings and events went, and rows of what was known of customers.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        now = self._clock.now()
        gone = {
            "conversations": self._delete(_conversations, self._terms.conversations.before(now)),
            "bookings": self._delete(_bookings, self._terms.bookings.before(now)),
            "outbox": self._delete(_events, self._terms.events.before(self._wall.now())),
            "history": sum(self._forget(model, now) for model in expiry.OLD),
        }
        if any(gone.values()):
            log.info("deleted what was kept long enough", **gone)
        return gone

    def _delete(self, expired: Expired, before: datetime) -> int:
        count = 0
        for _ in range(MOST_BATCHES):
            with self._database.write() as session:
                roots = expired(session, before)
                found = personal.find(session, roots, events=False)
                personal.remove(session, found, DETACHED if "conversations" in roots else {})
            deleted = sum(map(len, roots.values()))
            count += deleted
            if deleted < BATCH:
                break
        return count

    def _forget(self, model: type[Base], now: datetime) -> int:
        words, books = self._terms.conversations.before(now), self._terms.bookings.before(now)
        count = 0
        for _ in range(MOST_BATCHES):
            # Looked for without the right to write: mostly there is nothing, and the table is long.
            with self._database.read() as session:
                ids = expiry.expired(session, model, words, books, ROWS)
            if ids:
                with self._database.write() as session:
                    count += expiry.remove(session, model, ids)
            if len(ids) < ROWS:
                break
        return count


def _conversations(session: Session, before: datetime) -> dict[str, list[Any]]:
    """Nothing was said since, nobody of ours still works on them, and no visit booked there is newer."""
    since = exists().where(Message.conversation_id == Conversation.id, Message.at >= before)
    open_ticket = exists().where(Ticket.conversation_id == Conversation.id, Ticket.status != "closed")
    visit = exists().where(
        Booking.conversation_id == Conversation.id, Booking.status == LIVE, Booking.starts_at >= before
    )
    query = (
        select(Conversation.id)
        .where(Conversation.created_at < before, ~since, ~open_ticket, ~visit)
        .order_by(Conversation.created_at)
        .limit(BATCH)
        .with_for_update(of=Conversation, skip_locked=True)
    )
    return {"conversations": list(session.scalars(query))}


def _bookings(session: Session, before: datetime) -> dict[str, list[Any]]:
    query = select(Booking.id).where(Booking.ends_at < before).order_by(Booking.starts_at).limit(BATCH)
    return {"bookings": list(session.scalars(query.with_for_update(skip_locked=True)))}


def _events(session: Session, before: datetime) -> dict[str, list[Any]]:
    """Routed long ago, and nobody has to deliver them any more; the dead were never retried in all that time."""
    waiting = exists().where(Delivery.event_id == OutboxEvent.id, Delivery.status == WAITING)
    query = select(OutboxEvent.id).where(OutboxEvent.routed_at < before, ~waiting).order_by(OutboxEvent.id).limit(BATCH)
    return {"outbox": list(session.scalars(query.with_for_update(of=OutboxEvent, skip_locked=True)))}
