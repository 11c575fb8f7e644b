"""Holding, booking, cancelling and moving visits. Nobody is promised a technician who is somewhere else."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.effects import BookVisit, CancelVisit, EffectConflict, HoldVisit, MoveVisit
from domain.records import LIVE
from services.email_codes import require_proved
from store import outbox
from store import visits as stored
from store.models import Booking, Conversation, Hold, Technician


class ForeignBooking(Exception):
    """A turn wanted to change a booking that is not this customer's: a fault of the skill that named it."""


def hold(session: Session, conversation: Conversation, wish: HoldVisit, now: datetime) -> None:
    """Keeps a visit for the conversation, in place of the one it held before.

    Raises:
        EffectConflict: Somebody else has it.
    """
    stored.drop_holds(session, conversation.id, wish.technician_id, now)
    _require_free(session, conversation, wish, now, moved=wish.moved)
    _store(
        session,
        Hold(
            conversation_id=conversation.id,
            technician_id=wish.technician_id,
            starts_at=wish.start,
            ends_at=wish.end,
            expires_at=wish.expires,
        ),
    )


def book(session: Session, conversation: Conversation, wish: BookVisit, now: datetime) -> None:
    """Books a visit; the conversation's hold is used up by it.

    Raises:
        EffectConflict: The technician is no longer free.
        UnprovedEmail: Nobody known is served, and the e-mail address was not shown to be theirs.
    """
    stored.drop_holds(session, conversation.id, wish.technician_id, now)
    technician = _require_free(session, conversation, wish, now)
    if conversation.customer_id is None:
        require_proved(session, conversation, wish.contact.get("email"))
    booking = Booking(
        id=wish.booking_id,
        customer_id=conversation.customer_id,
        conversation_id=conversation.id,
        technician_id=wish.technician_id,
        starts_at=wish.start,
        ends_at=wish.end,
        free_at=wish.end + stored.gap_of(technician),
        terms_start=wish.start,
        status=LIVE,
        plan=wish.plan,
        addons=list(wish.addons),
        amount=wish.amount,
        fees=0,
        contact=dict(wish.contact),
        made_at=now,
    )
    _store(session, booking)
    _tell(session, "booking.booked", booking, now)


def cancel(session: Session, conversation: Conversation, wish: CancelVisit, now: datetime) -> None:
    """Cancels a visit of the conversation's customer.

    Raises:
        EffectConflict: It is cancelled already.
        ForeignBooking: It is not theirs.
    """
    booking = _own_live(session, conversation, wish.booking_id)
    booking.status = "cancelled"
    booking.fees += wish.fee
    session.flush()
    _tell(session, "booking.cancelled", booking, now, fee=wish.fee)


def move(session: Session, conversation: Conversation, wish: MoveVisit, now: datetime) -> None:
    """Moves a visit of the conversation's customer.

    Raises:
        EffectConflict: It is cancelled already, or the technician is not free at the new time.
        ForeignBooking: It is not theirs.
    """
    booking = _own_live(session, conversation, wish.booking_id)
    stored.drop_holds(session, conversation.id, wish.technician_id, now)
    technician = _require_free(session, conversation, wish, now, moved=booking.id)
    before = booking.starts_at
    # A visit that was moved keeps the cancellation terms of the nearer of its dates.
    booking.terms_start = min(booking.terms_start, wish.start)
    booking.technician_id, booking.starts_at, booking.ends_at = wish.technician_id, wish.start, wish.end
    booking.free_at = wish.end + stored.gap_of(technician)
    booking.fees += wish.fee
    if wish.price is not None:
        booking.addons, booking.amount = list(wish.price.addons), wish.price.amount
    _store(session, booking)
    _tell(session, "booking.moved", booking, now, fee=wish.fee, before=before.isoformat())


def _own_live(session: Session, conversation: Conversation, booking_id: str) -> Booking:
    booking = stored.locked_booking(session, booking_id)
    known = conversation.customer_id
    if booking is None or not (
        booking.conversation_id == conversation.id or (known is not None and booking.customer_id == known)
    ):
        raise ForeignBooking(
            f"Booking {booking_id} is not of the customer in conversation {conversation.id}. "
            "Name only bookings that Records.bookings returned for it."
        )
    if booking.status != LIVE:
        raise EffectConflict(f"Booking {booking_id} is {booking.status}.")
    return booking


def _require_free(
    session: Session,
    conversation: Conversation,
    wish: HoldVisit | BookVisit | MoveVisit,
    now: datetime,
    moved: str | None = None,
) -> Technician:
    technician = stored.locked_technician(session, wish.technician_id)
    if technician is None:
        raise EffectConflict(f"Technician {wish.technician_id} no longer visits.")
    gap = stored.gap_of(technician)
    span = wish.start - gap, wish.end + gap
    visits = stored.live_between(session, *span, wish.technician_id)
    holds = stored.held_between(session, *span, now, wish.technician_id)
    outside = stored.busy_spans(session, wish.start, wish.end, [wish.technician_id])
    taken = any(visit.id != moved for visit in visits) or any(held.conversation_id != conversation.id for held in holds)
    if taken or outside:
        raise EffectConflict(f"Technician {wish.technician_id} is no longer free at {wish.start.isoformat()}.")
    return technician


def _store(session: Session, row: Booking | Hold) -> None:
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise EffectConflict(f"Technician {row.technician_id} was taken at {row.starts_at.isoformat()}.") from error


def _tell(session: Session, topic: str, booking: Booking, now: datetime, **more: Any) -> None:
    payload = {
        "booking_id": booking.id,
        "conversation_id": booking.conversation_id,
        "customer_id": booking.customer_id,
        "technician_id": booking.technician_id,
        "start": booking.starts_at.isoformat(),
        **more,
    }
    outbox.emit(session, topic, booking.id, payload, now)
