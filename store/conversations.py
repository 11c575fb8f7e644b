"""Conversations and their messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased, load_only
from sqlalchemy.orm.attributes import set_committed_value

from store.models import Conversation, Message, Staff, Ticket, Turn
from store.session import TOUCHED

_MARK_ANSWERED: Final = (
    update(Message.__table__).where(Message.id == bindparam("message_id")).values(status="answered")  # type: ignore[arg-type]
)

# What every turn writes is told to the database at once, without a unit of work for a row or two.
_ADD_MESSAGE: Final = insert(Message.__table__)  # type: ignore[arg-type]
_ADD_TURN: Final = insert(Turn.__table__)  # type: ignore[arg-type]
_CHANGE: Final = update(Conversation.__table__).where(Conversation.id == bindparam("conversation_id"))  # type: ignore[arg-type]


def locked(session: Session, conversation_id: str) -> Conversation | None:
    """The conversation, so that nobody else changes it before this transaction ends; who listens hears of it then."""
    session.info.setdefault(TOUCHED, set()).add(conversation_id)
    return session.get(Conversation, conversation_id, with_for_update=True)


def by_channel(session: Session, since: datetime) -> Mapping[str, int]:
    """How many conversations began in each channel since a moment."""
    lately = select(Conversation.channel, func.count()).where(Conversation.created_at >= since)
    return {channel: count for channel, count in session.execute(lately.group_by(Conversation.channel))}


def add_message(session: Session, conversation: Conversation, **fields: Any) -> Message:
    """Appends a message. The conversation must be locked: its counter gives the place."""
    message = Message(conversation_id=conversation.id, seq=conversation.next_seq, attempts=0, **fields)
    conversation.next_seq += 1
    session.add(message)
    return message


def change(session: Session, conversation: Conversation, **values: Any) -> None:
    """Changes columns of a locked conversation at once."""
    session.connection().execute(_CHANGE, {"conversation_id": conversation.id, **values})
    for name, value in values.items():
        set_committed_value(conversation, name, value)


def store_message(session: Session, conversation: Conversation, message: Message, **changes: Any) -> None:
    """Appends a customer's message.

    Args:
        session: A writing transaction.
        conversation: The conversation, locked: its counter gives the place.
        message: What was said; not part of the session.
        changes: What changes on the conversation with it.
    """
    columns = {name: getattr(message, name) for name in _SAID}
    place = {"conversation_id": conversation.id, "seq": conversation.next_seq}
    session.connection().execute(_ADD_MESSAGE, {**place, **columns})
    change(session, conversation, next_seq=conversation.next_seq + 1, **changes)


_SAID: Final = ("id", "role", "text", "at", "status", "client_message_id", "attempts")


def store_reply(
    session: Session,
    conversation: Conversation,
    message: Mapping[str, Any],
    turn: Mapping[str, Any],
    state: Mapping[str, Any],
) -> None:
    """Appends the reply to a message, which is answered with it, and gives the conversation free.

    Args:
        session: A writing transaction.
        conversation: The conversation, locked: its counter gives the place.
        message: The reply's columns; `answers` names the message.
        turn: Columns of the record of how it came about.
        state: Where the dialogue stands now.
    """
    connection = session.connection()
    connection.execute(_MARK_ANSWERED, {"message_id": message["answers"]})
    place = {"conversation_id": conversation.id, "seq": conversation.next_seq, "attempts": 0}
    connection.execute(_ADD_MESSAGE, {**place, **message})
    version = conversation.state_version + 1
    connection.execute(_ADD_TURN, {"conversation_id": conversation.id, "state_version": version, **turn})
    following = conversation.next_seq + 1
    change(session, conversation, state=state, state_version=version, next_seq=following, lease=None, lease_until=None)


def message_by_client_id(session: Session, conversation_id: str, client_message_id: str) -> Message | None:
    """The message a client sent under its own id."""
    return session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id, Message.client_message_id == client_message_id
        )
    )


def waiting(session: Session, conversation_id: str, most: int) -> int:
    """How many messages of a conversation have no answer yet; counted up to `most`."""
    found = select(Message.id).where(Message.conversation_id == conversation_id, is_waiting()).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def reply_to(session: Session, message_id: str) -> dict[str, Any] | None:
    """The reply that was stored for a message, as it was given out."""
    return session.scalar(select(Message.reply).where(Message.answers == message_id))


def unattended(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Conversations with a waiting message that nobody works on."""
    free = or_(Conversation.lease.is_(None), Conversation.lease_until <= now)
    return session.scalars(
        select(Message.conversation_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(is_waiting(), free)
        .distinct()
        .limit(limit)
    ).all()


def progress(session: Session, message_id: str) -> tuple[str, datetime | None]:
    """How a customer's message stands (`erased` where it is gone), and until when its conversation is worked on."""
    row = session.execute(
        select(Message.status, Conversation.lease_until)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.id == message_id)
    ).one_or_none()
    return (row.status, row.lease_until) if row is not None else ("erased", None)


