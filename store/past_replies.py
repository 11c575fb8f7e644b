"""What the staff wrote in handovers that ended well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from store.models import Conversation, Customer, Message, Ticket


@dataclass(frozen=True)
class EndedWell:
    """A handover that was solved: when a person served it, what the customer said of it, and whose name is in it."""

    ticket_id: str
    conversation_id: str
    claimed_at: datetime
    closed_at: datetime
    csat: int | None
    customer: str | None


def ended_well(session: Session, trigger: str, category: str | None, but: str, limit: int) -> Sequence[EndedWell]:
    """Handovers of the same kind that were solved, the newest first.

    Args:
        session: A transaction.
        trigger: Why a person was called.
        category: What it was about; handovers of the same one count too.
        but: The conversation whose own handovers are left out.
        limit: Most of them.
    """
    same = or_(Ticket.trigger == trigger, Ticket.category == category) if category else Ticket.trigger == trigger
    rows = session.execute(
        select(
            Ticket.id, Ticket.conversation_id, Ticket.claimed_at, Ticket.closed_at, Conversation.survey, Customer.name
        )
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .where(
            Ticket.status == "closed",
            Ticket.outcome == "solved",
            Ticket.claimed_at.is_not(None),
            Ticket.conversation_id != but,
            same,
        )
        .order_by(Ticket.closed_at.desc(), Ticket.id.desc())
        .limit(limit)
    )
    return [
        EndedWell(ticket, conversation, claimed, closed, (survey or {}).get("csat"), name)
        for ticket, conversation, claimed, closed, survey, name in rows
        if claimed is not None and closed is not None
    ]


def exchanged(session: Session, conversation_ids: Sequence[str]) -> Sequence[Message]:
    """What customers and staff said in some conversations, in order."""
    return session.scalars(
        select(Message)
        .where(Message.conversation_id.in_(conversation_ids), Message.role.in_(("customer", "staff")))
        .order_by(Message.conversation_id, Message.seq)
    ).all()
