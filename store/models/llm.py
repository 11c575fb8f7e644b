"""What the language model cost."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class LlmDay(Base):
    """All calls of one day (Asia/Tokyo), whoever they were made for."""

    __tablename__ = "llm_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    calls: Mapped[int]
    tokens: Mapped[int]
    yen: Mapped[float]
