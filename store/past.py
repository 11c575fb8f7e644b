"""What happened in conversations, read in few statements for whole periods."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, exists, select
from sqlalchemy.orm import Session, aliased

from store.models import Booking, Conversation, Customer, Message, Ticket, Turn


def conversations(
    session: Session,
    since: datetime,
    until: datetime,
    channels: Collection[str] | None,
    without: Collection[str],
    after: str | None,
    limit: int,
    *,
    by_handover: bool = False,
) -> Sequence[tuple[Conversation, Customer | None]]:
    """A page of the conversations that began in a period and in which a customer said something, by id.

    Args:
        session: A transaction.
        since: The period's beginning, included.
        until: Its end, not included.
        channels: Only these; None is all of them.
        without: But for these.
        after: The last id of the page before.
        limit: Most conversations in the page.
        by_handover: Those in which a person was called in the period, whenever they began.
    """
    called = exists().where(
        Ticket.conversation_id == Conversation.id, Ticket.opened_at >= since, Ticket.opened_at < until
    )
    query = (
        select(Conversation, Customer)
        .outerjoin(Customer, Customer.id == Conversation.customer_id)
        .where(called if by_handover else and_(Conversation.created_at >= since, Conversation.created_at < until))
        .where(exists().where(Turn.conversation_id == Conversation.id), Conversation.channel.not_in(without))
        .order_by(Conversation.id)
        .limit(limit)
    )
    if channels is not None:
        query = query.where(Conversation.channel.in_(channels))
    if after is not None:
        query = query.where(Conversation.id > after)
    return [(conversation, customer) for conversation, customer in session.execute(query)]


def some(session: Session, conversation_ids: Collection[str]) -> Sequence[tuple[Conversation, Customer | None]]:
    """Some conversations in which a customer said something, by id."""
    rows = session.execute(
        select(Conversation, Customer)
        .outerjoin(Customer, Customer.id == Conversation.customer_id)
        .where(Conversation.id.in_(conversation_ids), exists().where(Turn.conversation_id == Conversation.id))
        .order_by(Conversation.id)
    )
    return [(conversation, customer) for conversation, customer in rows]


def turns(session: Session, conversation_ids: Collection[str]) -> Sequence[Row[Turn, Message, Message]]:
    """All turns of some conversations, with what was said and what was replied, each conversation's in order."""
    said, replied = aliased(Message), aliased(Message)
    return session.execute(
        select(Turn, said, replied)
        .join(said, said.id == Turn.message_id)
        .join(replied, replied.id == Turn.reply_id)
        .where(Turn.conversation_id.in_(conversation_ids))
        .order_by(Turn.conversation_id, said.seq)
    ).all()


def tickets(session: Session, conversation_ids: Collection[str]) -> Sequence[Ticket]:
    """All handovers of some conversations, oldest first."""
    return session.scalars(
        select(Ticket).where(Ticket.conversation_id.in_(conversation_ids)).order_by(Ticket.opened_at, Ticket.id)
    ).all()


def contacts(session: Session, conversation_ids: Collection[str]) -> Sequence[tuple[str, dict[str, Any]]]:
    """What was given for the visits booked in some conversations: conversation, contact."""
    rows = session.execute(
        select(Booking.conversation_id, Booking.contact).where(Booking.conversation_id.in_(conversation_ids))
    )
    return [(conversation_id, contact) for conversation_id, contact in rows if conversation_id is not None]


def said_after(
    session: Session, customer_ids: Collection[str], since: datetime, until: datetime, without: Collection[str]
) -> Sequence[tuple[str, str, datetime]]:
    """When known customers said something in a period: customer, conversation, moment; oldest first."""
    rows = session.execute(
        select(Conversation.customer_id, Conversation.id, Turn.at)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Conversation.customer_id.in_(customer_ids), Turn.at >= since, Turn.at < until)
        .where(Conversation.channel.not_in(without))
        .order_by(Turn.at)
    )
    return [(customer_id, conversation_id, at) for customer_id, conversation_id, at in rows if customer_id is not None]
