"""What one customer may see of their own account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from store.models import Contract, Invoice, UsageEvent

API_FEATURE: Final = "api"
"""How usage names the API, as the catalogue does."""


@dataclass(frozen=True)
class Measured:
    """Some measurements at a moment."""

    at: datetime
    quantity: int


def running(session: Session, customer_id: str, day: date) -> Contract | None:
    """The contract that runs on a day, its last one included; of several the newest."""
    return session.scalar(
        select(Contract)
        .where(
            Contract.customer_id == customer_id,
            Contract.starts_on <= day,
            or_(Contract.ended_on.is_(None), Contract.ended_on >= day),
        )
        .order_by(Contract.starts_on.desc(), Contract.id.desc())
        .limit(1)
    )


def measurements(session: Session, customer_id: str, since: datetime, until: datetime) -> Sequence[Measured]:
    """Measurements from one moment on and up to another, the oldest first."""
    rows = session.execute(
        select(UsageEvent.at, UsageEvent.quantity)
        .where(
            UsageEvent.customer_id == customer_id,
            UsageEvent.kind == "measurement",
            UsageEvent.at >= since,
            UsageEvent.at <= until,
        )
        .order_by(UsageEvent.at)
    )
    return [Measured(*row) for row in rows]


def last_used(
    session: Session, customer_id: str, kind: str, until: datetime, name: str | None = None
) -> datetime | None:
    """When something was last done, up to a moment; None if never."""
    query = select(func.max(UsageEvent.at)).where(
        UsageEvent.customer_id == customer_id, UsageEvent.kind == kind, UsageEvent.at <= until
    )
    return session.scalar(query.where(UsageEvent.name == name) if name is not None else query)


def invoices(session: Session, customer_id: str, day: date, limit: int) -> Sequence[Invoice]:
    """Invoices issued by a day that are not void, the newest first; those unpaid come before all others."""
    return session.scalars(
        select(Invoice)
        .where(Invoice.customer_id == customer_id, Invoice.issued_on <= day, Invoice.status != "void")
        .order_by(Invoice.paid_on.is_not(None), Invoice.issued_on.desc(), Invoice.id.desc())
        .limit(limit)
    ).all()


def reports(session: Session, customer_id: str, until: datetime, limit: int) -> Sequence[UsageEvent]:
    """Reports made up to a moment, the newest first."""
    return session.scalars(
        select(UsageEvent)
        .where(UsageEvent.customer_id == customer_id, UsageEvent.kind == "report_made", UsageEvent.at <= until)
        .order_by(UsageEvent.at.desc(), UsageEvent.id.desc())
        .limit(limit)
    ).all()


def views(session: Session, customer_id: str, until: datetime, names: Sequence[str]) -> dict[str, datetime]:
    """When reports were first opened, by their name."""
    rows = session.execute(
        select(UsageEvent.name, func.min(UsageEvent.at))
        .where(
            UsageEvent.customer_id == customer_id,
            UsageEvent.kind == "report_viewed",
            UsageEvent.at <= until,
            UsageEvent.name.in_(names),
        )
        .group_by(UsageEvent.name)
    )
    return {str(name): at for name, at in rows}
