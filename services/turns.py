"""One turn at a time: accepts a message, has it answered, stores the answer. A message once accepted is never lost."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import structlog

from domain.clock import Clock, SystemClock
from domain.effects import EffectConflict
from domain.llm_spending import Spent
from domain.text import accept as accept_text
from domain.turn import KnowledgeOutage, Responder, Tell, TurnOutcome
from services.closing import OwnershipChanged, release, store_turn
from services.opening import Answered, GivenUp, LeaseLost, Opening, Standing, Waiting, Work
from store import conversations
from store.session import Database, StoreUnavailable

MOST_COMPUTATIONS: Final = 3
"""How often a turn is computed where the world changes under it."""

POLL_SECONDS: Final = 0.1
"""How soon a waiting request notices what another process did; its own process wakes it at once."""

RECOVERY_BATCH: Final = 100

log = structlog.get_logger(__name__)


class ReplyPending(Exception):
    """The message is kept, but its reply was not ready in time. Repeating the same message fetches it."""


class TurnFailed(Exception):
    """A message could not be answered, however often it was tried; a person was told."""


class TurnUnsettled(Exception):
    """The world changed each time a turn was computed."""


TurnStored = Callable[[Mapping[str, Any], TurnOutcome, float], None]
"""Is told of every turn that was stored: the reply, what had been computed, and in how many milliseconds."""


@dataclass(frozen=True)
class Received:
    """A message that is stored and will be answered, even if nobody asks for its reply."""

    conversation_id: str
    message_id: str
    standing: Standing
    deadline: float


class TurnService:
    """Answers messages.

    Args:
        database: Where conversations are kept.
        responder: What answers.
        clock: The business's time.
        wall: The machine's time, for leases.
        lease: How long one turn may take; after that any worker may take it over.
        patience: Seconds a request waits for its reply.
        computations: How many turns are computed at once in this process; more would only slow each other down.
        turn_stored: Is told of every turn that was stored.
    """

    def __init__(
        self,
        database: Database,
        responder: Responder,
        clock: Clock,
        *,
        wall: Clock | None = None,
        lease: timedelta = timedelta(seconds=60),
        patience: float = 30.0,
        computations: int = 2,
        turn_stored: TurnStored = lambda reply, outcome, milliseconds: None,
    ) -> None:
        self._database = database
        self._responder = responder
        self._opening = Opening(clock, wall or SystemClock(), lease)
        self._patience = patience
        self._slots = threading.BoundedSemaphore(computations)
        self._changed = threading.Condition()
        self._turn_stored = turn_stored

    def accept(self, conversation_id: str, text: str, client_message_id: str | None = None) -> dict[str, Any]:
        """Takes a customer's message and returns its reply.

        Args:
            conversation_id: Where it was said; whoever calls has checked that they may.
            text: What was said.
            client_message_id: The client's name for the message; under the same name it is answered once.

        Returns:
            The chat API's Reply.

        Raises:
            UnreadableMessage: It is empty or too long.
            UnknownConversation: There is no such conversation.
            MessageIdReused: The client's id stands for another text.
            TooManyWaiting: Too many messages of the conversation wait for their replies.
            ReplyPending: The reply is not ready yet; the message is kept.
            TurnFailed: It could not be answered.
            KnowledgeOutage: It cannot be understood now; the message is kept.
            StoreUnavailable: The database is locked or gone.
        """
        return self.answer(self.receive(conversation_id, text, client_message_id))

    def receive(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Received:
        """The first half of `accept`: stores a message. From here on it is not lost."""
        text = accept_text(text)
        deadline = time.monotonic() + self._patience
        self._responder.anticipate(text)
        with self._database.write() as session:
            message_id, standing = self._opening.begin(session, conversation_id, text, client_message_id)
        return Received(conversation_id, message_id, standing, deadline)

    def answer(self, received: Received, tell: Tell | None = None) -> dict[str, Any]:
        """The second half of `accept`: answers the message, or waits until it is answered, and returns the reply.

        Args:
            received: What was stored.
            tell: Is given words of the reply as they are made, for as long as the bot has the word. The reply that is
                returned in the end is what was said; it may be another one.
        """
        standing = received.standing
        while True:
            if tell is not None and isinstance(standing, Work) and standing.request.message_id == received.message_id:
                standing = replace(standing, request=replace(standing.request, tell=self._checked(standing, tell)))
            reply = self._advance(standing, received.message_id, received.deadline)
            if reply is not None:
                return reply
            with self._database.write() as session:
                standing = self._opening.look(session, received.conversation_id, received.message_id)

    def recover(self) -> int:
        """Answers what nobody works on: messages whose worker died, or whose client went away before their turn came.

        Returns:
            How many messages were answered.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        with self._database.read() as session:
            waiting = conversations.unattended(session, self._opening.wall.now(), RECOVERY_BATCH)
        return sum(self._drain(conversation_id) for conversation_id in waiting)

    def _advance(self, standing: Standing, message_id: str, deadline: float) -> dict[str, Any] | None:
        match standing:
            case Answered(reply):
                return reply
            case GivenUp():
                raise TurnFailed(
                    f"Message {message_id} could not be answered; our staff were told. Send it again as a new message."
                )
            case Waiting():
                self._wait(message_id, deadline)
            case Work() if standing.request.message_id == message_id:
                # If the lease was lost, another worker answers: its reply is looked for.
                with suppress(LeaseLost):
                    return self._perform(standing, deadline)
            case Work():
                self._perform_for_others(standing, deadline)
        return None

    def _drain(self, conversation_id: str) -> int:
        answered = 0
        while True:
            with self._database.write() as session:
                work = self._opening.take(session, conversation_id)
            if work is None:
                return answered
            answered += self._perform_for_others(work, None)

    def _perform_for_others(self, work: Work, deadline: float | None) -> bool:
        try:
            self._perform(work, deadline)
        except LeaseLost:
            return False
        except (KnowledgeOutage, StoreUnavailable, ReplyPending):
            raise
        except Exception:
            # Whoever sent this message is not here to be told. It is counted and tried again, and in the end given
            # up for a person to see; the messages behind it must not suffer for it.
            log.exception("turn failed", conversation_id=work.request.conversation_id, seen=work.request.message_id)
            return False
        return True

    def _perform(self, work: Work, deadline: float | None) -> dict[str, Any]:
        try:
            return self._settle(work, deadline)
        except LeaseLost:
            raise
        except (KnowledgeOutage, StoreUnavailable, ReplyPending):
            # Where the database is what is missing, the lease runs out by itself.
            with suppress(StoreUnavailable):
                self._release(work, refund=True)
            raise
        except Exception:
            self._release(work, refund=False)
            raise
        finally:
            with self._changed:
                self._changed.notify_all()

    def _checked(self, work: Work, tell: Tell) -> Tell:
        """Passes words on while the turn still stands: whose the word is, is looked up at the moment of showing."""
        conversation_id = work.request.conversation_id

        def tell_if_standing(words: str) -> None:
            with self._database.read() as session:
                if conversations.stands(session, conversation_id, work.lease, work.owner_epoch):
                    tell(words)

        return tell_if_standing

    def _settle(self, work: Work, deadline: float | None) -> dict[str, Any]:
        spent = Spent()
        for attempt in range(1, MOST_COMPUTATIONS + 1):
            work, outcome, milliseconds = self._compute(work, deadline)
            spent += outcome.spent
            outcome = replace(outcome, spent=spent)  # what was thrown away was paid for, too
            try:
                with self._database.write() as session:
                    reply = store_turn(session, self._opening, work, outcome, milliseconds)
                self._turn_stored(reply, outcome, milliseconds)
                return reply
            except (EffectConflict, OwnershipChanged) as change:
                log.info("turn computed again", conversation_id=work.request.conversation_id, why=str(change))
                if attempt == MOST_COMPUTATIONS:
                    raise TurnUnsettled(
                        f"The turn was overtaken {attempt} times, last because: {change} Repeat the message."
                    ) from change
            work = self._renew(work)  # nobody reads along any more: words of the first attempt were shown already
        raise AssertionError("unreachable")

    def _compute(self, work: Work, deadline: float | None) -> tuple[Work, TurnOutcome, float]:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not self._slots.acquire(timeout=left):
            raise ReplyPending(f"Message {work.request.message_id} is kept; too many are before it. Repeat it later.")
        try:
            if work.until - self._opening.wall.now() < self._opening.lease / 2:
                work = self._renew(work)  # the queue took the time the turn needs
            started = time.perf_counter()
            outcome = self._responder.respond(work.request)
            return work, outcome, round((time.perf_counter() - started) * 1000, 3)
        finally:
            self._slots.release()

    def _renew(self, work: Work) -> Work:
        with self._database.write() as session:
            return self._opening.renew(session, work)

    def _release(self, work: Work, refund: bool) -> None:
        with self._database.write() as session:
            release(session, work, refund)

    def _wait(self, message_id: str, deadline: float) -> None:
        while (left := deadline - time.monotonic()) > 0:
            with self._changed:
                self._changed.wait(min(left, POLL_SECONDS))
            with self._database.read() as session:
                status, until = conversations.progress(session, message_id)
            if status != "waiting" or until is None or until <= self._opening.wall.now():
                return
        raise ReplyPending(f"Message {message_id} is kept, its reply is not ready. Repeat it with the same id.")
