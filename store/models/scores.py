"""What was computed about customers, kept as history."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class ScoreRun(Base):
    """A batch: as of when it scores everybody, and how far it has come."""

    __tablename__ = "score_runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    cursor: Mapped[str | None]
    """The last customer that was scored; they go by id."""

    scored: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    """Names one taking of the batch by one process; nobody else ever holds the same."""

    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    ltv_top_tenth: Mapped[int | None]
    """Who is worth as much as this is in the top tenth; None until everybody was scored."""

    model_version: Mapped[str | None]


class Score(Base):
    """One customer's scores as of one moment. The newest by `at` are the ones that count."""

    __tablename__ = "scores"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    run_id: Mapped[str | None] = mapped_column(ForeignKey("score_runs.id"), index=True)
    """The batch that computed it; None where it was computed for this customer alone."""

    at: Mapped[datetime]
    health: Mapped[float | None]
    status: Mapped[str | None]
    parts: Mapped[dict[str, Any]]
    """Health by part, what was missing, and what moved it."""

    churn: Mapped[float | None]
    level: Mapped[str | None]
    factors: Mapped[list[Any]]
    upsells: Mapped[list[Any]]
    tone_slope: Mapped[float | None]
    tone_level: Mapped[str | None]
    ltv: Mapped[int | None]
    segment: Mapped[str | None]
    model_version: Mapped[str | None]
    """Of the churn model; None where there was none."""

    __table_args__ = (
        UniqueConstraint("customer_id", "at"),
        Index("ix_scores_at", "at"),
    )
