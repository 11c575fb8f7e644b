"""Events on their way to the outside: written, routed to channels, taken, settled."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from store.models import Delivery, OutboxEvent

WAITING: Final = "waiting"
DELIVERED: Final = "delivered"
DROPPED: Final = "dropped"
DEAD: Final = "dead"


def emit(
    session: Session, topic: str, key: str, payload: dict[str, Any], at: datetime, due_at: datetime | None = None
) -> None:
    """Writes an event with what it tells of: either both are stored or neither.

    Args:
        session: The transaction that stores what happened.
        topic: What happened, as `noun.verb`.
        key: What it happened to; events of one key are delivered in order.
        payload: JSON; ids rather than contents.
        at: When it happened.
        due_at: When it is to be told; at once where it is None.
    """
    session.add(OutboxEvent(topic=topic, key=key, payload=payload, at=at, due_at=due_at))


def withdraw(session: Session, topic: str, key: str) -> None:
    """Takes back events that have not become due."""
    session.execute(
        delete(OutboxEvent).where(OutboxEvent.topic == topic, OutboxEvent.key == key, OutboxEvent.routed_at.is_(None))
    )


def has_unrouted(session: Session, now: datetime) -> bool:
    """Whether there is an event to route; looked at without a lock."""
    return session.scalar(select(exists().where(_unrouted(now)))) or False


def next_unrouted(session: Session, now: datetime) -> OutboxEvent | None:
    """The oldest event that has become due, so that nobody else routes it.

    A second worker waits here instead of going on with a later one: deliveries are numbered in the order of events.
    """
    return session.scalar(select(OutboxEvent).where(_unrouted(now)).order_by(OutboxEvent.id).limit(1).with_for_update())


def add_deliveries(session: Session, event: OutboxEvent, channels: Iterable[str], now: datetime) -> None:
    """Sends an event on its way."""
    event.routed_at = now
    session.add_all(
        Delivery(event_id=event.id, channel=channel, key=event.key, status=WAITING, attempts=0, next_try_at=now)
        for channel in channels
    )
    session.flush()


def has_due(session: Session, channel: str, now: datetime) -> bool:
    """Whether a channel has something to deliver; looked at without a lock."""
    return session.scalar(select(_due(channel, now).exists())) or False


def claim(session: Session, channel: str, name: str, now: datetime, lease: timedelta) -> Delivery | None:
    """Takes the next delivery of a channel: nobody else does before the lease runs out.

    Args:
        session: A transaction of its own.
        channel: Which channel.
        name: Of this taking; never used before.
        now: The machine's time.
        lease: How long the delivery may take.
    """
    delivery = session.scalar(_due(channel, now).order_by(Delivery.id).limit(1).with_for_update(skip_locked=True))
    if delivery is not None:
        # Counted before it is tried: one that kills the process is counted too.
        delivery.attempts += 1
        delivery.claim, delivery.claimed_until = name, now + lease
    return delivery


def claimed(session: Session, delivery_id: int, name: str) -> Delivery | None:
    """A delivery, locked, as long as this taking of it still counts."""
    delivery = session.get(Delivery, delivery_id, with_for_update=True)
    return delivery if delivery is not None and delivery.claim == name and delivery.status == WAITING else None


def settle(delivery: Delivery, status: str, why: str | None, now: datetime) -> None:
    """Ends a delivery."""
    delivery.status, delivery.settled_at, delivery.last_error = status, now, why
    delivery.claim = delivery.claimed_until = None


def postpone(delivery: Delivery, why: str, until: datetime) -> None:
    """Gives a delivery free, to be tried again later."""
    delivery.last_error, delivery.next_try_at = why, until
    delivery.claim = delivery.claimed_until = None


def revive(delivery: Delivery, now: datetime) -> None:
    """Lets a dead delivery be tried again from the beginning."""
    delivery.status, delivery.settled_at, delivery.attempts, delivery.next_try_at = WAITING, None, 0, now


def count_before(session: Session, event: OutboxEvent, topics: Iterable[str]) -> int:
    """How many events of these topics its key had before an event."""
    earlier = (OutboxEvent.key == event.key, OutboxEvent.id < event.id, OutboxEvent.topic.in_(tuple(topics)))
    return session.scalar(select(func.count()).select_from(OutboxEvent).where(*earlier)) or 0


def deliveries(session: Session, status: str, after: int, limit: int) -> Sequence[tuple[Delivery, OutboxEvent]]:
    """A page of deliveries of one status behind a place, with their events."""
    rows = session.execute(
        select(Delivery, OutboxEvent)
        .join(OutboxEvent, OutboxEvent.id == Delivery.event_id)
        .where(_has(status), Delivery.id > after)
        .order_by(Delivery.id)
        .limit(limit)
    )
    return [(delivery, event) for delivery, event in rows]


def scheduled(session: Session, after: int, limit: int) -> Sequence[OutboxEvent]:
    """A page of the events that have a time and were not routed yet, behind a place."""
    return session.scalars(
        select(OutboxEvent)
        .where(OutboxEvent.routed_at.is_(None), OutboxEvent.due_at.is_not(None), OutboxEvent.id > after)
        .order_by(OutboxEvent.id)
        .limit(limit)
    ).all()


def locked_dead(
    session: Session, delivery_id: int | None, after: int, limit: int
) -> Sequence[tuple[Delivery, OutboxEvent]]:
    """Dead deliveries behind a place with their events, so that nobody else revives them: one of them, or all."""
    query = select(Delivery, OutboxEvent).join(OutboxEvent, OutboxEvent.id == Delivery.event_id).where(_has(DEAD))
    query = query.where(Delivery.id > after if delivery_id is None else Delivery.id == delivery_id)
    rows = session.execute(query.order_by(Delivery.id).limit(limit).with_for_update(of=Delivery))
    return [(delivery, event) for delivery, event in rows]


def _unrouted(now: datetime) -> ColumnElement[bool]:
    return OutboxEvent.routed_at.is_(None) & or_(OutboxEvent.due_at.is_(None), OutboxEvent.due_at <= now)


def _due(channel: str, now: datetime) -> Select[Delivery]:
    earlier = aliased(Delivery)
    blocked = exists().where(
        earlier.channel == channel,
        earlier.key == Delivery.key,
        earlier.id < Delivery.id,
        earlier.status == literal(WAITING, literal_execute=True),
    )
    return select(Delivery).where(
        Delivery.channel == channel,
        _has(WAITING),
        Delivery.next_try_at <= now,
        or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= now),
        ~blocked,
    )


def _has(status: str) -> ColumnElement[bool]:
    # Written into the statement, not bound: a prepared plan that does not know the value cannot use a partial index.
    return Delivery.status == literal(status, literal_execute=True)
