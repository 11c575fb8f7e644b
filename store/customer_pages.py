"""What a customer's page is read from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import Booking, Score, Staff, Ticket


def bookings(session: Session, customer_id: str) -> Sequence[Booking]:
    """A customer's bookings, soonest first."""
    return session.scalars(select(Booking).where(Booking.customer_id == customer_id).order_by(Booking.starts_at)).all()


def scores_since(session: Session, customer_id: str, since: datetime, until: datetime) -> Sequence[Score]:
    """A customer's scores of a span, the oldest first."""
    span = Score.at >= since, Score.at <= until
    return session.scalars(select(Score).where(Score.customer_id == customer_id, *span).order_by(Score.at)).all()


def tickets(session: Session, customer_id: str, limit: int) -> Sequence[tuple[Ticket, str | None]]:
    """A customer's newest handovers, the newest first, each with the name of who had it last."""
    rows = session.execute(
        select(Ticket, Staff.name)
        .outerjoin(Staff, Staff.id == Ticket.claimed_by)
        .where(Ticket.customer_id == customer_id)
        .order_by(Ticket.opened_at.desc())
        .limit(limit)
    )
    return [(ticket, name) for ticket, name in rows]
