"""Handovers to a person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Select, case, func, literal, select, tuple_
from sqlalchemy.orm import Session

from domain.labels import Priority
from store.models import Conversation, Customer, Message, Staff, Ticket
from store.types import TokyoTime

RANK: Final[dict[Priority, int]] = {"urgent": 0, "high": 1, "normal": 2, "low": 3}

_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Listed:
    """A ticket in a list, with the names behind its ids."""

    ticket: Ticket
    channel: str
    customer: str | None
    kind: str | None
    claimed_by: str | None
    unanswered: int


@dataclass(frozen=True)
class Filter:
    """Which tickets are listed; without a status those that are not closed."""

    status: str | None = None
    priority: str | None = None
    claimed_by: str | None = None
    area: str | None = None
    language: str | None = None
    category: str | None = None


def unclosed(session: Session, conversation_id: str) -> Ticket | None:
    """The handover of a conversation that waits for a person or is with one."""
    return session.scalar(select(Ticket).where(Ticket.conversation_id == conversation_id, is_unclosed()))


def latest(session: Session, conversation_id: str) -> Ticket | None:
    """The newest handover of a conversation, closed or not."""
    return session.scalar(
        select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.opened_at.desc()).limit(1)
    )


def of_conversation(session: Session, conversation_id: str) -> Sequence[Ticket]:
    """All handovers of a conversation, oldest first."""
    return session.scalars(
        select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.opened_at, Ticket.id)
    ).all()


def count_of(session: Session, customer_id: str) -> int:
    """How many handovers a customer ever had."""
    return session.scalar(select(func.count()).select_from(Ticket).where(Ticket.customer_id == customer_id)) or 0


def urgent(session: Session, limit: int) -> Sequence[Ticket]:
    """Urgent handovers that are not closed, in conversations in which time passes; longest without a page first."""
    return session.scalars(
        select(Ticket)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .where(is_unclosed(), Ticket.priority == "urgent", Conversation.frozen_at.is_(None))
        .order_by(Ticket.paged_at.is_not(None), Ticket.paged_at)
        .limit(limit)
    ).all()


def unattended(session: Session, limit: int) -> Sequence[Ticket]:
    """Handovers that are not closed, in conversations in which time passes; those nobody attended to longest first."""
    return session.scalars(
        select(Ticket)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .where(is_unclosed(), Conversation.frozen_at.is_(None))
        .order_by(func.coalesce(Ticket.attended_at, Ticket.opened_at, type_=TokyoTime()))
        .limit(limit)
    ).all()


def waits_since(session: Session, ticket: Ticket) -> datetime | None:
    """Since when the customer waits for a word of whoever claimed a ticket; None where they were answered last."""
    messages = Message.conversation_id == ticket.conversation_id, Message.seq > (ticket.opened_seq or 0)
    answered = session.scalar(select(func.max(Message.seq)).where(*messages, Message.role == "staff"))
    if answered is None:
        return ticket.claimed_at
    unanswered = *messages, Message.role == "customer", Message.seq > answered
    return session.scalar(select(func.min(Message.at, type_=TokyoTime())).where(*unanswered))


def answered_at(session: Session, ticket: Ticket) -> datetime | None:
    """When somebody of the staff last said something in a ticket."""
    return session.scalar(
        select(func.max(Message.at, type_=TokyoTime())).where(
            Message.conversation_id == ticket.conversation_id,
            Message.role == "staff",
            Message.seq > (ticket.opened_seq or 0),
        )
    )


def listed(session: Session, wanted: Filter, after: Ticket | None, limit: int) -> Sequence[Listed]:
    """A page of tickets: what is most pressing first (priority, due, opened); of closed ones the newest first.

    Args:
        session: A transaction.
        wanted: Which tickets.
        after: The last ticket of the page before.
        limit: Most tickets in the page.
    """
    query = _listing().where(Ticket.status == wanted.status if wanted.status else is_unclosed())
    if wanted.priority:
        query = query.where(Ticket.priority == wanted.priority)
    if wanted.claimed_by:
        query = query.where(Ticket.claimed_by == wanted.claimed_by)
    if wanted.area:
        query = query.where(Ticket.area == wanted.area)
    if wanted.language:
        query = query.where(Ticket.language == wanted.language)
    if wanted.category:
        query = query.where(Ticket.category == wanted.category)
    closed = wanted.status == "closed"
    keys = _newest_first() if closed else _most_pressing_first()
    if after is not None:
        place = tuple_(*(literal(key.value_of(after), key.column.type) for key in keys))
        columns = tuple_(*(key.column for key in keys))
        query = query.where(columns < place if closed else columns > place)
    order = [key.column.desc() if closed else key.column for key in keys]
    return [Listed(*row) for row in session.execute(query.order_by(*order).limit(limit))]


def one(session: Session, ticket_id: str) -> Listed | None:
    """A ticket as it stands in a list."""
    row = session.execute(_listing().where(Ticket.id == ticket_id)).one_or_none()
    return Listed(*row) if row is not None else None


def waiting(session: Session, limit: int) -> Sequence[Listed]:
    """The tickets that are not closed, the most pressing first."""
    order = [key.column for key in _most_pressing_first()]
    rows = session.execute(_listing().where(is_unclosed()).order_by(*order).limit(limit))
    return [Listed(*row) for row in rows]


def ends(session: Session, ticket_ids: Collection[str]) -> Mapping[str, str]:
    """How tickets ended, by id; one that has not is left out."""
    rows = session.execute(
        select(Ticket.id, Ticket.outcome).where(Ticket.id.in_(ticket_ids), Ticket.closed_at.is_not(None))
    )
    return {row.id: row.outcome for row in rows}


def loads(session: Session) -> Mapping[str, int]:
    """How many customers each member serves now; who serves nobody is left out."""
    served = select(Ticket.claimed_by, func.count()).where(is_unclosed()).group_by(Ticket.claimed_by)
    return {holder: count for holder, count in session.execute(served) if holder is not None}


def _listing() -> Select[Any]:
    answered = (
        select(func.coalesce(func.max(Message.seq), 0))
        .where(Message.conversation_id == Ticket.conversation_id, Message.role == "staff")
        .correlate(Ticket)
        .scalar_subquery()
    )
    unanswered = (
        select(func.count())
        .where(
            Message.conversation_id == Ticket.conversation_id,
            Message.role == "customer",
            Message.seq > answered,
            Message.seq > func.coalesce(Ticket.opened_seq, 0),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )
    return (
        select(Ticket, Conversation.channel, Customer.name, Customer.type, Staff.name, unanswered)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(Staff, Staff.id == Ticket.claimed_by)
    )


@dataclass(frozen=True)
class _Key:
    """Something tickets are sorted by: in the database, and the same of one ticket."""

    column: ColumnElement[Any]
    value_of: Callable[[Ticket], Any]


def _most_pressing_first() -> list[_Key]:
    rank = case({name: rank for name, rank in RANK.items()}, value=Ticket.priority, else_=len(RANK))
    due = func.coalesce(Ticket.due, literal(_NEVER, TokyoTime()), type_=TokyoTime())
    return [
        _Key(rank, lambda ticket: RANK[cast(Priority, ticket.priority)]),
        _Key(due, lambda ticket: ticket.due or _NEVER),
        _Key(Ticket.opened_at.expression, lambda ticket: ticket.opened_at),
        _Key(Ticket.id.expression, lambda ticket: ticket.id),
    ]


def _newest_first() -> list[_Key]:
    return [
        _Key(Ticket.closed_at.expression, lambda ticket: ticket.closed_at),
        _Key(Ticket.id.expression, lambda ticket: ticket.id),
    ]


def is_unclosed() -> ColumnElement[bool]:
    """The condition that a handover waits for a person or is with one."""
    # Written into the statement, not bound: a prepared plan that does not know the value cannot use a partial index.
    return Ticket.status != literal("closed", literal_execute=True)
