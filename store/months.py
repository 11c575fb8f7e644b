"""What a member did in a span of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import Conversation, Customer, StaffAction, Ticket

ENDING = ("close", "return")


@dataclass(frozen=True)
class Taken:
    """A ticket somebody claimed, when they answered first, and whose it is."""

    ticket: Ticket
    answered_at: datetime | None
    customer: str | None


@dataclass(frozen=True)
class Ended:
    """A ticket somebody closed or handed back, how it ended, and what the customer said of the conversation."""

    ticket_id: str
    outcome: str | None
    survey: dict[str, Any] | None


def taken(session: Session, staff_id: str, since: datetime, until: datetime) -> Sequence[Taken]:
    """The tickets a member claimed in a span, the newest first."""
    first = (
        select(StaffAction.ticket_id, func.min(StaffAction.at).label("at"))
        .where(StaffAction.staff_id == staff_id, StaffAction.action == "reply")
        .group_by(StaffAction.ticket_id)
        .subquery()
    )
    rows = session.execute(
        select(Ticket, first.c.at, Customer.name)
        .outerjoin(first, first.c.ticket_id == Ticket.id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .where(Ticket.claimed_by == staff_id, Ticket.claimed_at >= since, Ticket.claimed_at < until)
        .order_by(Ticket.claimed_at.desc(), Ticket.id)
    )
    return [Taken(ticket, at, name) for ticket, at, name in rows]


def ended(session: Session, staff_id: str, since: datetime, until: datetime) -> Sequence[Ended]:
    """The tickets a member closed or handed back in a span."""
    rows = session.execute(
        select(Ticket.id, Ticket.outcome, Conversation.survey)
        .join(StaffAction, StaffAction.ticket_id == Ticket.id)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .where(
            StaffAction.staff_id == staff_id,
            StaffAction.action.in_(ENDING),
            StaffAction.at >= since,
            StaffAction.at < until,
        )
        .order_by(StaffAction.id)
    )
    return [Ended(*row) for row in rows]
