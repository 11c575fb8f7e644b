"""Handovers to a person."""

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from store.models import Ticket


def unclosed(session: Session, conversation_id: str) -> Ticket | None:
    """The handover of a conversation that waits for a person or is with one."""
    return session.scalar(
        select(Ticket).where(
            Ticket.conversation_id == conversation_id, Ticket.status != literal("closed", literal_execute=True)
        )
    )


def latest(session: Session, conversation_id: str) -> Ticket | None:
    """The newest handover of a conversation, closed or not."""
    return session.scalar(
        select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.opened_at.desc()).limit(1)
    )
