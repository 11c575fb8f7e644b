"""Invoices as of a day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.success.payments import Bill
from store.models import Invoice


def as_of(session: Session, ids: Collection[str], day: date) -> dict[str, list[Bill]]:
    """Invoices of some customers that had been issued by a day and are not void, the oldest first."""
    query = (
        select(
            Invoice.customer_id, Invoice.amount, Invoice.issued_on, Invoice.due_on, Invoice.paid_on, Invoice.discount
        )
        .where(Invoice.customer_id.in_(ids), Invoice.issued_on <= day, Invoice.status != "void")
        .order_by(Invoice.issued_on, Invoice.id)
    )
    found: dict[str, list[Bill]] = {}
    for who, amount, issued_on, due_on, paid_on, discount in session.execute(query):
        found.setdefault(str(who), []).append(Bill(amount, issued_on, due_on, paid_on, discount))
    return found
