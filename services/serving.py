"""What a person does with a ticket: claim it, answer in it, hand it back, close it.

Every step locks the conversation: of two people, or of a person and the bot, one is first and the other is told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from domain.clock import Clock, SystemClock
from domain.mending import Mendable
from domain.staff import RETURNED, Member, NotAllowed, Outcome
from domain.text import accept, clean
from services.handovers import announce
from services.ids import new_id
from services.notices import Notice, tell
from services.opening import MessageIdReused
from store import conversations, staff
from store.models import Conversation, Message, Ticket
from store.session import Transactions

TYPING_SHOWN: Final = timedelta(seconds=6)
"""How long the customer sees that somebody types, unless the console says so again."""


class UnknownTicket(Mendable, LookupError):
    """Nobody knows this ticket."""


class TicketTaken(Mendable):
    """A ticket cannot be claimed, answered or closed now: somebody else has it, nobody has, or it is closed."""


@dataclass(frozen=True)
class _Case:
    """A ticket in its locked conversation, at the conversation's time."""

    session: Session
    ticket: Ticket
    conversation: Conversation
    now: datetime


class Serving:
    """The staff's side of a handover. Whoever calls has made sure who the member is.

    Args:
        database: Where tickets are kept.
        clock: The business's time.
        notice: What the customer is told about it.
        wall: The machine's time, which browsers go by too.
    """

    def __init__(self, database: Transactions, clock: Clock, notice: Notice, wall: Clock | None = None) -> None:
        self._database = database
        self._clock = clock
        self._notice = notice
        self._wall = wall or SystemClock()

    def claim(self, member: Member, ticket_id: str, *, take_over: bool = False) -> None:
        """A person takes a conversation over: from now on the bot is silent in it.

        Args:
            member: Who.
            ticket_id: What they take.
            take_over: From somebody else, where the role permits it.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: Somebody else has it, or it is closed.
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with self._case(ticket_id) as case:
            ticket = case.ticket
            if ticket.status == "claimed" and ticket.claimed_by == member.member_id:
                return
            if ticket.status == "claimed" and take_over:
                member.require("override")
            elif ticket.status != "open":
                raise TicketTaken(f"Ticket {ticket_id} {_standing(case)}. Take another one.")
            _require_fit(member, case)
            ticket.status, ticket.claimed_by, ticket.claimed_at = "claimed", member.member_id, case.now
            _attend(member, case)
            case.conversation.owner = "person"
            case.conversation.owner_epoch += 1
            tell(case.session, case.conversation, self._notice("staff_claimed", name=member.name), case.now)
            _note(member, case, "claim", take_over=take_over)
            announce(case.session, "handover.claimed", ticket, case.now, claimed_by=member.member_id)

    def reply(self, member: Member, ticket_id: str, text: str, client_message_id: str | None = None) -> Message:
        """Says something to the customer. Under the same `client_message_id` it is said once.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is not this member's (any more).
            NotAllowed: The role does not permit it.
            UnreadableMessage: It is empty or too long.
            MessageIdReused: The id stands for another text.
        """
        member.require("serve")
        text = accept(text)
        # Customers name their messages too; theirs and ours must not be taken for each other.
        own_id = f"staff/{member.member_id}/{client_message_id}" if client_message_id else None
        with self._case(ticket_id) as case:
            said = conversations.message_by_client_id(case.session, case.conversation.id, own_id) if own_id else None
            if said is not None:
                if said.text != text:
                    raise MessageIdReused(
                        f"client_message_id {client_message_id!r} was used for another text. Give this one a new id."
                    )
                return said
            _require_holder(member, case)
            message = conversations.add_message(
                case.session,
                case.conversation,
                id=new_id("m"),
                role="staff",
                author=member.name,
                text=text,
                at=case.now,
                status="said",
                client_message_id=own_id,
            )
            case.conversation.typing_until = None
            _attend(member, case)
            _note(member, case, "reply", message_id=message.id)
            return message

    def show_typing(self, member: Member, ticket_id: str) -> None:
        """Shows the customer for a moment that somebody is writing.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is not this member's (any more).
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with self._case(ticket_id) as case:
            _require_holder(member, case)
            case.conversation.typing_until = self._wall.now() + TYPING_SHOWN

    def give_back(self, member: Member, ticket_id: str, note: str | None = None) -> None:
        """Hands the conversation back to the bot, with a note for whoever serves it next.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is not this member's (any more).
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with self._case(ticket_id) as case:
            _require_holder(member, case)
            self._end(member, case, RETURNED, note)
            tell(case.session, case.conversation, self._notice("staff_returned", name=member.name), case.now)
            _note(member, case, "return")
            announce(case.session, "handover.returned", case.ticket, case.now, note=case.ticket.note)

    def close(self, member: Member, ticket_id: str, outcome: Outcome, note: str | None = None) -> None:
        """A person is done: the bot answers again. A ticket nobody has claimed can be closed too.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: Somebody else has it, or it is closed already.
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with self._case(ticket_id) as case:
            if case.ticket.status == "open":
                _require_fit(member, case)
            else:
                _require_holder(member, case)
            self._end(member, case, outcome, note)
            tell(case.session, case.conversation, self._notice("staff_closed", name=member.name), case.now)
            _note(member, case, "close", outcome=outcome)
            announce(case.session, "handover.closed", case.ticket, case.now, outcome=outcome)

    def acknowledge(self, member: Member, ticket_id: str) -> None:
        """Answers a page: nobody else is called while this member is on their way.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is closed.
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with self._case(ticket_id) as case:
            if case.ticket.status == "closed":
                raise TicketTaken(f"Ticket {ticket_id} {_standing(case)}. Nothing is left to do.")
            _attend(member, case)
            _note(member, case, "acknowledge", page=case.ticket.page_step)

    @contextmanager
    def _case(self, ticket_id: str) -> Iterator[_Case]:
        with self._database.write() as session:
            ticket = session.get(Ticket, ticket_id)
            conversation = conversations.locked(session, ticket.conversation_id) if ticket else None
            if ticket is None or conversation is None:
                raise UnknownTicket(f"There is no ticket {ticket_id}. List them: GET /v1/staff/tickets.")
            # Another person may have changed it while we waited for the conversation.
            session.refresh(ticket)
            yield _Case(session, ticket, conversation, conversation.frozen_at or self._clock.now())

    def _end(self, member: Member, case: _Case, outcome: str, note: str | None) -> None:
        ticket, conversation = case.ticket, case.conversation
        ticket.status, ticket.closed_at, ticket.outcome = "closed", case.now, outcome
        ticket.note = (clean(note) if note else "") or None
        _attend(member, case)
        conversation.typing_until = None
        if conversation.owner != "bot":
            conversation.owner = "bot"
            conversation.owner_epoch += 1


def _require_fit(member: Member, case: _Case) -> None:
    """Serious cases are for senior staff; one that waits too long, or pages this member, is for whoever is there."""
    ticket = case.ticket
    overdue = ticket.due is not None and case.now > ticket.due
    paged = ticket.priority == "urgent" and member.on_call_order is not None
    if ticket.senior and not (overdue or paged or member.may("serve_serious")):
        due = f"{ticket.due:%Y-%m-%d %H:%M}" if ticket.due else "never"
        raise NotAllowed(f"Ticket {ticket.id} is for senior staff; others may claim it once it is overdue ({due}).")


def _require_holder(member: Member, case: _Case) -> None:
    """Checked at the moment of writing: meanwhile the ticket may have been closed, or taken over by somebody else."""
    ticket = case.ticket
    mine = ticket.claimed_by == member.member_id or member.may("override")
    if ticket.status != "claimed" or case.conversation.owner != "person" or not mine:
        raise TicketTaken(f"Ticket {ticket.id} {_standing(case)}. Claim it first, or take another one.")


def _standing(case: _Case) -> str:
    ticket = case.ticket
    if ticket.status == "open":
        return "has not been claimed by anybody"
    name = staff.name_of(case.session, ticket.claimed_by) or "nobody"
    return f"is {ticket.status} ({name}, {ticket.claimed_by})"


def _attend(member: Member, case: _Case) -> None:
    case.ticket.attended_at, case.ticket.attended_by = case.now, member.member_id


def _note(member: Member, case: _Case, action: str, **detail: object) -> None:
    staff.note_action(case.session, member.member_id, action, case.now, case.ticket.id, **detail)
