"""Codes that were mailed."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from store.models import EmailCode


def newest(session: Session, conversation_id: str) -> EmailCode | None:
    """The code a conversation was sent last."""
    query = select(EmailCode).where(EmailCode.conversation_id == conversation_id)
    return session.scalar(query.order_by(EmailCode.id.desc()).limit(1))


def count_of(session: Session, conversation_id: str) -> int:
    """How many codes a conversation was sent."""
    query = select(func.count()).select_from(EmailCode).where(EmailCode.conversation_id == conversation_id)
    return session.scalar(query) or 0


def count_to(session: Session, email: str, since: datetime) -> int:
    """How many codes an address was sent, from whatever conversation."""
    query = select(func.count()).select_from(EmailCode).where(EmailCode.email == email, EmailCode.sent_at > since)
    return session.scalar(query) or 0


def drop_older(session: Session, before: datetime) -> None:
    """Removes codes nobody needs any more."""
    session.execute(delete(EmailCode).where(EmailCode.sent_at <= before))
