"""Known customers."""

from datetime import date
from typing import Any

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

    csm_id: Mapped[str | None]
    """The member of the staff who looks after them."""
