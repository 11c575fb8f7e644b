"""What must be known beside a conversation itself to answer in it; every turn looks once."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from store.conversations import is_waiting
from store.models import ChannelSwitch, Conversation, Message, Ticket
from store.tickets import is_unclosed


@dataclass(frozen=True)
class Circumstances:
    """The oldest message without an answer, the handover that is not closed, and whether people alone answer here."""

    waiting: str | None
    ticket: tuple[str, str, str] | None
    """Id, trigger and priority."""

    ended: tuple[str, dict[str, Any] | None] | None
    """Of the handover that was closed last: its id, and the note for the bot."""

    people_only: bool


_closed = aliased(Ticket)
_ended = aliased(Ticket)
_newest_closed = (
    select(_closed.id)
    .where(_closed.conversation_id == Conversation.id, _closed.closed_at.is_not(None))
    .order_by(_closed.opened_at.desc())
    .limit(1)
    .correlate(Conversation)
    .scalar_subquery()
)

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
        _ended.id.label("ended_id"),
        _ended.handback,
        ChannelSwitch.people_only,
    )
    .select_from(Conversation)
    .outerjoin(Ticket, (Ticket.conversation_id == Conversation.id) & is_unclosed())
    .outerjoin(_ended, _ended.id == _newest_closed)
    .outerjoin(ChannelSwitch, ChannelSwitch.channel == Conversation.channel)
    .where(Conversation.id == bindparam("conversation_id"))
)


def circumstances(session: Session, conversation_id: str) -> Circumstances:
    """Looks around a conversation that is locked already: a look taken with the lock would miss what it waited for."""
    row = session.execute(_LOOK, {"conversation_id": conversation_id}).one()
    ticket = (row.id, row.trigger, row.priority) if row.id is not None else None
    ended = (row.ended_id, row.handback) if row.ended_id is not None else None
    return Circumstances(row.waiting, ticket, ended, bool(row.people_only))
