"""What must be known beside a conversation itself to answer in it; every turn looks once."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from store.conversations import is_waiting
from store.models import ChannelSwitch, Conversation, Message, Ticket
from store.tickets import is_unclosed


@dataclass(frozen=True)
class Circumstances:
    """The oldest message without an answer, the handover that is not closed, and whether people alone answer here."""

    waiting: str | None
    ticket: tuple[str, str, str] | None
    """Id, trigger and priority."""

    people_only: bool


_LOOK: Final = (
    select(
        select(Message.id)
        .where(Message.conversation_id == Conversation.id, is_waiting())
        .order_by(Message.seq)
        .limit(1)
        .scalar_subquery()
        .label("waiting"),
        Ticket.id,
        Ticket.trigger,
        Ticket.priority,
        ChannelSwitch.people_only,
    )
    .select_from(Conversation)
    .outerjoin(Ticket, (Ticket.conversation_id == Conversation.id) & is_unclosed())
    .outerjoin(ChannelSwitch, ChannelSwitch.channel == Conversation.channel)
    .where(Conversation.id == bindparam("conversation_id"))
)


def circumstances(session: Session, conversation_id: str) -> Circumstances:
    """Looks around a conversation that is locked already: a look taken with the lock would miss what it waited for."""
    row = session.execute(_LOOK, {"conversation_id": conversation_id}).one()
    ticket = (row.id, row.trigger, row.priority) if row.id is not None else None
    return Circumstances(row.waiting, ticket, bool(row.people_only))
