"""What tools wrote, and what they proposed to a customer."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class ToolCall(Base):
    """A writing tool was called: stored in the transaction that stored what it did."""

    __tablename__ = "tool_calls"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    tool: Mapped[str]
    role: Mapped[str]
    """`customer`, or the member's role."""

    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    """Who of the staff; None for a customer."""

    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"))
    """Whom it was about, where anybody is known."""

    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    arguments: Mapped[dict[str, Any]]
    """With personal data masked."""

    effect: Mapped[dict[str, Any]]
    """What became of it; ids and words of ours."""

    __table_args__ = (Index("ix_tool_calls_customer_at", "customer_id", "at"),)


class ToolProposal(Base):
    """Something a tool would do for a customer once they say yes to it. Its id is what confirms it."""

    __tablename__ = "tool_proposals"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[str]
    """The message in answer to which it was proposed: a yes must come in a later one."""

    kind: Mapped[str]
    deed: Mapped[dict[str, Any]]
    """What would be done, with the price or fee that was stated."""

    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
