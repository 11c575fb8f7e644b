"""Visits, visits kept for a moment, and who makes them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Technician(Base):
    """Somebody who visits. `days_off` are weekdays, 0 = Monday."""

    __tablename__ = "technicians"

    id: Mapped[str] = mapped_column(primary_key=True)
    areas: Mapped[list[Any]]
    days_off: Mapped[list[Any]]
    gap_minutes: Mapped[int]


class Booking(Base):
    """A visit. No technician has two live ones at the same time: the index refuses the second."""

    __tablename__ = "bookings"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technicians.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    terms_start: Mapped[datetime]
    """The start the cancellation terms count from: the nearer of its dates where it was moved."""

    status: Mapped[str]
    plan: Mapped[str]
    addons: Mapped[list[Any]]
    amount: Mapped[int]
    fees: Mapped[int] = mapped_column(default=0)
    """Fees for moving and cancelling, in yen, as they were stated."""

    contact: Mapped[dict[str, Any]]
    made_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_bookings_technician_start",
            "technician_id",
            "starts_at",
            unique=True,
            sqlite_where=text("status = 'booked'"),
            postgresql_where=text("status = 'booked'"),
        ),
    )


class Hold(Base):
    """A visit kept for a conversation until it is confirmed or the hold expires."""

    __tablename__ = "holds"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    technician_id: Mapped[str] = mapped_column(ForeignKey("technicians.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("technician_id", "starts_at"),)
