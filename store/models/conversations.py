"""Conversations, what was said in them, and how each answer came about."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Conversation(Base):
    """A conversation: who may speak in it, who answers, where the dialogue stands, and who is working on it now."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    locale: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    frozen_at: Mapped[datetime | None]
    """Where its clock stands still (development only)."""

    owner: Mapped[str] = mapped_column(default="bot")
    owner_epoch: Mapped[int] = mapped_column(default=0)
    """Grows with every change of owner: a reply computed under another epoch is not sent."""

    state: Mapped[dict[str, Any]]
    state_version: Mapped[int] = mapped_column(default=0)
    next_seq: Mapped[int] = mapped_column(default=1)
    lease: Mapped[str | None]
    """Names one taking of the conversation by one worker; nobody else ever holds the same."""

    lease_until: Mapped[datetime | None]
    survey: Mapped[dict[str, Any] | None]
    typing_until: Mapped[datetime | None]
    """Until when the customer is shown that somebody of the staff is typing."""

    customer_typing_until: Mapped[datetime | None]
    """Until when the staff is shown that the customer is typing."""

    llm_calls: Mapped[int] = mapped_column(default=0, server_default="0")
    llm_tokens: Mapped[int] = mapped_column(default=0, server_default="0")
    llm_yen: Mapped[float] = mapped_column(default=0.0, server_default="0")
    """What the language model cost here so far."""


class Message(Base):
    """Something said. A customer's is `waiting` until it is `answered` (or `failed`); all others are `said`."""

    __tablename__ = "messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    role: Mapped[str]
    """customer, bot, staff or notice (a sentence of the system's own)."""

    author: Mapped[str | None]
    """The name the customer sees, where somebody of the staff said it."""

    text: Mapped[str]
    at: Mapped[datetime]
    status: Mapped[str]
    client_message_id: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    answers: Mapped[str | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    """The message this one is the reply to."""

    reply: Mapped[dict[str, Any] | None]
    """The chat API's Reply, as it was and will be given out."""

    helpful: Mapped[bool | None]
    comment: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_message_id"),
        Index(
            "ix_messages_waiting",
            "conversation_id",
            "seq",
            sqlite_where=sql("status = 'waiting'"),
            postgresql_where=sql("status = 'waiting'"),
        ),
    )


class Turn(Base):
    """The record of one turn: what was understood, how it was routed, what it cost."""

    __tablename__ = "turns"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    reply_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    state_version: Mapped[int]
    type: Mapped[str]
    route: Mapped[str]
    confidence: Mapped[float]
    milliseconds: Mapped[float]
    record: Mapped[dict[str, Any]]
