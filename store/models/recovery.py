"""What was offered to customers when something went wrong, and what that cost."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class RecoveryProposal(Base):
    """An offer a member wants to make: `waiting` for approval, `granted`, `refused`, or `withdrawn` afterwards."""

    __tablename__ = "recovery_proposals"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    cause: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[int]
    grounds: Mapped[dict[str, Any]]
    """From what the allowance was computed."""

    note: Mapped[str | None]
    """For colleagues."""

    status: Mapped[str]
    needs: Mapped[str]
    """The lowest level that may approve it."""

    proposed_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    """What whoever settled it wants colleagues to know."""

    __table_args__ = (Index("ix_recovery_proposals_status", "status", "proposed_at"),)


class RecoveryEntry(Base):
    """A line of the ledger: an amount given on somebody's authority, or (negative) taken back. Lines never change."""

    __tablename__ = "recovery_ledger"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    month: Mapped[str]
    """The calendar month in Asia/Tokyo whose budget it counts in, such as 2026-11."""

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    """Whose budget it counts in."""

    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    case_id: Mapped[str | None]
    """The ticket; without one the customer's month is the case."""

    proposal_id: Mapped[str | None]
    """No foreign key: the ledger is kept for the books, the proposal with its words is not."""

    kind: Mapped[str]
    amount: Mapped[int]
    entry: Mapped[str]
    """`grant` or `reversal`."""

    __table_args__ = (
        UniqueConstraint("proposal_id", "entry"),
        Index("ix_recovery_ledger_staff_month", "staff_id", "month"),
    )
