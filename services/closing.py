"""The last transaction of a turn: reply, effects, dialogue state, record and outbox in one piece, or nothing."""

from dataclasses import replace
from typing import Any, cast

from sqlalchemy.orm import Session

from domain.effects import NoteContact, OpenHandover, PageOnCall, RaiseHandover
from domain.reply import Owner, Reply
from domain.text import clean
from domain.turn import TurnOutcome
from services import effects
from services.ids import new_id
from services.opening import LeaseLost, Opening, Work, require_lease
from store import conversations, llm_spending, outbox
from store.models import Conversation, Message


class OwnershipChanged(Exception):
    """A person took the conversation over (or gave it back) while the turn was computed; it must be computed again."""


def store_turn(
    session: Session, opening: Opening, work: Work, outcome: TurnOutcome, milliseconds: float
) -> dict[str, Any]:
    """Stores a turn and gives the conversation free.

    Args:
        session: The closing transaction.
        opening: What opened the turn.
        work: What the turn was computed for.
        outcome: What came out.
        milliseconds: How long it was computed.

    Returns:
        The chat API's Reply.

    Raises:
        LeaseLost: Another worker took the conversation over.
        OwnershipChanged: Its owner is no longer the one the turn was computed for.
        EffectConflict: The world changed meanwhile.
    """
    request = work.request
    conversation = conversations.locked(session, request.conversation_id)
    if conversation is None:
        raise LeaseLost(f"Conversation {request.conversation_id} was erased meanwhile.")
    require_lease(conversation, work)
    if conversation.owner_epoch != work.owner_epoch:
        raise OwnershipChanged(f"Conversation {conversation.id} now belongs to the {conversation.owner}.")
    now = opening.now(conversation)
    said = _as_said(outcome, conversation, work)

    reply_id = new_id("m")
    reply = {"message_id": reply_id, "conversation_id": conversation.id, **said.reply.as_json()}
    conversations.store_reply(
        session,
        conversation,
        {
            "id": reply_id,
            "role": "bot",
            "text": said.reply.message,
            "at": now,
            "status": "said",
            "answers": request.message_id,
            "reply": reply,
        },
        {
            "message_id": request.message_id,
            "reply_id": reply_id,
            "at": now,
            "type": said.reply.type,
            "route": outcome.reply.route,
            "confidence": outcome.reply.confidence,
            "milliseconds": milliseconds,
            "record": outcome.record,
        },
        said.state,
    )
    llm_spending.book(session, conversation, request.now.date(), outcome.spent)
    session.flush()
    effects.apply(session, conversation, said.effects, now)
    if conversation.owner == "person":
        payload = {"conversation_id": conversation.id, "message_id": request.message_id}
        outbox.emit(session, "message.for_person", conversation.id, payload, now)
    return reply


def release(session: Session, work: Work, refund: bool) -> None:
    """Gives a conversation free whose turn came to nothing; its message goes on waiting.

    Args:
        session: A transaction of its own.
        work: What was worked on.
        refund: The message was not to blame: the attempt does not count.
    """
    conversation = conversations.locked(session, work.request.conversation_id)
    if conversation is None or conversation.lease != work.lease:
        return
    conversation.lease = conversation.lease_until = None
    if refund:
        session.get_one(Message, work.request.message_id).attempts -= 1


def _as_said(outcome: TurnOutcome, conversation: Conversation, work: Work) -> TurnOutcome:
    """What may be said and done under the conversation's owner: beside a person the bot speaks for safety only."""
    reply = replace(outcome.reply, message=clean(outcome.reply.message), owner=cast(Owner, conversation.owner))
    if conversation.owner == "bot":
        return replace(outcome, reply=reply)
    if reply.type == "escalation":
        handover = (OpenHandover, RaiseHandover, NoteContact, PageOnCall)
        return replace(outcome, reply=reply, effects=tuple(e for e in outcome.effects if isinstance(e, handover)))
    silence = Reply(
        type="conversation",
        message="",
        route="person",
        confidence=reply.confidence,
        sentiment=reply.sentiment,
        owner="person",
    )
    # The dialogue stands where it stood: what was understood here led to no word of the bot's.
    return TurnOutcome(silence, work.request.state, (), outcome.record)
