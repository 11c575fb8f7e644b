"""What customers did with the service."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class UsageEvent(Base):
    """A measurement, a login, a report made or opened, a feature used."""

    __tablename__ = "usage_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    kind: Mapped[str]
    """Of `domain.success.history.USAGE_KINDS`."""

    name: Mapped[str | None]
    """The report (the same when it is made and opened), the feature, or the plan of a measurement."""

    quantity: Mapped[int] = mapped_column(default=1)
    """How many at once."""

    hours: Mapped[float | None]
    """How long each measurement took."""

    at: Mapped[datetime]

    __table_args__ = (Index("ix_usage_events_customer_kind_at", "customer_id", "kind", "at"),)
