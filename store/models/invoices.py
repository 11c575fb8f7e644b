"""Invoices and whether they were paid."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class Invoice(Base):
    """A bill. It stays for the books when its customer is erased; whose it was does not."""

    __tablename__ = "invoices"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"))
    amount: Mapped[int]
    """Yen, after the discount."""

    discount: Mapped[int] = mapped_column(default=0)
    """Yen that were taken off."""

    issued_on: Mapped[date]
    due_on: Mapped[date]
    paid_on: Mapped[date | None]
    status: Mapped[str]
    """`open`, `paid` or `void`: one that is void was never owed."""

    __table_args__ = (
        Index("ix_invoices_customer_issued", "customer_id", "issued_on"),
        Index("ix_invoices_issued_on", "issued_on"),
    )
