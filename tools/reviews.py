"""What QA looks at: how turns came about, and what was said. Personal data is masked for good."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from domain.clock import in_tokyo
from domain.masking import redact
from services.tool_calls import masked
from store import conversations, reviews
from store.models import Conversation, Customer
from store.reviews import Reviewed, Wanted
from tools.context import StaffCall
from tools.declaration import REVIEWERS, Arguments, Json, Tool
from tools.refusal import Refused


class ListTurns(Arguments):
    """Which turns."""

    route: Annotated[str | None, Field(description="Only of this route, such as answer_faq or hand_over.")] = None
    conversation_id: Annotated[str | None, Field(description="Only of this conversation.")] = None
    unhelpful: Annotated[bool, Field(description="Only those a customer called unhelpful.")] = False
    before: Annotated[str | None, Field(description="Only earlier ones: `at` of the last one seen.")] = None
    limit: Annotated[int, Field(ge=1, le=50, description="Most turns.")] = 10


class ReadConversation(Arguments):
    """Which conversation."""

    conversation_id: Annotated[str, Field(min_length=1, description="A conversation_id, from list_turns.")]
    before: Annotated[int | None, Field(ge=1, description="`before` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200, description="Most messages.")] = 50


def list_turns(call: StaffCall, given: ListTurns) -> Json:
    """Turns, the newest first: what was asked and answered, and the record of how it came about."""
    wanted = Wanted(given.route, given.conversation_id, _moment(given.before), given.unhelpful)
    with call.deps.database.read() as session:
        rows = reviews.turns(session, wanted, given.limit)
    return {"turns": [_turn(row) for row in rows]}


def read_conversation(call: StaffCall, given: ReadConversation) -> Json:
    """A page of a conversation from its end."""
    with call.deps.database.read() as session:
        conversation = session.get(Conversation, given.conversation_id)
        if conversation is None:
            raise Refused(f"There is no conversation {given.conversation_id!r}. See list_turns.")
        customer = session.get(Customer, conversation.customer_id) if conversation.customer_id else None
        rows = conversations.messages_before(session, conversation.id, given.before, given.limit + 1)
    known = [customer.name] if customer else []
    page = rows[-given.limit :]
    return {
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "owner": conversation.owner,
        "messages": [
            {"seq": row.seq, "role": row.role, "text": redact(row.text, known), "at": row.at.isoformat()}
            for row in page
            if row.text
        ],
        "before": page[0].seq if len(rows) > given.limit else None,
    }


def _turn(row: Reviewed) -> Json:
    known = [row.name] if row.name else []
    turn = row.turn
    return {
        "message_id": turn.message_id,
        "conversation_id": turn.conversation_id,
        "at": turn.at.isoformat(),
        "route": turn.route,
        "confidence": turn.confidence,
        "milliseconds": turn.milliseconds,
        "question": redact(row.question, known),
        "answer": redact(row.answer, known),
        "helpful": row.helpful,
        "record": masked(turn.record),
    }


def _moment(text: str | None) -> datetime | None:
    try:
        return in_tokyo(datetime.fromisoformat(text)) if text else None
    except ValueError as error:
        raise Refused(f"before {text!r} is no ISO 8601 time. Give the `at` of a turn.") from error


TOOLS = (
    Tool(
        "list_turns",
        "Lists answered messages, the newest first: question and answer with personal data masked, route, confidence, "
        "and the record of what was understood.",
        "read",
        REVIEWERS,
        ListTurns,
        list_turns,
    ),
    Tool(
        "read_conversation",
        "Reads a conversation with personal data masked, from its end.",
        "read",
        REVIEWERS,
        ReadConversation,
        read_conversation,
    ),
)
