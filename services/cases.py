"""A ticket in its locked conversation: of two people, or a person and the bot, one is first, the other is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.mending import Mendable
from domain.staff import Member, NotAllowed
from store import conversations, staff
from store.models import Conversation, Ticket
from store.session import Transactions


class UnknownTicket(Mendable, LookupError):
    """Nobody knows this ticket."""


class TicketTaken(Mendable):
    """A ticket cannot be claimed, answered or closed now: somebody else has it, nobody has, or it is closed."""


@dataclass(frozen=True)
class Case:
    """A ticket in its locked conversation, at the conversation's time."""

    session: Session
    ticket: Ticket
    conversation: Conversation
    now: datetime


@contextmanager
def open_case(database: Transactions, clock: Clock, ticket_id: str) -> Iterator[Case]:
    """A ticket that nobody else changes as long as the block lasts.

    Raises:
        UnknownTicket: Nobody knows this ticket.
    """
    with database.write() as session:
        ticket = session.get(Ticket, ticket_id)
        conversation = conversations.locked(session, ticket.conversation_id) if ticket else None
        if ticket is None or conversation is None:
            raise UnknownTicket(f"There is no ticket {ticket_id}. List them: GET /v1/staff/tickets.")
        # Another person may have changed it while we waited for the conversation.
        session.refresh(ticket)
        yield Case(session, ticket, conversation, conversation.frozen_at or clock.now())


def require_fit(member: Member, case: Case) -> None:
    """Serious cases are for senior staff; one that waits too long, or pages this member, is for whoever is there.

    Raises:
        NotAllowed: It is not for this member.
    """
    ticket = case.ticket
    overdue = ticket.due is not None and case.now > ticket.due
    paged = ticket.priority == "urgent" and member.on_call_order is not None
    if ticket.senior and not (overdue or paged or member.may("serve_serious")):
        due = f"{ticket.due:%Y-%m-%d %H:%M}" if ticket.due else "never"
        raise NotAllowed(f"Ticket {ticket.id} is for senior staff; others may claim it once it is overdue ({due}).")


def require_holder(member: Member, case: Case) -> None:
    """Checked at the moment of writing: meanwhile the ticket may have been closed, or taken over by somebody else.

    Raises:
        TicketTaken: The ticket is not this member's (any more).
    """
    ticket = case.ticket
    mine = ticket.claimed_by == member.member_id or member.may("override")
    if ticket.status != "claimed" or case.conversation.owner != "person" or not mine:
        raise TicketTaken(f"Ticket {ticket.id} {standing_of(case)}. Claim it first, or take another one.")


def standing_of(case: Case) -> str:
    """How a ticket stands, in words."""
    ticket = case.ticket
    if ticket.status == "open":
        return "has not been claimed by anybody"
    name = staff.name_of(case.session, ticket.claimed_by) or "nobody"
    return f"is {ticket.status} ({name}, {ticket.claimed_by})"


def attend(member: Member, case: Case) -> None:
    """Notes that a member shows up in a ticket."""
    case.ticket.attended_at, case.ticket.attended_by = case.now, member.member_id


def note_act(member: Member, case: Case, action: str, **detail: object) -> None:
    """Notes what a member did to a ticket; ids and words of ours."""
    staff.note_action(case.session, member.member_id, action, case.now, case.ticket.id, **detail)
