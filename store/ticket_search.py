"""Looking handovers up: by customer, by what they were about, by who had them, by how they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from store.models import Conversation, Customer, Staff, Ticket


@dataclass(frozen=True)
class Search:
    """Which handovers are looked for; None is any.

    Attributes:
        text: What stands in their id, or in the customer's id or name.
        status: open, claimed or closed.
        trigger: Why a person was called.
        category: What it is about.
        outcome: How it ended.
        member_id: Who has or had it.
        since: Opened then or later.
        until: Opened before.
    """

    text: str | None = None
    status: str | None = None
    trigger: str | None = None
    category: str | None = None
    outcome: str | None = None
    member_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class TicketFound:
    """A handover that was found, with the names behind its ids."""

    ticket: Ticket
    channel: str
    customer: str | None
    member: str | None


def found(session: Session, wanted: Search, after: Ticket | None, limit: int) -> Sequence[TicketFound]:
    """A page of handovers, the newest first.

    Args:
        session: A transaction.
        wanted: Which.
        after: The last one of the page before.
        limit: Most of them.
    """
    query = (
        select(Ticket, Conversation.channel, Customer.name, Staff.name)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(Staff, Staff.id == Ticket.claimed_by)
        .where(*_conditions(wanted))
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Ticket.opened_at, Ticket.id) < tuple_(after.opened_at, after.id))
    return [TicketFound(*row) for row in session.execute(query)]


def _conditions(wanted: Search) -> list[ColumnElement[bool]]:
    exact = {
        Ticket.status: wanted.status,
        Ticket.trigger: wanted.trigger,
        Ticket.category: wanted.category,
        Ticket.outcome: wanted.outcome,
        Ticket.claimed_by: wanted.member_id,
    }
    conditions: list[ColumnElement[bool]] = [column == value for column, value in exact.items() if value]
    if wanted.text:
        small = wanted.text.casefold()
        columns = (Ticket.id, Customer.id, Customer.name)
        conditions.append(or_(*(func.lower(column).contains(small, autoescape=True) for column in columns)))
    if wanted.since is not None:
        conditions.append(Ticket.opened_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Ticket.opened_at < wanted.until)
    return conditions
