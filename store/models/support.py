"""Requests for help that came in elsewhere than in the chat; the chat's are tickets."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class SupportCase(Base):
    """A request for help, from the day it was opened until it was resolved."""

    __tablename__ = "support_cases"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    category: Mapped[str | None]
    opened_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    """When it was given to somebody above; None if never."""

    __table_args__ = (Index("ix_support_cases_customer_opened", "customer_id", "opened_at"),)
