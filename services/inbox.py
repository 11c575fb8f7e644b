"""What a person reads before and while they serve: the list of tickets, and everything about one of them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.staff import Member
from services.feed import entry
from services.serving import UnknownTicket
from store import conversations, staff, tickets, visits
from store.models import Booking, Conversation, Customer, Ticket
from store.session import Database
from store.tickets import Filter

PAGE: Final = 50
"""Tickets in one page."""

MESSAGES: Final = 100
"""Messages of a packet; those before them are fetched with `before`."""


class Inbox:
    """Reads tickets. Whoever calls has made sure who the member is.

    Args:
        database: Where tickets are kept.
        clock: Tells what is overdue.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def tickets(self, member: Member, wanted: Filter, after: str | None = None, limit: int = PAGE) -> dict[str, Any]:
        """A page of tickets, the most pressing first.

        Args:
            member: Who asks.
            wanted: Which tickets.
            after: `next` of the page before.
            limit: Most tickets in the page.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: `after` names no ticket.
        """
        member.require("read")
        with self._database.read() as session:
            last = _ticket(session, after) if after else None
            rows = tickets.listed(session, wanted, last, limit + 1)
        page, now = rows[:limit], self._clock.now()
        return {
            "tickets": [_summary(row.ticket, row.channel, row.customer, row.claimed_by, now) for row in page],
            "next": page[-1].ticket.id if len(rows) > limit else None,
        }

    def packet(
        self, member: Member, ticket_id: str, before: int | None = None, limit: int = MESSAGES
    ) -> dict[str, Any]:
        """Everything about a ticket, the conversation as it stands now among it.

        Args:
            member: Who asks.
            ticket_id: Which ticket.
            before: Messages in front of this place; `before` of the packet before.
            limit: Most messages.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        member.require("read")
        with self._database.read() as session:
            ticket = _ticket(session, ticket_id)
            conversation = session.get_one(Conversation, ticket.conversation_id)
            customer = session.get(Customer, conversation.customer_id) if conversation.customer_id else None
            rows = conversations.messages_before(session, conversation.id, before, limit + 1)
            bookings = visits.of_customer(session, conversation.customer_id, conversation.id)
            earlier = [other for other in tickets.of_conversation(session, conversation.id) if other.id != ticket.id]
            actions = staff.actions_on(session, ticket.id)
            holder = staff.name_of(session, ticket.claimed_by)
            attended_by = staff.name_of(session, ticket.attended_by)
        name = customer.name if customer else None
        messages = rows[-limit:]
        return {
            "ticket": {
                **_summary(ticket, conversation.channel, name, holder, self._clock.now()),
                "outcome": ticket.outcome,
                "note": ticket.note,
                "claimed_at": _iso(ticket.claimed_at),
                "closed_at": _iso(ticket.closed_at),
                "pages": ticket.page_step,
                "paged_at": _iso(ticket.paged_at),
                "attended_at": _iso(ticket.attended_at),
                "attended_by": attended_by,
                "brief": ticket.brief,
            },
            "handover": ticket.packet,
            "owner": conversation.owner,
            "customer": _customer(customer) if customer else None,
            "customer_card": None,
            "recovery": None,
            "contact": ticket.brief.get("contact"),
            "slots": conversation.state.get("slots", {}),
            "plan": conversation.state.get("plan"),
            "bookings": [_booking(row) for row in bookings],
            "earlier_tickets": [_ended(other) for other in earlier],
            "history": [
                {"action": action.action, "by": by, "at": action.at.isoformat(), "detail": action.detail}
                for action, by in actions
            ],
            # An empty reply is the bot's silence beside a person; there is nothing to show.
            "messages": [entry(row) for row in messages if row.text],
            "before": messages[0].seq if len(rows) > limit else None,
        }


def _ticket(session: Session, ticket_id: str) -> Ticket:
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise UnknownTicket(f"There is no ticket {ticket_id}. List them: GET /v1/staff/tickets.")
    return ticket


def _summary(
    ticket: Ticket, channel: str, customer: str | None, claimed_by: str | None, now: datetime
) -> dict[str, Any]:
    packet = ticket.packet or {}
    sentences = packet["cause"]["sentences"] if packet else []
    return {
        "ticket_id": ticket.id,
        "conversation_id": ticket.conversation_id,
        "channel": channel,
        "customer": customer,
        "customer_id": ticket.customer_id,
        "status": ticket.status,
        "trigger": ticket.trigger,
        "priority": ticket.priority,
        "senior": ticket.senior,
        "category": ticket.category,
        "category_name": packet.get("category_name"),
        "summary": packet.get("summary", []),
        "sentence": sentences[-1]["text"] if sentences else None,
        "message": ticket.brief.get("message"),
        "promise": ticket.promise,
        "due": _iso(ticket.due),
        # What was promised is the first answer: whoever claimed it is answering.
        "overdue": ticket.status == "open" and ticket.due is not None and now > ticket.due,
        "opened_at": ticket.opened_at.isoformat(),
        "claimed_by": {"id": ticket.claimed_by, "name": claimed_by} if ticket.claimed_by else None,
    }


def _customer(customer: Customer) -> dict[str, Any]:
    return {
        "customer_id": customer.id,
        "name": customer.name,
        "type": customer.type,
        "prefecture": customer.prefecture,
        "address": customer.address,
        "phone": customer.phone,
        "email": customer.email,
    }


def _booking(booking: Booking) -> dict[str, Any]:
    return {
        "booking_id": booking.id,
        "plan": booking.plan,
        "addons": booking.addons,
        "start": booking.starts_at.isoformat(),
        "end": booking.ends_at.isoformat(),
        "status": booking.status,
        "amount": booking.amount,
        "fees": booking.fees,
        "technician_id": booking.technician_id,
    }


def _ended(ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket_id": ticket.id,
        "trigger": ticket.trigger,
        "status": ticket.status,
        "outcome": ticket.outcome,
        "note": ticket.note,
        "opened_at": ticket.opened_at.isoformat(),
        "closed_at": _iso(ticket.closed_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
