"""Tickets, as the staff work on them."""

from typing import Annotated, Final, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from domain.labels import Priority
from domain.staff import Outcome
from services.inbox import Inbox
from services.packets.reading import PacketReader
from services.serving import Serving
from store.models import Ticket
from store.tickets import Filter
from tools.context import StaffCall
from tools.declaration import STAFF, Arguments, Json, Tool
from tools.refusal import Refused

TicketId = Annotated[str, Field(min_length=1, description="A ticket_id, from list_tickets.")]
Action = Literal["claim", "acknowledge", "return", "close"]

MESSAGES: Final = 30
"""Messages of a packet: enough to understand a case, few enough for a model's context."""


class ListTickets(Arguments):
    """Which tickets."""

    status: Annotated[
        Literal["open", "claimed", "closed"] | None, Field(description="Those that are not closed where none is given.")
    ] = None
    priority: Annotated[Priority | None, Field(description="Only of this priority.")] = None
    mine: Annotated[bool, Field(description="Only those the caller has claimed.")] = False
    after: Annotated[str | None, Field(description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=50, description="Most tickets.")] = 20


class GetTicket(Arguments):
    """Which ticket."""

    ticket_id: TicketId


class UpdateTicket(Arguments):
    """What is done with a ticket."""

    ticket_id: TicketId
    action: Annotated[
        Action,
        Field(description="claim: take it over; acknowledge: answer a page; return: to the bot; close: it is done."),
    ]
    outcome: Annotated[Outcome | None, Field(description="How it ended; needed to close.")] = None
    note: Annotated[str | None, Field(max_length=500, description="For colleagues, when returned or closed.")] = None


def list_tickets(call: StaffCall, given: ListTickets) -> Json:
    """A page of tickets, the most pressing first."""
    wanted = Filter(given.status, given.priority, call.member.member_id if given.mine else None)
    return _inbox(call).tickets(call.member, wanted, given.after, given.limit)


def get_ticket(call: StaffCall, given: GetTicket) -> Json:
    """Everything about a ticket, with the last messages of its conversation."""
    return _inbox(call).packet(call.member, given.ticket_id, limit=MESSAGES)


def update_ticket(call: StaffCall, given: UpdateTicket) -> Json:
    """Claims, acknowledges, hands back or closes a ticket, and notes who did."""

    def about(session: Session) -> tuple[str | None, str | None]:
        ticket = session.get_one(Ticket, given.ticket_id)
        return ticket.customer_id, ticket.conversation_id

    effect = {"ticket_id": given.ticket_id, "action": given.action, "outcome": given.outcome}
    serving = Serving(call.audited(effect, about), call.deps.clock, call.deps.notice)
    match given.action:
        case "claim":
            serving.claim(call.member, given.ticket_id)
        case "acknowledge":
            serving.acknowledge(call.member, given.ticket_id)
        case "return":
            serving.give_back(call.member, given.ticket_id, given.note)
        case "close":
            if given.outcome is None:
                raise Refused("outcome is missing: say how it ended (solved, refund, cancelled, unreachable, other).")
            serving.close(call.member, given.ticket_id, given.outcome, given.note)
    return {"ticket_id": given.ticket_id, "done": given.action}


def _inbox(call: StaffCall) -> Inbox:
    deps = call.deps
    return Inbox(deps.database, deps.clock, deps.hours, PacketReader(deps.database, deps.packets))


TOOLS = (
    Tool(
        "list_tickets",
        "Lists handovers, the most pressing first, with trigger, priority, promise and whether it is overdue.",
        "read",
        STAFF,
        ListTickets,
        list_tickets,
        permission="serve",
    ),
    Tool(
        "get_ticket",
        "Reads a handover: what is known of the case, the customer, their bookings, earlier tickets and the last "
        "messages of the conversation.",
        "read",
        STAFF,
        GetTicket,
        get_ticket,
        permission="serve",
    ),
    Tool(
        "update_ticket",
        "Claims a handover, acknowledges its page, hands it back to the bot or closes it, as the member who calls. The "
        "customer is told at once.",
        "write",
        STAFF,
        UpdateTicket,
        update_ticket,
        permission="serve",
    ),
)
