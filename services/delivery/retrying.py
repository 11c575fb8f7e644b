"""What waits and what is dead, for whoever looks after it; and another chance for the dead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.clock import Clock
from domain.mending import Mendable
from services.delivery.routing import SECRET
from store import outbox
from store.session import Database

BATCH: Final = 500


class NothingToRetry(Mendable, LookupError):
    """There is no such dead delivery, or its content is forgotten."""


@dataclass(frozen=True)
class Standing:
    """How one delivery stands. `next_try_at` is None where it was given up."""

    delivery_id: int
    topic: str
    key: str
    channel: str
    attempts: int
    next_try_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class Scheduled:
    """An event that is not due yet."""

    event_id: int
    topic: str
    key: str
    due_at: datetime


def list_deliveries(database: Database, *, dead: bool, after: int = 0, limit: int = 50) -> list[Standing]:
    """A page of the deliveries that wait, or of those that were given up.

    Args:
        database: Where they are.
        dead: The given-up ones.
        after: Behind this one.
        limit: Most in the page.
    """
    with database.read() as session:
        rows = outbox.deliveries(session, outbox.DEAD if dead else outbox.WAITING, after, limit)
    return [
        Standing(
            row.id,
            event.topic,
            event.key,
            row.channel,
            row.attempts,
            None if dead else row.next_try_at,
            row.last_error,
        )
        for row, event in rows
    ]


def list_scheduled(database: Database, after: int = 0, limit: int = 50) -> list[Scheduled]:
    """A page of the events that are not due yet, such as reminders.

    Args:
        database: Where they are.
        after: Behind this one.
        limit: Most in the page.
    """
    with database.read() as session:
        rows = outbox.scheduled(session, after, limit)
    return [Scheduled(row.id, row.topic, row.key, row.due_at) for row in rows if row.due_at is not None]


def retry(database: Database, wall: Clock, delivery_id: int | None = None) -> int:
    """Lets dead deliveries be tried again: one, or all.

    Args:
        database: Where they are.
        wall: The machine's time.
        delivery_id: Which one; None is all.

    Returns:
        How many.

    Raises:
        NothingToRetry: There is no such dead delivery, or its content is forgotten.
    """
    revived = 0
    after = 0
    while True:
        with database.write() as session:
            rows = outbox.locked_dead(session, delivery_id, after, BATCH)
            for delivery, event in rows:
                if event.topic not in SECRET:
                    outbox.revive(delivery, wall.now())
                    revived += 1
        if len(rows) < BATCH:
            break
        after = rows[-1][0].id
    if delivery_id is not None and not revived:
        raise NothingToRetry(
            f"Delivery {delivery_id} is not dead, or its content was secret and is forgotten. "
            "See which can be retried:\nzenbu outbox list --dead"
        )
    return revived
