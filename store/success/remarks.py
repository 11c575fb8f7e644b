"""What customers said and how they felt: calls, mails and meetings, and every message of the chat."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, case, func, select, union_all
from sqlalchemy.orm import Session, aliased

from domain.success.sentiment import Remark
from store.models import Conversation, Interaction, Message, Turn

YEAR: Final = timedelta(days=365)


def between(session: Session, ids: Collection[str], after: datetime, until: datetime) -> dict[str, list[Remark]]:
    """The remarks of some customers within a span, the oldest first; one statement.

    Of a call or a mail nobody judged, only a complaint or praise tells how the customer felt.

    Args:
        session: A transaction.
        ids: Whose.
        after: Later than this moment.
        until: Up to this moment.
    """
    told = case((Interaction.kind == "complaint", "dissatisfaction"), (Interaction.kind == "praise", "joy"))
    label = func.coalesce(Interaction.label, told)
    outside = select(
        Interaction.customer_id,
        Interaction.at.label("at"),
        label,
        Interaction.target,
        Interaction.intensity,
        Interaction.quote,
    ).where(Interaction.customer_id.in_(ids), Interaction.at > after, Interaction.at <= until, label.is_not(None))
    said, reply = aliased(Message), aliased(Message)
    feeling = reply.reply["sentiment"]
    chat = (
        select(
            Conversation.customer_id,
            said.at,
            feeling["label"].as_string(),
            feeling["target"].as_string(),
            feeling["intensity"].as_integer(),
            said.text,
        )
        .join(said, said.conversation_id == Conversation.id)
        .join(reply, reply.answers == said.id)
        .where(Conversation.customer_id.in_(ids), said.at > after, said.at <= until, reply.reply.is_not(None))
    )
    found: dict[str, list[Remark]] = {}
    for who, *remark in session.execute(union_all(outside, chat).order_by("at")):
        found.setdefault(who, []).append(Remark(*remark))
    return found


def contacts(session: Session, ids: Collection[str], at: datetime) -> dict[str, tuple[int, int, int]]:
    """Contacts of some customers outside the chat.

    Returns:
        By customer: those of a year, those of them about the price, and talks with the other side of all time.
    """
    recent = Interaction.at > at - YEAR
    query = (
        select(
            Interaction.customer_id,
            _count(recent),
            _count(recent & (Interaction.kind == "price")),
            _count(Interaction.kind == "negotiation"),
        )
        .where(Interaction.customer_id.in_(ids), Interaction.at <= at)
        .group_by(Interaction.customer_id)
    )
    return {who: (said, price, talks) for who, said, price, talks in session.execute(query)}


def attempts_told(session: Session, ids: Collection[str], at: datetime) -> dict[str, int]:
    """How many talks with the other side some customers told of in the chat, the most they ever named."""
    named = Turn.record[("slots", "negotiation_attempts")].as_integer()
    query = (
        select(Conversation.customer_id, func.max(named))
        .join(Turn, Turn.conversation_id == Conversation.id)
        .where(Conversation.customer_id.in_(ids), Turn.at <= at, named.is_not(None))
        .group_by(Conversation.customer_id)
    )
    return {str(who): most for who, most in session.execute(query)}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