def messages_after(session: Session, conversation_id: str, after: int, limit: int) -> Sequence[Message]:
    """A page of the transcript: messages behind a place, in order."""
    return session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > after)
        .order_by(Message.seq)
        .limit(limit)
    ).all()


def credentials(session: Session, conversation_id: str) -> Row[str, datetime | None, datetime] | None:
    """What a token is checked against: `token_hash`, `frozen_at`, and `at`, when the newest message was said."""
    return session.execute(
        select(Conversation.token_hash, Conversation.frozen_at, Message.at)
        .join(Message, (Message.conversation_id == Conversation.id) & (Message.seq == Conversation.next_seq - 1))
        .where(Conversation.id == conversation_id)
    ).one_or_none()


def standings(
    session: Session, conversation_ids: Sequence[str]
) -> Sequence[Row[str, int, str, datetime | None, datetime | None, Ticket, str]]:
    """How conversations stand: id, next_seq, owner, who is typing, and of the newest `Ticket` what listeners see."""
    opened = aliased(Ticket)
    newest = (
        select(opened.id)
        .where(opened.conversation_id == Conversation.id)
        .order_by(opened.opened_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    shown = load_only(
        Ticket.status,
        Ticket.outcome,
        Ticket.priority,
        Ticket.trigger,
        Ticket.promise,
        Ticket.due,
        Ticket.opened_at,
        Ticket.claimed_by,
        Ticket.claimed_at,
        Ticket.closed_at,
        raiseload=True,
    )
    return session.execute(
        select(
            Conversation.id,
            Conversation.next_seq,
            Conversation.owner,
            Conversation.typing_until,
            Conversation.customer_typing_until,
            Ticket,
            Staff.name.label("holder"),
        )
        .select_from(Conversation)
        .outerjoin(Ticket, Ticket.id == newest)
        .outerjoin(Staff, Staff.id == Ticket.claimed_by)
        .where(Conversation.id.in_(conversation_ids))
        .options(shown)
    ).all()


def messages_before(session: Session, conversation_id: str, before: int | None, limit: int) -> Sequence[Message]:
    """A page of the transcript from its end: messages in front of a place, or the last ones, in order."""
    query = select(Message).where(Message.conversation_id == conversation_id)
    if before is not None:
        query = query.where(Message.seq < before)
    return session.scalars(query.order_by(Message.seq.desc()).limit(limit)).all()[::-1]


def is_waiting() -> ColumnElement[bool]:
    """The condition that a message has no answer yet."""
    # Written into the statement, not bound: a prepared plan that does not know the value cannot use a partial index.
    return Message.status == literal("waiting", literal_execute=True)


def stands(session: Session, conversation_id: str, lease: str, owner_epoch: int) -> bool:
    """Whether a turn under way would still be stored: nobody took the conversation over, neither worker nor person."""
    query = select(Conversation.lease, Conversation.owner_epoch, Conversation.owner).where(
        Conversation.id == conversation_id
    )
    row = session.execute(query).one_or_none()
    return row is not None and tuple(row) == (lease, owner_epoch, "bot")
