"""What customers answered when they were asked how they liked it; the chat keeps its own with the conversation."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class SurveyAnswer(Base):
    """One answer: NPS 0–10, CSAT and CES 1–5; None where the question was not asked or not answered."""

    __tablename__ = "survey_answers"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    channel: Mapped[str]
    nps: Mapped[int | None]
    csat: Mapped[float | None]
    ces: Mapped[float | None]
    comment: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_survey_answers_customer_at", "customer_id", "at"),)
