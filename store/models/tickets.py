"""Handovers to a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Ticket(Base):
    """A handover: `open` until a person claims it, `claimed` until it is `closed`. One a conversation at a time."""

    __tablename__ = "tickets"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    status: Mapped[str]
    trigger: Mapped[str]
    priority: Mapped[str]
    promise: Mapped[str]
    due: Mapped[datetime | None]
    senior: Mapped[bool]
    brief: Mapped[dict[str, Any]]
    packet: Mapped[dict[str, Any] | None]
    """What a person reads first (`domain.packet`), as it stood when it was opened or raised last."""

    category: Mapped[str | None] = mapped_column(index=True)
    """What it is about, by the pack's categories; None where the pack has none."""

    opened_at: Mapped[datetime]
    opened_seq: Mapped[int | None]
    """The place of the last message when it was opened."""

    claimed_by: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    note: Mapped[str | None]
    """What whoever closed it or handed it back wants colleagues to know."""

    page_step: Mapped[int] = mapped_column(default=0)
    """How many pages went out."""

    paged_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    """When a person last acknowledged a page, claimed the ticket or answered in it."""

    attended_by: Mapped[str | None]
    area: Mapped[str | None]
    """The customer's prefecture, as far as it was known when it was opened."""

    language: Mapped[str | None]
    """What the customer writes in: `ja`, `en`."""

    callback: Mapped[dict[str, Any] | None]
    """That the customer wants to be called, where and when."""

    handback: Mapped[dict[str, Any] | None]
    """What whoever handed it back wants the bot to know."""

    overdue_at: Mapped[datetime | None]
    """When it was told that nobody claimed it in time."""

    escalated_at: Mapped[datetime | None]
    """When managers were last told that whoever has it does not answer."""

    __table_args__ = (
        Index(
            "uq_tickets_unclosed",
            "conversation_id",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        Index("ix_tickets_conversation_opened", "conversation_id", "opened_at"),
        Index("ix_tickets_closed", "closed_at", "id"),
    )
