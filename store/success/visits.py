"""Visits as of a moment: what a customer who signs no contract has bought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from domain.records import LIVE
from store.models import Booking, Invoice, UsageEvent


@dataclass(frozen=True)
class Visit:
    """A visit that was known. `measured` and `billed`: the same id stands for it in usage or among the invoices."""

    plan: str
    addons: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    is_live: bool
    amount: int
    fees: int
    measured: bool
    billed: bool

    def is_over(self, at: datetime) -> bool:
        """Whether it took place by a moment."""
        return self.is_live and self.ends_at <= at


def as_of(session: Session, ids: Collection[str], at: datetime) -> dict[str, list[Visit]]:
    """Visits some customers had booked by a moment, in the order they were booked.

    When a visit was cancelled is not kept: one that was is cancelled at every moment.
    """
    made_at = func.coalesce(Booking.made_at, Booking.starts_at, type_=Booking.starts_at.type)
    query = (
        select(
            Booking,
            made_at,
            exists().where(UsageEvent.id == Booking.id),
            exists().where(Invoice.id == Booking.id),
        )
        .where(Booking.customer_id.in_(ids), made_at <= at)
        .order_by(made_at, Booking.id)
    )
    found: dict[str, list[Visit]] = {}
    for row, made, measured, billed in session.execute(query):
        visit = Visit(
            plan=row.plan,
            addons=tuple(row.addons),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            made_at=made,
            is_live=row.status == LIVE,
            amount=row.amount,
            fees=row.fees,
            measured=measured,
            billed=billed,
        )
        found.setdefault(str(row.customer_id), []).append(visit)
    return found
