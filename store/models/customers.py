"""Known customers."""

from datetime import date
from typing import Any

from sqlalchemy import true
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Customer(Base):
    """A known customer. `noise_hours` are the hours (0–23) in which their noise was heard."""

    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str] = mapped_column(default="b2c")
    prefecture: Mapped[str | None]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(index=True)
    noise_hours: Mapped[list[Any]]
    since: Mapped[date | None]
    """Since when they are a customer."""

    campaigns: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether they may be written to about how to use what they have."""

    csm_id: Mapped[str | None]
    """The member of the staff who looks after them."""
