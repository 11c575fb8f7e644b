"""The first transaction of a turn: stores the message and takes the conversation's lease."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.handback import EndedHandover, Handback
from domain.labels import Priority, Trigger
from domain.turn import OpenTicket, TurnRequest
from services.ids import new_id
from store import conversations, outbox
from store.circumstances import Circumstances, circumstances
from store.models import Conversation, Message

MOST_ATTEMPTS: Final = 3
"""How often a message is tried; one that ends its worker each time must not do so for ever."""

MOST_WAITING: Final = 20
"""Messages of one conversation that may wait: more than anybody types while a reply is made, few enough that they are
answered within a minute, and that one client cannot occupy every thread."""


class UnknownConversation(LookupError):
    """There is no such conversation, or it is not this client's."""


class MessageIdReused(Exception):
    """A client sent another text under an id it has used before."""


class TooManyWaiting(Exception):
    """So many messages of a conversation wait for their replies that no more are taken."""


class LeaseLost(Exception):
    """Another worker took the conversation over; what was computed here must be thrown away."""


@dataclass(frozen=True)
class Answered:
    """The message has its reply."""

    reply: dict[str, Any]


@dataclass(frozen=True)
class GivenUp:
    """The message was tried too often; a person was told."""


@dataclass(frozen=True)
class Waiting:
    """Somebody else works on the conversation."""


@dataclass(frozen=True)
class Work:
    """A message to be answered now, and what must still be so when its reply is stored."""

    request: TurnRequest
    lease: str
    until: datetime
    state_version: int
    owner_epoch: int


Standing = Answered | GivenUp | Waiting | Work


