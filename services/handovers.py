"""Handing a conversation to a person, and back. Who owns it is a row, and every change of owner a new epoch."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.effects import EffectConflict, OpenHandover, RaiseHandover
from store import conversations, outbox, tickets
from store.models import Conversation, Ticket
from store.session import Database

TRANSCRIPT_LENGTH: Final = 200
"""Messages a ticket carries; the conversation keeps all of them."""


class UnknownTicket(LookupError):
    """Nobody knows this ticket."""


class TicketNotOpen(Exception):
    """A ticket cannot be claimed or closed as it stands."""


def open_ticket(session: Session, conversation: Conversation, handover: OpenHandover, now: datetime) -> None:
    """Opens a ticket with the conversation's transcript, and tells the channels.

    Raises:
        EffectConflict: The conversation has an unclosed ticket already.
    """
    if (waiting := tickets.unclosed(session, conversation.id)) is not None:
        raise EffectConflict(f"Conversation {conversation.id} already waits with ticket {waiting.id}.")
    messages = conversations.latest_messages(session, conversation.id, TRANSCRIPT_LENGTH)
    ticket = Ticket(
        id=handover.ticket_id,
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        status="open",
        trigger=handover.trigger,
        priority=handover.priority,
        promise=handover.promise,
        due=handover.due,
        senior=handover.senior,
        brief=handover.brief,
        transcript=[{"role": m.role, "text": m.text, "at": m.at.isoformat()} for m in messages if m.text],
        opened_at=now,
    )
    session.add(ticket)
    session.flush()
    _tell(session, "handover.opened", ticket, now, senior=ticket.senior, brief=ticket.brief)


def raise_ticket(session: Session, conversation: Conversation, handover: RaiseHandover, now: datetime) -> None:
    """Makes a waiting ticket more urgent, and tells the channels.

    Raises:
        EffectConflict: The ticket was closed meanwhile.
    """
    ticket = tickets.unclosed(session, conversation.id)
    if ticket is None or ticket.id != handover.ticket_id:
        raise EffectConflict(f"Ticket {handover.ticket_id} no longer waits in conversation {conversation.id}.")
    ticket.trigger, ticket.priority = handover.trigger, handover.priority
    ticket.promise, ticket.due = handover.promise, handover.due
    session.flush()
    _tell(session, "handover.raised", ticket, now)


def claim(database: Database, clock: Clock, ticket_id: str, staff_id: str) -> None:
    """A person takes a conversation over: from now on the bot is silent in it.

    Raises:
        UnknownTicket: Nobody knows this ticket.
        TicketNotOpen: Somebody else has it, or it is closed.
    """
    with database.write() as session:
        ticket, conversation = _locked(session, ticket_id)
        if ticket.status != "open":
            raise TicketNotOpen(f"Ticket {ticket_id} is {ticket.status} ({ticket.claimed_by}). Take another one.")
        now = clock.now()
        ticket.status, ticket.claimed_by, ticket.claimed_at = "claimed", staff_id, now
        _pass_to(conversation, "person")
        _tell(session, "handover.claimed", ticket, now, claimed_by=staff_id)


def close(database: Database, clock: Clock, ticket_id: str) -> None:
    """A person is done, or hands the conversation back: the bot answers again.

    Raises:
        UnknownTicket: Nobody knows this ticket.
        TicketNotOpen: It is closed already.
    """
    with database.write() as session:
        ticket, conversation = _locked(session, ticket_id)
        if ticket.status == "closed":
            raise TicketNotOpen(f"Ticket {ticket_id} is closed already. Nothing is left to do.")
        now = clock.now()
        ticket.status, ticket.closed_at = "closed", now
        _pass_to(conversation, "bot")
        _tell(session, "handover.closed", ticket, now)


def _locked(session: Session, ticket_id: str) -> tuple[Ticket, Conversation]:
    ticket = session.get(Ticket, ticket_id)
    conversation = conversations.locked(session, ticket.conversation_id) if ticket else None
    if ticket is None or conversation is None:
        raise UnknownTicket(f"There is no ticket {ticket_id}. List them in the console.")
    # Another person may have changed it while we waited for the conversation.
    session.refresh(ticket)
    return ticket, conversation


def _pass_to(conversation: Conversation, owner: str) -> None:
    if conversation.owner != owner:
        conversation.owner = owner
        conversation.owner_epoch += 1


def _tell(session: Session, topic: str, ticket: Ticket, now: datetime, **more: Any) -> None:
    payload = {
        "ticket_id": ticket.id,
        "conversation_id": ticket.conversation_id,
        "customer_id": ticket.customer_id,
        "trigger": ticket.trigger,
        "priority": ticket.priority,
        "promise": ticket.promise,
        "due": ticket.due.isoformat() if ticket.due else None,
        **more,
    }
    outbox.emit(session, topic, ticket.id, payload, now)
