"""What was said between us and a customer elsewhere than in the chat; the chat's is in its messages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Interaction(Base):
    """A call, a mail, a meeting: what it was about, how the customer felt and about whom."""

    __tablename__ = "interactions"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    channel: Mapped[str]
    kind: Mapped[str]
    """Of `domain.success.history.INTERACTION_KINDS`."""

    at: Mapped[datetime]
    label: Mapped[str | None]
    """Of `domain.labels.EMOTIONS`; None where nobody judged it."""

    target: Mapped[str | None]
    """Of `domain.labels.TARGETS`."""

    intensity: Mapped[int | None]
    """0 none to 3 strong."""

    quote: Mapped[str | None]
    """In their own words."""

    __table_args__ = (Index("ix_interactions_customer_at", "customer_id", "at"),)
