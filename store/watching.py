"""Turns as the watch for odd answers looks at them, and what it has told already."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from domain.reply import Sentiment
from domain.watching import WatchedTurn
from store.models import Conversation, Message, OutboxEvent, Turn

TOPIC = "answer.odd"


def active(session: Session, since: datetime, without: Collection[str]) -> Sequence[str]:
    """Conversations with a turn since some time, but for those of some channels."""
    return session.scalars(
        select(Turn.conversation_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Turn.at >= since, Conversation.channel.not_in(without))
        .distinct()
        .order_by(Turn.conversation_id)
    ).all()


def turns(session: Session, conversation_ids: Sequence[str]) -> Iterator[tuple[str, WatchedTurn]]:
    """All turns of some conversations, each conversation's in order."""
    said, replied = aliased(Message), aliased(Message)
    rows = session.execute(
        select(
            Turn.conversation_id,
            Turn.reply_id,
            said.text,
            Turn.type,
            Turn.route,
            Turn.confidence,
            Turn.record,
            replied.reply,
            replied.helpful,
        )
        .join(said, said.id == Turn.message_id)
        .join(replied, replied.id == Turn.reply_id)
        .where(Turn.conversation_id.in_(conversation_ids))
        .order_by(Turn.conversation_id, said.seq)
    )
    for conversation_id, reply_id, text, type_, route, confidence, record, reply, helpful in rows:
        topics = record.get("topics") or [{"id": None}]
        yield (
            conversation_id,
            WatchedTurn(
                reply_id=reply_id,
                text=text,
                type=type_,
                route=route,
                confidence=confidence,
                topic=topics[0]["id"],
                exact=bool(record.get("exact")),
                fell_back=bool(record.get("fell_back")),
                sentiment=Sentiment(**cast(dict[str, str], reply["sentiment"])),  # type: ignore[arg-type]
                helpful=helpful,
            ),
        )


def told(session: Session, reply_ids: Collection[str]) -> set[tuple[str, str]]:
    """Which answers were told of, each with its kind."""
    rows = session.scalars(select(OutboxEvent).where(OutboxEvent.topic == TOPIC, OutboxEvent.key.in_(reply_ids)))
    return {(event.key, event.payload["kind"]) for event in rows}
