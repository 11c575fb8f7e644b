"""Turns as QA looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from store.models import Conversation, Customer, Message, Turn


@dataclass(frozen=True)
class Wanted:
    """Which turns: of a route, of a conversation, answered before a moment. What is None is open."""

    route: str | None = None
    conversation_id: str | None = None
    before: datetime | None = None
    unhelpful: bool = False


@dataclass(frozen=True)
class Reviewed:
    """A turn with what was asked, what was answered, and whose name may stand in it."""

    turn: Turn
    question: str
    answer: str
    helpful: bool | None
    name: str | None


def turns(session: Session, wanted: Wanted, limit: int) -> Sequence[Reviewed]:
    """Turns, the newest first."""
    asked, said = aliased(Message), aliased(Message)
    query = (
        select(Turn, asked.text, said.text, said.helpful, Customer.name)
        .join(asked, asked.id == Turn.message_id)
        .join(said, said.id == Turn.reply_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .outerjoin(Customer, Customer.id == Conversation.customer_id)
    )
    if wanted.route is not None:
        query = query.where(Turn.route == wanted.route)
    if wanted.conversation_id is not None:
        query = query.where(Turn.conversation_id == wanted.conversation_id)
    if wanted.before is not None:
        query = query.where(Turn.at < wanted.before)
    if wanted.unhelpful:
        query = query.where(said.helpful.is_(False))
    rows = session.execute(query.order_by(Turn.at.desc(), Turn.message_id.desc()).limit(limit))
    return [Reviewed(*row) for row in rows]
