"""What need not be told any more by the time its turn comes."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.records import LIVE
from services.delivery.port import Event, Moot
from services.delivery.routing import REMINDER
from store.models import Booking


def require_news(session: Session, event: Event, now: datetime) -> None:
    """Makes sure that an event still tells what is so.

    Args:
        session: A reading transaction.
        event: What is to be told.
        now: The business's time.

    Raises:
        Moot: A reminder of a visit that was moved or cancelled, or whose day has passed.
    """
    if event.topic != REMINDER:
        return
    booking = session.get(Booking, event.payload["booking_id"])
    if booking is None or booking.status != LIVE:
        raise Moot("the visit will not take place")
    start = in_tokyo(datetime.fromisoformat(event.payload["start"]))
    if booking.starts_at != start:
        raise Moot("the visit was moved")
    # It speaks of its own day (「明日」,「本日」).
    if now >= start or (event.due_at is not None and now.date() != event.due_at.date()):
        raise Moot("its day has passed")
