"""What has to be told to the outside, written with what it tells of, and how far the telling has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base

# SQLite numbers rows by itself only in a column of exactly this type.
NUMBER = BigInteger().with_variant(Integer, "sqlite")


class OutboxEvent(Base):
    """An event on its way to the outside. `key` names what it is about."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    topic: Mapped[str]
    key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """When it becomes due, by the business's clock; None is at once."""

    routed_at: Mapped[datetime | None]
    """When its deliveries were made, by the machine's clock."""

    __table_args__ = (
        Index(
            "ix_outbox_unrouted",
            "due_at",
            "id",
            sqlite_where=text("routed_at IS NULL"),
            postgresql_where=text("routed_at IS NULL"),
        ),
        Index("ix_outbox_key", "key"),
    )


class Delivery(Base):
    """One event on its way through one channel: `waiting` until it is `delivered`, `dropped` (moot) or `dead`.

    Its times are the machine's: deliveries wait and are tried again where the business's clock stands still, too.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"))
    channel: Mapped[str]
    key: Mapped[str]
    """The event's: what is about one thing goes through a channel in order."""

    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    claim: Mapped[str | None]
    """Names one taking by one worker; nobody else ever holds the same."""

    claimed_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("event_id", "channel"),
        Index(
            "ix_deliveries_waiting",
            "channel",
            "key",
            "id",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_deliveries_dead",
            "id",
            sqlite_where=text("status = 'dead'"),
            postgresql_where=text("status = 'dead'"),
        ),
    )
