"""Who works here, what they did, and where the bot is switched off."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Staff(Base):
    """A member of the staff. Only the digest of their token is stored."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    on_call_order: Mapped[int | None]
    """The lowest is paged first; None is never paged."""

    slack_id: Mapped[str | None]
    """Who they are in Slack."""

    skills: Mapped[list[Any]] = mapped_column(default=list)
    """Triggers, categories and kinds of customer they know best."""

    areas: Mapped[list[Any]] = mapped_column(default=list)
    """Prefectures they know."""

    languages: Mapped[list[Any]] = mapped_column(default=list)
    """What they write besides the house's own language."""

    hours: Mapped[dict[str, Any] | None]
    """When they are there, by weekday; None is the house's own hours."""

    capacity: Mapped[int | None]
    """How many customers they serve at once; None is any number."""

    created_at: Mapped[datetime]

    __table_args__ = (Index("uq_staff_slack_id", "slack_id", unique=True),)


class StaffAction(Base):
    """Something a member did or looked at. `detail` holds ids and words of ours, nothing a customer wrote."""

    __tablename__ = "staff_actions"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """None: whoever sat at the machine's command line."""

    action: Mapped[str]
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    """Whose page was opened."""

    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class ChannelSwitch(Base):
    """Whether people alone answer in a channel; a channel without a row is answered by the bot."""

    __tablename__ = "channel_switches"

    channel: Mapped[str] = mapped_column(primary_key=True)
    people_only: Mapped[bool]
    by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
