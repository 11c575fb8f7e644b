"""A conversation read from the store, as its packet is made from it."""

from typing import Final, cast

from sqlalchemy.orm import Session

from domain.packet.transcript import Line, Role, Transcript
from store import transcripts
from store.models import Conversation, Customer

MOST: Final = 400
"""The last messages a packet is made from: more than any conversation has that a person can still be told of."""


def transcript_of(session: Session, conversation: Conversation) -> Transcript:
    """The conversation as it stands in this transaction.

    Args:
        session: A transaction.
        conversation: Which.
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
    return Transcript(lines, conversation.state, customer.name if customer else None)
