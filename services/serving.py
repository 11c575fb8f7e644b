"""What a person does with a ticket: claim it, answer in it, hand it back, close it.

Every step locks the conversation: of two people, or of a person and the bot, one is first and the other is told.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.clock import Clock, SystemClock
from domain.handback import Handback
from domain.staff import RETURNED, Member, Outcome
from domain.text import accept, clean
from services.cases import Case, attend, note_act, open_case, require_fit, require_holder, standing_of
from services.cases import TicketTaken as TicketTaken
from services.cases import UnknownTicket as UnknownTicket
from services.handovers import announce
from services.ids import new_id
from services.members import UnknownMember, member_of
from services.notices import Notice, tell
from services.opening import MessageIdReused
from store import conversations, tickets
from store.models import Message, Staff
from store.session import Transactions

TYPING_SHOWN: Final = timedelta(seconds=6)
"""How long the customer sees that somebody types, unless the console says so again."""


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
        with open_case(self._database, self._clock, ticket_id) as case:
            ticket = case.ticket
            if ticket.status == "claimed" and ticket.claimed_by == member.member_id:
                return
            if ticket.status == "claimed" and take_over:
                member.require("override")
            elif ticket.status != "open":
                raise TicketTaken(f"Ticket {ticket_id} {standing_of(case)}. Take another one.")
            require_fit(member, case)
            ticket.status, ticket.claimed_by, ticket.claimed_at = "claimed", member.member_id, case.now
            attend(member, case)
            case.conversation.owner = "person"
            case.conversation.owner_epoch += 1
            tell(case.session, case.conversation, self._notice("staff_claimed", name=member.name), case.now)
            note_act(member, case, "claim", take_over=take_over)
            announce(case.session, "handover.claimed", ticket, case.now, claimed_by=member.member_id)

    def assign(self, member: Member, ticket_id: str, to: str, note: str | None = None) -> None:
        """Gives a ticket to a colleague, with a note for them: one's own, or, where the role permits it, any.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is not this member's, or it is closed.
            UnknownMember: Nobody who works here has this id.
            NotAllowed: The role does not permit it, or the colleague may not serve this ticket.
        """
        member.require("serve")
        with open_case(self._database, self._clock, ticket_id) as case:
            ticket = case.ticket
            if ticket.status == "open":
                member.require("override")
            else:
                require_holder(member, case)
            row = case.session.get(Staff, to)
            if row is None or not row.active:
                raise UnknownMember(f"Nobody who works here has the id {to}. Choose one of the ticket's candidates.")
            colleague = member_of(row)
            colleague.require("serve")
            if not member.may("override"):
                require_fit(colleague, case)
            if ticket.claimed_by == colleague.member_id:
                return
            came = "staff_claimed" if ticket.status == "open" else "staff_reassigned"
            ticket.status, ticket.claimed_by = "claimed", colleague.member_id
            ticket.claimed_at = ticket.claimed_at or case.now
            ticket.note = (clean(note) if note else "") or ticket.note
            # Whoever gave it away is not the one who is there now; the new one shows up by answering.
            ticket.attended_at, ticket.attended_by = case.now, colleague.member_id
            case.conversation.typing_until = None
            case.conversation.owner = "person"
            case.conversation.owner_epoch += 1
            tell(case.session, case.conversation, self._notice(came, name=colleague.name), case.now)
            note_act(member, case, "assign", to=colleague.member_id)
            announce(case.session, "handover.reassigned", ticket, case.now, claimed_by=colleague.member_id)

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
        with open_case(self._database, self._clock, ticket_id) as case:
            said = conversations.message_by_client_id(case.session, case.conversation.id, own_id) if own_id else None
            if said is not None:
                if said.text != text:
                    raise MessageIdReused(
                        f"client_message_id {client_message_id!r} was used for another text. Give this one a new id."
                    )
                return said
            require_holder(member, case)
            waited = tickets.waits_since(case.session, case.ticket) is not None
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
            attend(member, case)
            note_act(member, case, "reply", message_id=message.id)
            if waited:
                announce(case.session, "handover.answered", case.ticket, case.now, message_id=message.id)
            return message

    def show_typing(self, member: Member, ticket_id: str) -> None:
        """Shows the customer for a moment that somebody is writing.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is not this member's (any more).
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with open_case(self._database, self._clock, ticket_id) as case:
            require_holder(member, case)
            case.conversation.typing_until = self._wall.now() + TYPING_SHOWN

    def give_back(
        self, member: Member, ticket_id: str, note: str | None = None, handback: Handback | None = None
    ) -> None:
        """Hands the conversation back to the bot.

        Args:
            member: Who.
            ticket_id: What they hand back.
            note: For whoever serves the customer next.
            handback: What the bot shall go by.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is not this member's (any more).
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with open_case(self._database, self._clock, ticket_id) as case:
            require_holder(member, case)
            self._end(member, case, RETURNED, note)
            case.ticket.handback = replace(handback or Handback(), by=member.name).plain()
            tell(case.session, case.conversation, self._notice("staff_returned", name=member.name), case.now)
            note_act(member, case, "return")
            announce(case.session, "handover.returned", case.ticket, case.now, note=case.ticket.note)

    def close(self, member: Member, ticket_id: str, outcome: Outcome, note: str | None = None) -> None:
        """A person is done: the bot answers again. A ticket nobody has claimed can be closed too.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: Somebody else has it, or it is closed already.
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with open_case(self._database, self._clock, ticket_id) as case:
            if case.ticket.status == "open":
                require_fit(member, case)
            else:
                require_holder(member, case)
            self._end(member, case, outcome, note)
            tell(case.session, case.conversation, self._notice("staff_closed", name=member.name), case.now)
            note_act(member, case, "close", outcome=outcome)
            announce(case.session, "handover.closed", case.ticket, case.now, outcome=outcome)

    def acknowledge(self, member: Member, ticket_id: str) -> None:
        """Answers a page: nobody else is called while this member is on their way.

        Raises:
            UnknownTicket: Nobody knows this ticket.
            TicketTaken: It is closed.
            NotAllowed: The role does not permit it.
        """
        member.require("serve")
        with open_case(self._database, self._clock, ticket_id) as case:
            if case.ticket.status == "closed":
                raise TicketTaken(f"Ticket {ticket_id} {standing_of(case)}. Nothing is left to do.")
            attend(member, case)
            note_act(member, case, "acknowledge", page=case.ticket.page_step)

    def _end(self, member: Member, case: Case, outcome: str, note: str | None) -> None:
        ticket, conversation = case.ticket, case.conversation
        ticket.status, ticket.closed_at, ticket.outcome = "closed", case.now, outcome
        ticket.note = (clean(note) if note else "") or None
        attend(member, case)
        conversation.typing_until = None
        if conversation.owner != "bot":
            conversation.owner = "bot"
            conversation.owner_epoch += 1
