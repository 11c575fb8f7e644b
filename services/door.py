"""Conversations of clients that speak as if to a language model: which one a request goes on with.

Such clients keep the history themselves and send all of it each time, or name their conversation. A conversation that
was opened in another channel can be reached in neither way.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError

from services.conversations import ConversationService
from store import door
from store.models import Conversation, DoorPlace
from store.session import Database

CHANNEL: Final = "openai"
"""Where these conversations take place: people alone can be made to answer in it, and figures leave it out."""

MOST_TOLD: Final = 50
"""Messages said again to a new conversation in one request: more take longer than a client waits."""

_NAME_LENGTH: Final = 24


class HistoryTooLong(Exception):
    """A history that nobody left here is too long to be told to a new conversation."""


@dataclass(frozen=True)
class Exchange:
    """What a client said and what it was answered, as its history has it."""

    said: str
    answered: str


@dataclass(frozen=True)
class Opening:
    """How a new conversation is opened (development only): as this customer, with its clock standing still."""

    customer_id: str | None = None
    now: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """Where a request goes on.

    Attributes:
        conversation_id: The conversation.
        to_say: What has to be said in it before, for a history that nobody left here.
    """

    conversation_id: str
    to_say: tuple[str, ...] = ()


class Door:
    """Finds and opens conversations for clients that keep the history themselves.

    Args:
        database: Where conversations are kept.
        conversations: Opens them.
        secret: Makes ids of names, so that nobody can choose one.
    """

    def __init__(self, database: Database, conversations: ConversationService, secret: str) -> None:
        self._database = database
        self._conversations = conversations
        self._secret = secret.encode()

    def by_name(self, name: str, opening: Opening) -> Standing:
        """The conversation a client calls by a name of its own, or by its id; opened where there is none yet.

        Raises:
            UnknownCustomer: `opening` names nobody who is known.
        """
        conversation_id = self._id_of(name)
        with self._database.read() as session:
            called_by_id = session.get(Conversation, name)
            if called_by_id is not None and called_by_id.channel == CHANNEL:
                return Standing(name)
            if session.get(Conversation, conversation_id) is not None:
                return Standing(conversation_id)
        try:
            return Standing(self._open(opening, conversation_id))
        except IntegrityError:  # another request of the same name was first
            return Standing(conversation_id)

    def by_history(self, history: Sequence[Exchange], text: str, opening: Opening, *, again: bool = False) -> Standing:
        """The conversation that stands where a history ends, or one to which it must be told first.

        The same request again finds what it found before. A history from which somebody else went on already is told
        anew, in a conversation of its own: two ways to go on do not mix.

        Args:
            history: What was said, oldest first; nothing begins a conversation.
            text: What is said now.
            opening: How a new conversation is opened.
            again: The client says that it has sent this before.

        Raises:
            UnknownCustomer: `opening` names nobody who is known.
            HistoryTooLong: It would have to be told anew, and is too long for that.
        """
        if history:
            before, after = digest_of(history), digest_of(history, text)
            with self._database.write() as session:
                seen = door.left(session, before, after)
                place = seen if again and seen is not None else door.standing(session, before) or seen
                if place is not None:
                    place.went_on = after
                    return Standing(place.conversation_id)
        if len(history) > MOST_TOLD:
            raise HistoryTooLong(
                f"The history has {len(history)} messages of the user and was not left here; at most {MOST_TOLD} are "
                "told anew. Name the conversation: user, or metadata.conversation_id."
            )
        return Standing(self._open(opening), tuple(exchange.said for exchange in history))

    def leave(self, conversation_id: str, history: Sequence[Exchange]) -> None:
        """Notes which history a client was left with; at a repeated request nothing happens."""
        digest = digest_of(history)
        with self._database.write() as session:
            if not door.has(session, digest, conversation_id):
                session.add(DoorPlace(digest=digest, conversation_id=conversation_id, went_on=None))

    def _open(self, opening: Opening, conversation_id: str | None = None) -> str:
        opened = self._conversations.open(
            channel=CHANNEL,
            customer_id=opening.customer_id,
            now=opening.now,
            conversation_id=conversation_id,
        )
        return opened.conversation_id

    def _id_of(self, name: str) -> str:
        digest = hmac.new(self._secret, f"door:{name}".encode(), hashlib.sha256).hexdigest()
        return f"c_{digest[:_NAME_LENGTH]}"


def digest_of(history: Sequence[Exchange], text: str | None = None) -> str:
    """A digest of what was said, and of what is said now."""
    told = [[exchange.said.strip(), exchange.answered.strip()] for exchange in history]
    plain = json.dumps([told, text], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
