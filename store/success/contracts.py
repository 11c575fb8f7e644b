"""Contracts as of a day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import Contract


def as_of(session: Session, ids: Collection[str], day: date) -> dict[str, list[Contract]]:
    """The contracts of some customers that had begun on a day, the oldest first."""
    query = (
        select(Contract)
        .where(Contract.customer_id.in_(ids), Contract.starts_on <= day)
        .order_by(Contract.starts_on, Contract.id)
    )
    found: dict[str, list[Contract]] = {}
    for row in session.scalars(query):
        found.setdefault(row.customer_id, []).append(row)
    return found
