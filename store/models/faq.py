"""What the staff writes into the FAQ: drafts, what was approved of them, and what of that is served."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base

_ID = BigInteger().with_variant(Integer, "sqlite")


class FaqVersion(Base):
    """A topic as somebody wants it: `draft` → `proposed` → `approved`, or `refused` or `discarded`.

    One a topic is a draft or proposed at a time. What the pack's files say of it is no row.
    """

    __tablename__ = "faq_versions"

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    pack: Mapped[str]
    """The company's id: another pack on the same database has topics of its own."""

    topic_id: Mapped[str]
    number: Mapped[int | None]
    """Of the topic's approved versions, from 1."""

    title: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
    asked: Mapped[list[Any]]
    """Ways of asking it, besides those of the pack."""

    status: Mapped[str]
    base: Mapped[str]
    """A digest of what the pack said when it was written: what was changed there since is seen."""

    restores: Mapped[int | None]
    """The version whose text it brings back; 0 is the pack's."""

    why: Mapped[str | None]
    """For whoever approves it."""

    author: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None]
    remark: Mapped[str | None]
    """What whoever approved or refused it says."""

    revision: Mapped[int] = mapped_column(default=0)
    """Grows with every change: of two people who edit it, the second is told."""

    __table_args__ = (
        UniqueConstraint("pack", "topic_id", "number"),
        Index(
            "uq_faq_versions_open",
            "pack",
            "topic_id",
            unique=True,
            sqlite_where=text("status IN ('draft', 'proposed')"),
            postgresql_where=text("status IN ('draft', 'proposed')"),
        ),
    )


class FaqPublication(Base):
    """Approved versions on their way to customers: `waiting` → `building` → `served`, or `failed`."""

    __tablename__ = "faq_publications"

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    pack: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    versions: Mapped[dict[str, Any]]
    """The version of each topic that differs from the pack, by topic."""

    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    fault: Mapped[str | None]
    """Why it failed, for whoever mends it."""
