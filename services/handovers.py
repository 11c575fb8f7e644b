"""Handovers as a turn writes them: opening a ticket, making it more urgent, noting how to reach the customer."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.effects import (
    EffectConflict,
    NoteCallback,
    NoteContact,
    OpenHandover,
    RaiseHandover,
    WithdrawHandover,
)
from domain.handover import SENIOR
from domain.languages import language_of
from domain.staff import WITHDRAWN
from services.packets.heads import head_of
from services.packets.writing import write_packet
from store import outbox, tickets
from store.models import Conversation, Customer, Ticket
from store.staff import note_action


def open_ticket(session: Session, conversation: Conversation, handover: OpenHandover, now: datetime) -> None:
    """Opens a ticket, and tells the channels.

    Raises:
        EffectConflict: The conversation has an unclosed ticket already.
    """
    if (waiting := tickets.unclosed(session, conversation.id)) is not None:
        raise EffectConflict(f"Conversation {conversation.id} already waits with ticket {waiting.id}.")
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
        opened_at=now,
        opened_seq=conversation.next_seq - 1,
        page_step=0,
        area=_area(session, conversation, handover),
        language=language_of(handover.brief.get("message") or "", conversation.locale),
    )
    session.add(ticket)
    write_packet(session, conversation, ticket, handover.terms)
    session.flush()
    announce(session, "handover.opened", ticket, now, senior=ticket.senior, brief=ticket.brief, head=_head(ticket))


def raise_ticket(session: Session, conversation: Conversation, handover: RaiseHandover, now: datetime) -> None:
    """Makes a waiting ticket more urgent, and tells the channels.

    Raises:
        EffectConflict: The ticket was closed meanwhile.
    """
    ticket = _waiting(session, conversation, handover.ticket_id)
    ticket.trigger, ticket.priority = handover.trigger, handover.priority
    ticket.promise, ticket.due = handover.promise, handover.due
    ticket.senior = ticket.senior or handover.trigger in SENIOR
    if handover.message:
        ticket.brief = {**ticket.brief, "message": handover.message}
    write_packet(session, conversation, ticket, handover.terms)
    session.flush()
    announce(session, "handover.raised", ticket, now, head=_head(ticket))


def note_contact(session: Session, conversation: Conversation, wish: NoteContact) -> None:
    """Puts down on the ticket how to reach the customer.

    Raises:
        EffectConflict: The ticket was closed meanwhile.
    """
    ticket = _waiting(session, conversation, wish.ticket_id)
    ticket.brief = {**ticket.brief, "contact": wish.contact}
    session.flush()


def note_callback(session: Session, conversation: Conversation, wish: NoteCallback, now: datetime) -> None:
    """Puts down on the ticket that the customer wants to be called, and tells the channels.

    Raises:
        EffectConflict: The ticket was closed meanwhile.
    """
    ticket = _waiting(session, conversation, wish.ticket_id)
    ticket.callback = {
        "number": wish.number,
        "start": wish.start.isoformat() if wish.start else None,
        "end": wish.end.isoformat() if wish.end else None,
        "said": wish.said,
        "asked_at": now.isoformat(),
    }
    ticket.brief = {**ticket.brief, "contact": wish.number}
    session.flush()
    announce(session, "handover.callback", ticket, now)


def withdraw_ticket(session: Session, conversation: Conversation, wish: WithdrawHandover, now: datetime) -> None:
    """Closes the ticket of a customer who needs nobody any more, and tells the channels.

    Raises:
        EffectConflict: Somebody claimed it meanwhile, it was closed, or danger was named.
    """
    ticket = _waiting(session, conversation, wish.ticket_id)
    if ticket.status != "open" or ticket.priority == "urgent":
        raise EffectConflict(f"Ticket {ticket.id} is {ticket.status} and {ticket.priority}: it is not withdrawn.")
    ticket.status, ticket.closed_at, ticket.outcome = "closed", now, WITHDRAWN
    session.flush()
    note_action(session, None, "withdraw", now, ticket.id)
    announce(session, "handover.withdrawn", ticket, now)


def _area(session: Session, conversation: Conversation, handover: OpenHandover) -> str | None:
    """The prefecture on record, or of the visit that was under way."""
    customer = session.get(Customer, conversation.customer_id) if conversation.customer_id else None
    draft = handover.brief.get("draft") or {}
    return (customer.prefecture if customer else None) or draft.get("area")


def announce(session: Session, topic: str, ticket: Ticket, now: datetime, **more: Any) -> None:
    """Tells the channels what became of a ticket."""
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


def _head(ticket: Ticket) -> dict[str, Any]:
    """What a webhook is told at a glance; as signed as everything it is told, and as personal."""
    return head_of(ticket, masked=False).as_json()


def _waiting(session: Session, conversation: Conversation, ticket_id: str) -> Ticket:
    ticket = tickets.unclosed(session, conversation.id)
    if ticket is None or ticket.id != ticket_id:
        raise EffectConflict(f"Ticket {ticket_id} no longer waits in conversation {conversation.id}.")
    return ticket
