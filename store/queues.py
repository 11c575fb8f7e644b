"""How much work waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from store.models import Base, Delivery, Message, OutboxEvent, Ticket


@dataclass(frozen=True)
class Depths:
    """What waits in the whole database.

    Attributes:
        messages_waiting: Customers' messages without a reply.
        outbox: Events that are due and on no channel yet (`due`), and deliveries by status (`waiting`, `dead`).
        tickets: Handovers not closed, by status.
    """

    messages_waiting: int
    outbox: Mapping[str, int]
    tickets: Mapping[str, int]


def depths(session: Session, now: datetime) -> Depths:
    """Counts what waits; each count reads a partial index that holds nothing else.

    Args:
        session: A reading transaction.
        now: The business's time, by which events are due.
    """
    due = or_(OutboxEvent.due_at.is_(None), OutboxEvent.due_at <= now)
    return Depths(
        messages_waiting=_count(session, Message, Message.status == _written("waiting")),
        outbox={
            "due": _count(session, OutboxEvent, OutboxEvent.routed_at.is_(None), due),
            "waiting": _count(session, Delivery, Delivery.status == _written("waiting")),
            "dead": _count(session, Delivery, Delivery.status == _written("dead")),
        },
        tickets={
            "open": _count(session, Ticket, Ticket.status == "open", Ticket.status != _written("closed")),
            "claimed": _count(session, Ticket, Ticket.status == "claimed", Ticket.status != _written("closed")),
        },
    )


def _count(session: Session, model: type[Base], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _written(value: str) -> BindParameter[str]:
    # Into the statement, not bound: a prepared plan that does not know the value cannot use a partial index.
    return literal(value, literal_execute=True)
