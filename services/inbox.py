"""What a person reads before and while they serve: the list of tickets, and everything about one of them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.hours import BusinessHours
from domain.staff import Member
from services.feed import entry
from services.packets.reading import PacketReader
from services.roster import Roster, case_of
from services.serving import UnknownTicket
from services.summaries import as_json, summary_for
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
        house: When people are there.
        packets: Reads what a person is shown first.
    """

    def __init__(self, database: Database, clock: Clock, house: BusinessHours, packets: PacketReader) -> None:
        self._packets = packets
        self._database = database
        self._clock = clock
        self._house = house

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
            roster = Roster.read(session, self._house)
        page, now = rows[:limit], self._clock.now()
        return {
            "tickets": [summary_for(member, row, roster, now) for row in page],
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
            listed = tickets.one(session, ticket_id)
            if listed is None:
                raise _unknown(ticket_id)
            ticket = listed.ticket
            conversation = session.get_one(Conversation, ticket.conversation_id)
            customer = session.get(Customer, conversation.customer_id) if conversation.customer_id else None
            rows = conversations.messages_before(session, conversation.id, before, limit + 1)
            bookings = visits.of_customer(session, conversation.customer_id, conversation.id)
            earlier = [other for other in tickets.of_conversation(session, conversation.id) if other.id != ticket.id]
            actions = staff.actions_on(session, ticket.id)
            roster = Roster.read(session, self._house)
            attended_by = staff.name_of(session, ticket.attended_by)
        read = self._packets.read(member, ticket_id, self._clock.now())
        messages = rows[-limit:]
        return {
            "ticket": {
                **summary_for(member, listed, roster, self._clock.now()),
                "outcome": ticket.outcome,
                "note": ticket.note,
                "handback": ticket.handback,
                "claimed_at": _iso(ticket.claimed_at),
                "closed_at": _iso(ticket.closed_at),
                "pages": ticket.page_step,
                "paged_at": _iso(ticket.paged_at),
                "attended_at": _iso(ticket.attended_at),
                "attended_by": attended_by,
                "brief": ticket.brief,
            },
            "handover": read.handover,
            "owner": conversation.owner,
            "customer": _customer(customer) if customer else None,
            "customer_card": read.customer,
            "recovery": read.recovery,
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

    def candidates(self, member: Member, ticket_id: str) -> list[dict[str, Any]]:
        """Who could serve a ticket, whom it suits best first.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        member.require("serve")
        with self._database.read() as session:
            listed = tickets.one(session, ticket_id)
            roster = Roster.read(session, self._house)
        if listed is None:
            raise _unknown(ticket_id)
        now = self._clock.now()
        case = case_of(listed.ticket, listed.kind, now)
        fits = [(one, roster.fit(one, case, now)) for one in roster.members if one.may("serve")]
        fits.sort(key=lambda pair: (*pair[1].rank, pair[0].member_id))
        return [
            {"id": one.member_id, "name": one.name, "role": one.role, "load": fit.load, "fit": as_json(fit)}
            for one, fit in fits
        ]

    def conversation_of(self, member: Member, ticket_id: str) -> str:
        """The conversation of a ticket.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        member.require("read")
        with self._database.read() as session:
            return _ticket(session, ticket_id).conversation_id


def _ticket(session: Session, ticket_id: str) -> Ticket:
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise _unknown(ticket_id)
    return ticket


def _unknown(ticket_id: str) -> UnknownTicket:
    return UnknownTicket(f"There is no ticket {ticket_id}. List them: GET /v1/staff/tickets.")


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
