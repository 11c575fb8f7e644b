"""What skills may read: `domain.records.Records` over the store."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast

from domain.clock import Clock
from domain.records import Booking, BookingStatus, Busy, Customer, Technician
from store import models, visits
from store.session import Database


class StoredRecords:
    """Reads what is stored. Every call opens and closes its own short transaction.

    Args:
        database: Where to read.
        clock: Tells which holds have expired, where a conversation has no clock of its own.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def customer(self, customer_id: str) -> Customer | None:
        """The customer, or None if nobody has this id."""
        with self._database.read() as session:
            row = session.get(models.Customer, customer_id)
        if row is None:
            return None
        return Customer(
            customer_id=row.id,
            name=row.name,
            type=row.type,
            prefecture=row.prefecture,
            address=row.address,
            phone=row.phone,
            email=row.email,
            noise_hours=tuple(row.noise_hours),
        )

    def bookings(self, customer_id: str | None, conversation_id: str) -> Sequence[Booking]:
        """Bookings of this customer (or made in this conversation by somebody unknown), soonest first."""
        with self._database.read() as session:
            return [_booking(row) for row in visits.of_customer(session, customer_id, conversation_id)]

    def technicians(self) -> Sequence[Technician]:
        """Everybody who visits."""
        with self._database.read() as session:
            return [
                Technician(row.id, tuple(row.areas), frozenset(row.days_off), visits.gap_of(row))
                for row in visits.technicians(session)
            ]

    def busy(self, start: datetime, end: datetime, conversation_id: str) -> Sequence[Busy]:
        """Visits and other people's unexpired holds that overlap a span."""
        with self._database.read() as session:
            conversation = session.get(models.Conversation, conversation_id)
            now = (conversation and conversation.frozen_at) or self._clock.now()
            gaps = {row.id: visits.gap_of(row) for row in visits.technicians(session)}
            widest = max(gaps.values(), default=timedelta(0))
            taken: Iterable[models.Booking | models.Hold] = [
                *visits.live_between(session, start - widest, end + widest),
                *(
                    hold
                    for hold in visits.held_between(session, start - widest, end + widest, now)
                    if hold.conversation_id != conversation_id
                ),
            ]
        spans = (
            Busy(row.technician_id, row.starts_at - gaps[row.technician_id], row.ends_at + gaps[row.technician_id])
            for row in taken
            if row.technician_id is not None
        )
        return [span for span in spans if span.start < end and span.end > start]


def _booking(row: models.Booking) -> Booking:
    return Booking(
        booking_id=row.id,
        plan=row.plan,
        start=row.starts_at,
        end=row.ends_at,
        status=cast(BookingStatus, row.status),
        amount=row.amount,
        addons=tuple(row.addons),
        technician_id=row.technician_id,
        terms_start=row.terms_start,
    )
