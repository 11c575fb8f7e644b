"""Who ever signed a contract."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import Contract, UsageEvent


def ids(session: Session) -> Sequence[str]:
    """Customers who ever signed a contract, by id."""
    return session.scalars(select(Contract.customer_id).distinct().order_by(Contract.customer_id)).all()


def first_use(session: Session) -> datetime | None:
    """When the records of what companies do begin; None where there are none."""
    signed = select(Contract.customer_id).distinct()
    return session.scalar(select(func.min(UsageEvent.at)).where(UsageEvent.customer_id.in_(signed)))
