"""What was said in a conversation, with what was understood of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from store.models import Message, Turn


def with_records(session: Session, conversation_id: str, limit: int) -> Sequence[Row[Any]]:
    """The last messages of a conversation, in order, each with the record of the turn that answered it."""
    query = (
        select(
            Message.id,
            Message.seq,
            Message.role,
            Message.author,
            Message.text,
            Message.at,
            Message.answers,
            Message.reply,
            Turn.record,
        )
        .outerjoin(Turn, Turn.message_id == Message.id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.seq.desc())
        .limit(limit)
    )
    return session.execute(query).all()[::-1]
