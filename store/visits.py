"""Visits, holds, and who is free when."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, literal, or_, select
from sqlalchemy.orm import Session

from domain.records import LIVE
from store.models import Booking, BusyTime, Hold, Technician

LONGEST_VISIT: Final = timedelta(days=1)
"""No visit is longer; one that began before cannot reach into a span, so older ones need not be looked at."""


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


def visit_spans(
    session: Session, start: datetime, end: datetime, technicians: Collection[str]
) -> Sequence[tuple[str, datetime, datetime, str]]:
    """Technician, start, end and id of the visits of some technicians that will take place and touch a span."""
    query = select(Booking.technician_id, Booking.starts_at, Booking.ends_at, Booking.id).where(
        Booking.status == literal(LIVE, literal_execute=True),  # written out: the index holds live visits only
        Booking.technician_id.in_(technicians),
        Booking.starts_at < end,
        Booking.starts_at > start - LONGEST_VISIT,
        Booking.ends_at > start,
    )
    return [(str(who), first, last, visit) for who, first, last, visit in session.execute(query)]


def hold_spans(
    session: Session, start: datetime, end: datetime, technicians: Collection[str], now: datetime, but: str
) -> Sequence[tuple[str, datetime, datetime, None]]:
    """Technician, start and end of unexpired holds that touch a span, those of one conversation left out."""
    query = select(Hold.technician_id, Hold.starts_at, Hold.ends_at).where(
        Hold.technician_id.in_(technicians),
        Hold.starts_at < end,
        Hold.ends_at > start,
        Hold.expires_at > now,
        Hold.conversation_id != but,
    )
    return [(who, first, last, None) for who, first, last in session.execute(query)]


def busy_spans(
    session: Session, start: datetime, end: datetime, technicians: Collection[str]
) -> Sequence[tuple[str, datetime, datetime]]:
    """Technician, start and end of outside appointments of some technicians that touch a span."""
    query = select(BusyTime.technician_id, BusyTime.starts_at, BusyTime.ends_at).where(
        BusyTime.technician_id.in_(technicians), BusyTime.starts_at < end, BusyTime.ends_at > start
    )
    return [(who, first, last) for who, first, last in session.execute(query)]


def gaps(session: Session, technicians: Collection[str]) -> dict[str, timedelta]:
    """The time each of some technicians needs between two visits."""
    query = select(Technician.id, Technician.gap_minutes).where(Technician.id.in_(technicians))
    return {who: timedelta(minutes=minutes) for who, minutes in session.execute(query)}


def replace_busy_times(
    session: Session, technician_id: str, calendar: str, spans: Iterable[tuple[datetime, datetime]]
) -> None:
    """Puts the appointments of one of a technician's calendars in place of those it had before."""
    session.execute(delete(BusyTime).where(BusyTime.technician_id == technician_id, BusyTime.calendar == calendar))
    session.add_all(
        BusyTime(technician_id=technician_id, calendar=calendar, starts_at=start, ends_at=end) for start, end in spans
    )


def count_busy_times(session: Session, technician_id: str) -> int:
    """How many outside appointments a technician has."""
    query = select(func.count()).select_from(BusyTime).where(BusyTime.technician_id == technician_id)
    return session.scalar(query) or 0


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
