"""Visits, visits kept for a moment, and who makes them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
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
    """A visit.

    No technician has two live ones at the same time, travel included: on PostgreSQL an exclusion constraint refuses the
    second, on SQLite two triggers do (migration 0005). They compare `starts_at` and `free_at`.
    """

    __tablename__ = "bookings"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technicians.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    free_at: Mapped[datetime | None]
    """When the technician can begin somewhere else; None where nobody is named, then the visit's end counts."""

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


class BusyTime(Base):
    """A span of an outside calendar in which a technician is not to be had; a new import replaces it."""

    __tablename__ = "busy_times"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    technician_id: Mapped[str] = mapped_column(ForeignKey("technicians.id"))
    calendar: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (Index("ix_busy_times_technician_start", "technician_id", "starts_at"),)
