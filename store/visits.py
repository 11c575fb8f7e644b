"""Visits, holds, and who is free when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from domain.records import LIVE
from store.models import Booking, Hold, Technician


def technicians(session: Session) -> Sequence[Technician]:
    """Everybody who visits."""
    return session.scalars(select(Technician).order_by(Technician.id)).all()


def locked_technician(session: Session, technician_id: str) -> Technician | None:
    """A technician, so that nobody else gives away their time before this transaction ends."""
    return session.get(Technician, technician_id, with_for_update=True)


def locked_booking(session: Session, booking_id: str) -> Booking | None:
    """A booking, so that nobody else changes it before this transaction ends."""
    return session.get(Booking, booking_id, with_for_update=True)


def of_customer(session: Session, customer_id: str | None, conversation_id: str) -> Sequence[Booking]:
    """Bookings of a customer, or made in a conversation by somebody unknown, soonest first."""
    mine = Booking.conversation_id == conversation_id
    if customer_id is not None:
        mine = or_(Booking.customer_id == customer_id, mine)
    return session.scalars(select(Booking).where(mine).order_by(Booking.starts_at)).all()


def live_between(
    session: Session, start: datetime, end: datetime, technician_id: str | None = None
) -> Sequence[Booking]:
    """Visits that will take place and touch a span, of one technician or of all."""
    query = select(Booking).where(Booking.status == LIVE, Booking.starts_at < end, Booking.ends_at > start)
    if technician_id is not None:
        query = query.where(Booking.technician_id == technician_id)
    return session.scalars(query).all()


def held_between(
    session: Session, start: datetime, end: datetime, now: datetime, technician_id: str | None = None
) -> Sequence[Hold]:
    """Unexpired holds that touch a span, of one technician or of all."""
    query = select(Hold).where(Hold.starts_at < end, Hold.ends_at > start, Hold.expires_at > now)
    if technician_id is not None:
        query = query.where(Hold.technician_id == technician_id)
    return session.scalars(query).all()


def drop_holds(session: Session, conversation_id: str, technician_id: str, now: datetime) -> None:
    """Removes the hold of a conversation, and the expired ones that would stand in a new one's way."""
    session.execute(
        delete(Hold).where(
            or_(
                Hold.conversation_id == conversation_id,
                (Hold.technician_id == technician_id) & (Hold.expires_at <= now),
            )
        )
    )


def gap_of(technician: Technician) -> timedelta:
    """The time a technician needs between two visits."""
    return timedelta(minutes=technician.gap_minutes)
