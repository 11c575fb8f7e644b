"""Writes what a turn wants written, in the transaction that stores its reply."""

from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from domain.effects import (
    BookVisit,
    CancelVisit,
    Effect,
    HoldVisit,
    KeepProposal,
    KnowCustomer,
    MoveVisit,
    NoteCallback,
    NoteContact,
    NoteToolCall,
    OpenHandover,
    PageOnCall,
    RaiseHandover,
    SendCode,
    TryCode,
    UseProposal,
    WithdrawHandover,
)
from services import email_codes, handovers, paging, tool_calls, visits
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
        UnprovedEmail: Somebody is to become known, or be visited, whose e-mail address was not shown to be theirs.
    """
    for effect in effects:
        match effect:
            case OpenHandover():
                handovers.open_ticket(session, conversation, effect, now)
            case RaiseHandover():
                handovers.raise_ticket(session, conversation, effect, now)
            case NoteContact():
                handovers.note_contact(session, conversation, effect)
            case NoteCallback():
                handovers.note_callback(session, conversation, effect, now)
            case WithdrawHandover():
                handovers.withdraw_ticket(session, conversation, effect, now)
            case PageOnCall():
                paging.call(session, conversation, effect, now)
            case HoldVisit():
                visits.hold(session, conversation, effect, now)
            case BookVisit():
                visits.book(session, conversation, effect, now)
            case CancelVisit():
                visits.cancel(session, conversation, effect, now)
            case MoveVisit():
                visits.move(session, conversation, effect, now)
            case SendCode():
                email_codes.send(session, conversation, effect, now)
            case TryCode():
                email_codes.count_try(session, conversation, effect, now)
            case KnowCustomer():
                email_codes.know(session, conversation, effect, now)
            case KeepProposal():
                tool_calls.keep_proposal(session, conversation, effect, now)
            case UseProposal():
                tool_calls.use_proposal(session, conversation, effect, now)
            case NoteToolCall():
                tool_calls.note_call(session, conversation, effect, now)
            case _:
                assert_never(effect)
