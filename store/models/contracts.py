"""Contracts: what a customer agreed to pay every month, and for what."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Contract(Base):
    """One term of a monthly contract. A renewal or another plan is a new row: what was agreed before stays."""

    __tablename__ = "contracts"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    plan: Mapped[str]
    monthly_limit: Mapped[int | None]
    """Measurements a month; None where there is no limit."""

    mrr: Mapped[int]
    """Yen a month, options included."""

    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day agreed on; None runs until notice."""

    notice_on: Mapped[date | None]
    """When the customer said that they will not renew."""

    ended_on: Mapped[date | None]
    """The last day it ran, whether the customer left, renewed or changed the plan; None while nobody ended it."""

    properties_total: Mapped[int | None]
    properties_covered: Mapped[int | None]
    has_api: Mapped[bool] = mapped_column(default=False)
    features: Mapped[list[Any] | None]
    """Names of the features it offers, as usage names them; None where nobody wrote them down."""

    __table_args__ = (Index("ix_contracts_customer_starts", "customer_id", "starts_on"),)
