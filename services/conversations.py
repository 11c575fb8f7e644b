"""Opening conversations, reading them back, and what customers say about them afterwards."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import Clock, SystemClock, in_tokyo
from domain.reply import Reply
from domain.text import clean
from services.feed import entry, handover_state
from services.ids import digest, new_id, new_token
from services.opening import UnknownConversation
from services.serving import TYPING_SHOWN
from store import conversations as stored
from store import tickets
from store.models import Conversation, Customer, Message
from store.session import Database

PAGE: Final = 200
"""Messages in one page of a transcript."""

TOKEN_LIFE: Final = timedelta(days=30)
"""How long a token opens its conversation after the last message: longer than a case takes, and a token that is left
on a shared computer is worth nothing soon after."""


_RATED: Final = frozenset({"bot", "staff"})


class WrongToken(PermissionError):
    """The token opens no conversation."""


class UnknownCustomer(LookupError):
    """Nobody has this customer id."""


class UnknownReply(LookupError):
    """The conversation has no such reply."""


@dataclass(frozen=True)
class Opened:
    """A new conversation. The token is given out here and never again.

    Attributes:
        conversation_id: Its name.
        token: Opens it.
        greeting: What it opens with.
        notice: What the customer is to be shown about privacy before they write.
    """

    conversation_id: str
    token: str
    greeting: str
    notice: str


@dataclass(frozen=True)
class Survey:
    """What a customer says at the end: NPS 0–10, CSAT 1–5, CES 1–7."""

    nps: int | None = None
    csat: int | None = None
    ces: int | None = None
    comment: str | None = None


class ConversationService:
    """Everything about conversations but the turns in them.

    Args:
        database: Where they are kept.
        clock: The business's time.
        greeting: What a conversation opens with.
        notice: What is shown about privacy before the first message.
        wall: The machine's time, which browsers go by too.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        greeting: Callable[[], Reply],
        notice: Callable[[], str],
        wall: Clock | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._greeting = greeting
        self._notice = notice
        self._wall = wall or SystemClock()

    def open(
        self,
        channel: str = "web",
        locale: str = "ja",
        customer_id: str | None = None,
        now: datetime | None = None,
        conversation_id: str | None = None,
    ) -> Opened:
        """Opens a conversation with a greeting.

        Args:
            channel: Where it takes place.
            locale: The customer's language.
            customer_id: Who it is, if the caller has proof of it.
            now: Where the conversation's clock stands still (development only).
            conversation_id: Its name, where the caller has one that nobody else can choose.

        Raises:
            UnknownCustomer: Nobody has this customer id.
            IntegrityError: There is a conversation of this name.
        """
        greeting = self._greeting()
        conversation_id, token, message_id = conversation_id or new_id("c"), new_token(), new_id("m")
        frozen_at = in_tokyo(now) if now else None
        at = frozen_at or self._clock.now()
        with self._database.write() as session:
            if customer_id is not None and session.get(Customer, customer_id) is None:
                raise UnknownCustomer(f"There is no customer {customer_id!r}. Load them: zenbu fixtures load FILE.")
            conversation = Conversation(
                id=conversation_id,
                token_hash=digest(token),
                channel=channel,
                locale=locale,
                customer_id=customer_id,
                created_at=at,
                frozen_at=frozen_at,
                owner="bot",
                owner_epoch=0,
                state={},
                state_version=0,
                next_seq=1,
            )
            session.add(conversation)
            session.flush()
            reply = {"message_id": message_id, "conversation_id": conversation_id, **greeting.as_json()}
            stored.add_message(
                session,
                conversation,
                id=message_id,
                role="bot",
                text=greeting.message,
                at=at,
                status="said",
                reply=reply,
            )
        return Opened(conversation_id, token, greeting.message, self._notice())

    def authorize(self, conversation_id: str, token: str) -> None:
        """Makes sure that a token opens a conversation.

        Raises:
            WrongToken: It opens none, or no longer.
            UnknownConversation: There is no such conversation, or the token is another one's.
        """
        shown = digest(token)
        with self._database.read() as session:
            kept = stored.credentials(session, conversation_id)
            if kept is not None and hmac.compare_digest(kept.token_hash, shown):
                if (kept.frozen_at or self._clock.now()) - kept.at > TOKEN_LIFE:
                    raise WrongToken("The token has expired. Open a new conversation.")
                return
            elsewhere = session.scalar(select(Conversation.id).where(Conversation.token_hash == shown))
        if kept is None or elsewhere is not None:
            # The same words for both: who holds another token does not learn which conversations exist.
            raise UnknownConversation(f"There is no conversation {conversation_id} for you. Open one.")
        raise WrongToken("The token does not open this conversation. Send the one it was opened with.")

    def transcript(self, conversation_id: str, after: int = 0, limit: int = PAGE) -> dict[str, Any]:
        """A page of what was said, who answers now, and where a handover stands.

        Args:
            conversation_id: Which conversation.
            after: Messages behind this place; `next` of the page before.
            limit: Most messages in the page.
        """
        with self._database.read() as session:
            conversation = session.get(Conversation, conversation_id)
            if conversation is None:
                raise UnknownConversation(f"There is no conversation {conversation_id}. Open one.")
            rows = stored.messages_after(session, conversation_id, after, limit + 1)
            ticket = tickets.latest(session, conversation_id)
        page = rows[:limit]
        return {
            "conversation_id": conversation.id,
            "channel": conversation.channel,
            "locale": conversation.locale,
            "owner": conversation.owner,
            "handover": handover_state(ticket) if ticket else None,
            # An empty reply is the bot's silence beside a person; there is nothing to show.
            "messages": [_message(row) for row in page if row.text],
            "next": page[-1].seq if len(rows) > limit else None,
        }

    def show_typing(self, conversation_id: str) -> None:
        """Shows whoever serves or is about to serve the customer for a moment that they are writing.

        However often it is called, it is written once in a while, and not at all where nobody would see it.
        """
        now = self._wall.now()
        with self._database.read() as session:
            conversation = session.get(Conversation, conversation_id)
            until = conversation.customer_typing_until if conversation else None
            seen = tickets.unclosed(session, conversation_id) is not None
        if not seen or (until is not None and until - now > TYPING_SHOWN / 2):
            return
        with self._database.write() as session:
            self._locked(session, conversation_id).customer_typing_until = now + TYPING_SHOWN

    def give_feedback(self, conversation_id: str, message_id: str, helpful: bool, comment: str | None) -> None:
        """Keeps whether a reply helped; a later word replaces an earlier one.

        Raises:
            UnknownReply: The conversation has no such reply.
        """
        with self._database.write() as session:
            message = session.get(Message, message_id)
            if message is None or message.conversation_id != conversation_id or message.role not in _RATED:
                raise UnknownReply(f"There is no reply {message_id} in this conversation. Name a message_id it sent.")
            message.helpful, message.comment = helpful, clean(comment) if comment else None

    def answer_survey(self, conversation_id: str, survey: Survey) -> None:
        """Keeps what a customer says about a conversation; a later word replaces an earlier one."""
        with self._database.write() as session:
            conversation = self._locked(session, conversation_id)
            at = conversation.frozen_at or self._clock.now()
            conversation.survey = {
                "nps": survey.nps,
                "csat": survey.csat,
                "ces": survey.ces,
                "comment": clean(survey.comment) if survey.comment else None,
                "at": at.isoformat(),
            }

    def _locked(self, session: Session, conversation_id: str) -> Conversation:
        conversation = stored.locked(session, conversation_id)
        if conversation is None:
            raise UnknownConversation(f"There is no conversation {conversation_id}. Open one.")
        return conversation


def _message(row: Message) -> dict[str, Any]:
    return {**entry(row), "status": row.status, "helpful": row.helpful}