@dataclass(frozen=True)
class Opening:
    """Opens turns for one worker.

    Attributes:
        clock: The business's time.
        wall: The machine's time, which leases are measured by even where the business's stands still.
        lease: How long a turn may take.
    """

    clock: Clock
    wall: Clock
    lease: timedelta

    def begin(
        self, session: Session, conversation_id: str, text: str, client_message_id: str | None
    ) -> tuple[str, Standing]:
        """Stores a message, unless the client sent it before, and starts on it if nobody is at work.

        Returns:
            The message's id and how it stands.

        Raises:
            UnknownConversation: There is no such conversation.
            MessageIdReused: The client's id stands for another text.
            TooManyWaiting: The message was not taken: too many are before it.
        """
        conversation = _locked(session, conversation_id)
        message = None
        if client_message_id is not None:
            message = conversations.message_by_client_id(session, conversation_id, client_message_id)
        if message is None:
            message = Message(
                id=new_id("m"),
                role="customer",
                text=text,
                at=self.now(conversation),
                status="waiting",
                client_message_id=client_message_id,
                attempts=0,
            )
            standing = self._start(session, conversation, message)
            if isinstance(standing, Work) and standing.request.message_id == message.id:
                lease = {"lease": standing.lease, "lease_until": standing.until}
                conversations.store_message(session, conversation, message, **lease)
            else:
                conversations.store_message(session, conversation, message)
                _require_room(session, conversation_id)
            return message.id, standing
        if message.text != text:
            raise MessageIdReused(
                f"client_message_id {client_message_id!r} was used for another text. Give a new message a new id."
            )
        return message.id, self._standing(session, conversation, message)

    def look(self, session: Session, conversation_id: str, message_id: str) -> Standing:
        """How a stored message stands; starts on the conversation if nobody is at work."""
        conversation = _locked(session, conversation_id)
        return self._standing(session, conversation, session.get_one(Message, message_id))

    def take(self, session: Session, conversation_id: str) -> Work | None:
        """Starts on the oldest waiting message of a conversation, if there is one and nobody is at work."""
        conversation = conversations.locked(session, conversation_id)
        if conversation is None or self._is_taken(conversation):  # None: erased meanwhile
            return None
        return self._next(session, conversation)

    def renew(self, session: Session, work: Work) -> Work:
        """Starts on the same message again, with the lease prolonged and everything read anew.

        Raises:
            LeaseLost: Another worker took the conversation over.
        """
        conversation = _locked(session, work.request.conversation_id)
        require_lease(conversation, work)
        message = session.get_one(Message, work.request.message_id)
        renewed = self._work(conversation, message, work.lease, circumstances(session, conversation.id))
        conversations.change(session, conversation, lease_until=renewed.until)
        return renewed

    def now(self, conversation: Conversation) -> datetime:
        """The conversation's time."""
        return conversation.frozen_at or self.clock.now()

    def _standing(self, session: Session, conversation: Conversation, message: Message) -> Standing:
        if message.status == "answered":
            reply = conversations.reply_to(session, message.id)
            assert reply is not None
            return Answered(reply)
        if message.status == "failed":
            return GivenUp()
        return self._start(session, conversation)

    def _start(self, session: Session, conversation: Conversation, newest: Message | None = None) -> Standing:
        if self._is_taken(conversation):
            return Waiting()
        return self._next(session, conversation, newest) or GivenUp()

    def _is_taken(self, conversation: Conversation) -> bool:
        until = conversation.lease_until
        return conversation.lease is not None and until is not None and until > self.wall.now()

    def _next(self, session: Session, conversation: Conversation, newest: Message | None = None) -> Work | None:
        while True:
            around = circumstances(session, conversation.id)
            # `newest` is not in the table yet, and its turn comes when nothing older waits.
            message = session.get_one(Message, around.waiting) if around.waiting is not None else newest
            if message is None:
                return None
            if message.attempts < MOST_ATTEMPTS:
                # Counted before it is tried: a message that kills the process is counted too.
                message.attempts += 1
                work = self._work(conversation, message, secrets.token_hex(8), around)
                if message is not newest:  # which is stored with it
                    conversations.change(session, conversation, lease=work.lease, lease_until=work.until)
                return work
            message.status = "failed"
            session.flush()
            payload = {"conversation_id": conversation.id, "message_id": message.id}
            outbox.emit(session, "turn.failed", message.id, payload, self.now(conversation))

    def _work(self, conversation: Conversation, message: Message, lease: str, around: Circumstances) -> Work:
        until = self.wall.now() + self.lease
        request = TurnRequest(
            conversation_id=conversation.id,
            message_id=message.id,
            text=message.text,
            now=self.now(conversation),
            state=conversation.state,
            channel=conversation.channel,
            locale=conversation.locale,
            customer_id=conversation.customer_id,
            ticket=_open_ticket(*around.ticket, claimed=conversation.owner == "person") if around.ticket else None,
            ended=EndedHandover(around.ended[0], Handback.of(around.ended[1])) if around.ended else None,
            people_only=around.people_only,
        )
        return Work(request, lease, until, conversation.state_version, conversation.owner_epoch)


def require_lease(conversation: Conversation, work: Work) -> None:
    """Makes sure that a worker still has the conversation.

    Raises:
        LeaseLost: Another worker took it over, or changed its state.
    """
    if conversation.lease != work.lease or conversation.state_version != work.state_version:
        raise LeaseLost(f"The lease on conversation {conversation.id} ran out and another worker took it over.")


def _locked(session: Session, conversation_id: str) -> Conversation:
    conversation = conversations.locked(session, conversation_id)
    if conversation is None:
        raise UnknownConversation(f"There is no conversation {conversation_id}. Open one: POST /v1/conversations.")
    return conversation


def _require_room(session: Session, conversation_id: str) -> None:
    if conversations.waiting(session, conversation_id, MOST_WAITING + 1) > MOST_WAITING:
        raise TooManyWaiting(
            f"{MOST_WAITING} messages of conversation {conversation_id} wait for their replies. Send this one later."
        )


def _open_ticket(ticket_id: str, trigger: str, priority: str, claimed: bool) -> OpenTicket:
    # What stands in these columns was put there from these vocabularies.
    return OpenTicket(ticket_id, cast(Trigger, trigger), cast(Priority, priority), claimed)
