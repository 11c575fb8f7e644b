"""Reads a case out of the store in one short transaction."""

from collections.abc import Sequence
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.copilot.case import Case, FirstDraft, Granted, Said, Speaker
from domain.labels import EmotionLabel, Priority, Target, Trigger
from domain.records import Records
from domain.reply import Sentiment
from domain.staff import Member
from services.serving import UnknownTicket
from store import conversations
from store.models import Conversation, Message, RecoveryProposal, Ticket
from store.session import Database

MESSAGES: Final = 60
"""How far back the copilot looks."""


class Cases:
    """Reads cases.

    Args:
        database: Where tickets are kept.
        records: What is stored of one customer.
        clock: The business's time.
    """

    def __init__(self, database: Database, records: Records, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._clock = clock

    def case(self, member: Member, ticket_id: str) -> Case:
        """A ticket with its conversation. Whom it is about is told only to who may serve them.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        member.require("read")
        with self._database.read() as session:
            ticket = session.get(Ticket, ticket_id)
            if ticket is None:
                raise UnknownTicket(f"There is no ticket {ticket_id}. List them: GET /v1/staff/tickets.")
            conversation = session.get_one(Conversation, ticket.conversation_id)
            said = _said(session, conversation.id)
            granted = _granted(session, ticket.id)
        served = member.may("serve")
        customer_id = conversation.customer_id if served else None
        return Case(
            ticket_id=ticket.id,
            conversation_id=ticket.conversation_id,
            trigger=cast(Trigger, ticket.trigger),
            priority=cast(Priority, ticket.priority),
            promise=ticket.promise,
            member=member,
            now=conversation.frozen_at or self._clock.now(),
            customer=self._records.customer(customer_id) if customer_id else None,
            said=said,
            bookings=tuple(self._records.bookings(customer_id, conversation.id)) if served else (),
            granted=granted,
            category=ticket.category,
            # They name the customer, and are for whoever will send them.
            drafts=_first_drafts(ticket, member, said) if served else (),
        )


def _said(session: Session, conversation_id: str) -> tuple[Said, ...]:
    rows = conversations.messages_before(session, conversation_id, None, MESSAGES)
    felt = {row.answers: _sentiment(row) for row in rows if row.answers}
    return tuple(
        Said(row.seq, cast(Speaker, row.role), row.author, row.text, row.at, felt.get(row.id), _sources(row))
        for row in rows
        if row.text
    )


def _sources(message: Message) -> tuple[str, ...]:
    return tuple(source["id"] for source in (message.reply or {}).get("sources", ()))


def _sentiment(reply: Message) -> Sentiment | None:
    told = (reply.reply or {}).get("sentiment")
    return (
        Sentiment(cast(EmotionLabel, told["label"]), cast(Target, told["target"]), int(told["intensity"]))
        if told
        else None
    )


def _granted(session: Session, ticket_id: str) -> tuple[Granted, ...]:
    rows = session.scalars(
        select(RecoveryProposal).where(RecoveryProposal.ticket_id == ticket_id, RecoveryProposal.status == "granted")
    )
    return tuple(Granted(row.kind, row.amount) for row in rows)


def _first_drafts(ticket: Ticket, member: Member, said: Sequence[Said]) -> tuple[FirstDraft, ...]:
    """The packet's replies, worded for the member; none once anything was said that they know nothing of."""
    packet = ticket.packet or {}
    if any(entry.seq > packet.get("until", 0) and entry.speaker in ("customer", "staff") for entry in said):
        return ()
    return tuple(
        FirstDraft(
            draft["title"],
            draft["text"].replace("{me}", member.name),
            tuple((source["id"], source["title"]) for source in draft["sources"]),
        )
        for draft in packet.get("drafts", [])
    )
