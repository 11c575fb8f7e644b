"""Writes the packet of a ticket, in the transaction that opens or raises it."""

from typing import cast

from sqlalchemy.orm import Session

from domain.labels import Trigger
from domain.packet.assembly import packet_of
from domain.packet.terms import PacketTerms
from services.packets.gathering import transcript_of
from store.models import Conversation, Ticket


def write_packet(session: Session, conversation: Conversation, ticket: Ticket, terms: PacketTerms) -> None:
    """Puts on a ticket what a person reads of it, as the conversation stands in this transaction.

    Args:
        session: The transaction that stores the turn.
        conversation: Where it took place.
        ticket: Just opened or raised.
        terms: What things are called.
    """
    transcript = transcript_of(session, conversation, ticket, terms)
    # Messages that wait for their turn did not call for anybody yet.
    answered = [turn.said.seq for turn in transcript.turns if turn.reply is not None]
    packet = packet_of(transcript, cast(Trigger, ticket.trigger), answered[-1] if answered else 0, terms)
    ticket.packet, ticket.category = packet.as_json(), packet.category
