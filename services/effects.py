"""Writes what a turn wants written, in the transaction that stores its reply."""

from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from domain.effects import BookVisit, CancelVisit, Effect, HoldVisit, MoveVisit, OpenHandover, RaiseHandover
from services import handovers, visits
from store.models import Conversation


def apply(session: Session, conversation: Conversation, effects: tuple[Effect, ...], now: datetime) -> None:
    """Applies effects in order.

    Args:
        session: The transaction that stores the turn.
        conversation: Where the turn took place, locked; who is served follows from it alone.
        effects: What the graph returned.
        now: The conversation's time.

    Raises:
        EffectConflict: The world changed meanwhile; nothing of the turn may be kept.
        ForeignBooking: An effect names a booking of somebody else.
    """
    for effect in effects:
        match effect:
            case OpenHandover():
                handovers.open_ticket(session, conversation, effect, now)
            case RaiseHandover():
                handovers.raise_ticket(session, conversation, effect, now)
            case HoldVisit():
                visits.hold(session, conversation, effect, now)
            case BookVisit():
                visits.book(session, conversation, effect, now)
            case CancelVisit():
                visits.cancel(session, conversation, effect, now)
            case MoveVisit():
                visits.move(session, conversation, effect, now)
            case _:
                assert_never(effect)
