"""A conversation read from the store, as its packet is made from it."""

from typing import Final, cast

from sqlalchemy.orm import Session

from domain.packet.terms import PacketTerms
from domain.packet.transcript import Line, Role, Transcript
from domain.records import LIVE
from store import tickets, transcripts, visits
from store.models import Conversation, Customer, Ticket

MOST: Final = 400
"""The last messages a packet is made from: more than any conversation has that a person can still be told of."""


def transcript_of(session: Session, conversation: Conversation, ticket: Ticket, terms: PacketTerms) -> Transcript:
    """The conversation as it stands in this transaction.

    Args:
        session: A transaction.
        conversation: Which.
        ticket: The handover it is read for; those before it are told of.
        terms: What reasons are called.
    """
    customer = session.get(Customer, conversation.customer_id) if conversation.customer_id else None
    lines = [
        Line(
            row.id,
            row.seq,
            cast(Role, row.role),
            row.text,
            row.at,
            row.answers,
            row.reply or {},
            row.record or {},
        )
        for row in transcripts.with_records(session, conversation.id, MOST)
        if row.text or row.reply
    ]
    now = lines[-1].at if lines else ticket.opened_at
    ahead = [
        visit
        for visit in visits.of_customer(session, conversation.customer_id, conversation.id)
        if visit.status == LIVE and visit.ends_at >= now
    ]
    before = [
        other for other in tickets.of_conversation(session, conversation.id) if other.opened_at < ticket.opened_at
    ]
    return Transcript(
        lines=lines,
        state=conversation.state,
        customer=customer.name if customer else None,
        type=customer.type if customer else None,
        contact=ticket.brief.get("contact"),
        visit=(ahead[0].starts_at, ahead[0].plan) if ahead else None,
        earlier=[(terms.triggers.get(other.trigger, other.trigger), other.note) for other in before],
        begins=max((other.closed_at for other in before if other.closed_at), default=None),
    )
