"""Which events of other systems were taken in, so that none counts twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class IntakeEvent(Base):
    """An event that was taken in. The same id with other content is refused."""

    __tablename__ = "intake_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    type: Mapped[str]
    digest: Mapped[str]
    """SHA-256 of what it said, in a form that does not depend on spaces or order of fields."""

    at: Mapped[datetime]
    received_at: Mapped[datetime]

    __table_args__ = (Index("ix_intake_events_received_at", "received_at"),)
