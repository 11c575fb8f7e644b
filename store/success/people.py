"""Who is a customer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from store.models import Customer


@dataclass(frozen=True)
class Person:
    """A customer, as far as scores and lists care."""

    customer_id: str
    name: str
    type: str
    since: date | None


def page(
    session: Session, day: date, limit: int, after: str | None = None, ids: Collection[str] | None = None
) -> Sequence[Person]:
    """Customers by id, those left out who came after a day.

    Args:
        session: A transaction.
        day: The day.
        limit: Most of them.
        after: The last one before these.
        ids: Only these; all where None.
    """
    query = select(Customer.id, Customer.name, Customer.type, Customer.since)
    query = query.where(or_(Customer.since.is_(None), Customer.since <= day))
    if after is not None:
        query = query.where(Customer.id > after)
    if ids is not None:
        query = query.where(Customer.id.in_(ids))
    return [Person(*row) for row in session.execute(query.order_by(Customer.id).limit(limit))]
