"""Conversations and their messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, update
from sqlalchemy.orm import Session

from store.models import Conversation, Message


def locked(session: Session, conversation_id: str) -> Conversation | None:
    """The conversation, so that nobody else changes it before this transaction ends."""
    return session.get(Conversation, conversation_id, with_for_update=True)


def add_message(session: Session, conversation: Conversation, **fields: Any) -> Message:
    """Appends a message. The conversation must be locked: its counter gives the place."""
    message = Message(conversation_id=conversation.id, seq=conversation.next_seq, attempts=0, **fields)
    conversation.next_seq += 1
    session.add(message)
    return message


def message_by_client_id(session: Session, conversation_id: str, client_message_id: str) -> Message | None:
    """The message a client sent under its own id."""
    return session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id, Message.client_message_id == client_message_id
        )
    )


def mark_answered(session: Session, message_id: str) -> None:
    """Notes that a message has its reply."""
    session.execute(
        update(Message).where(Message.id == message_id).values(status="answered"),
        execution_options={"synchronize_session": False},
    )


def next_waiting(session: Session, conversation_id: str) -> Message | None:
    """The oldest message that has no answer yet."""
    return session.scalar(
        select(Message).where(Message.conversation_id == conversation_id, _waiting()).order_by(Message.seq).limit(1)
    )


def reply_to(session: Session, message_id: str) -> dict[str, Any] | None:
    """The reply that was stored for a message, as it was given out."""
    return session.scalar(select(Message.reply).where(Message.answers == message_id))


def unattended(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Conversations with a waiting message that nobody works on."""
    free = or_(Conversation.lease.is_(None), Conversation.lease_until <= now)
    return session.scalars(
        select(Message.conversation_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(_waiting(), free)
        .distinct()
        .limit(limit)
    ).all()


def progress(session: Session, message_id: str) -> tuple[str, datetime | None]:
    """How a customer's message stands, and until when somebody works on its conversation."""
    row = session.execute(
        select(Message.status, Conversation.lease_until)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.id == message_id)
    ).one()
    return row.status, row.lease_until


def messages_after(session: Session, conversation_id: str, after: int, limit: int) -> Sequence[Message]:
    """A page of the transcript: messages behind a place, in order."""
    return session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > after)
        .order_by(Message.seq)
        .limit(limit)
    ).all()


def latest_messages(session: Session, conversation_id: str, limit: int) -> Sequence[Message]:
    """The end of the transcript, in order."""
    rows = session.scalars(
        select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq.desc()).limit(limit)
    ).all()
    return rows[::-1]


def _waiting() -> ColumnElement[bool]:
    # Written into the statement, not bound: a prepared plan that does not know the value cannot use a partial index.
    return Message.status == literal("waiting", literal_execute=True)
