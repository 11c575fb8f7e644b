"""A week's sample of conversations, and what reviewers made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Review(Base):
    """A week's sample: what it stands for. One a week."""

    __tablename__ = "reviews"

    week: Mapped[str] = mapped_column(primary_key=True)
    """Such as 2026-W47."""

    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    seed: Mapped[int]
    pack: Mapped[str]
    strata: Mapped[list[Any]]


class ReviewItem(Base):
    """A conversation of a sample, and what a reviewer judged. What was said stays where it is."""

    __tablename__ = "review_items"

    week: Mapped[str] = mapped_column(ForeignKey("reviews.week"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True, index=True)
    place: Mapped[int]
    """In which order they are read."""

    stratum: Mapped[int]
    weight: Mapped[float]
    verdict: Mapped[str | None]
    note: Mapped[str | None]
    turns: Mapped[dict[str, Any]]
    """What was wrong with a turn and what would have been right, by the reply's id."""

    judged_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    judged_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    """Grows with every judgement: of two reviewers at once, the second is told."""

    __table_args__ = (UniqueConstraint("week", "place"),)
