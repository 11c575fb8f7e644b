"""What has to be told to the outside, written with what it tells of."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class OutboxEvent(Base):
    """An event on its way to Slack, e-mail or a webhook. `key` names what it is about."""

    __tablename__ = "outbox"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    topic: Mapped[str]
    key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_outbox_undelivered",
            "id",
            sqlite_where=text("delivered_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL"),
        ),
    )
