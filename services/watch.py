"""The watch for odd answers: what looks odd becomes an event, once."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final

import structlog

from domain.clock import Clock
from domain.watching import Odd, WatchTerms, odd_answers
from services.door import CHANNEL
from store import conversations, outbox, watching
from store.session import Database

BATCH: Final = 200
"""Conversations read at once."""

log = structlog.get_logger(__name__)


class Watch:
    """Looks at what was answered lately.

    Args:
        database: Where conversations are kept.
        terms: What is odd.
        clock: The business's time.
    """

    def __init__(self, database: Database, terms: WatchTerms, clock: Clock) -> None:
        self._database = database
        self._terms = terms
        self._clock = clock

    def run(self) -> int:
        """Tells of what looks odd and was not told yet.

        Each event (`answer.odd`, its key the reply) names conversation, reply, kind and figures, and holds no word of
        the customer's. Outside tools that come in by the OpenAI-compatible door are not customers.

        Returns:
            How many events were written.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        since = self._clock.now() - timedelta(hours=self._terms.hours)
        with self._database.read() as session:
            active = watching.active(session, since, without=(CHANNEL,))
        count = sum(self._look_at(active[start : start + BATCH]) for start in range(0, len(active), BATCH))
        if count:
            log.info("odd answers told", count=count)
        return count

    def _look_at(self, conversation_ids: Sequence[str]) -> int:
        with self._database.read() as session:
            found = {
                conversation_id: odd_answers([turn for _, turn in turns], self._terms)
                for conversation_id, turns in groupby(watching.turns(session, conversation_ids), itemgetter(0))
            }
            told = watching.told(session, {odd.reply_id for odds in found.values() for odd in odds})
        new = {
            conversation_id: [odd for odd in odds if (odd.reply_id, odd.kind) not in told]
            for conversation_id, odds in found.items()
        }
        return sum(self._tell(conversation_id, odds) for conversation_id, odds in new.items() if odds)

    def _tell(self, conversation_id: str, odds: Sequence[Odd]) -> int:
        with self._database.write() as session:
            # Another process may be at the same conversation: of two one is first, and the other sees what it told.
            if conversations.locked(session, conversation_id) is None:
                return 0  # erased meanwhile
            told = watching.told(session, {odd.reply_id for odd in odds})
            new = [odd for odd in odds if (odd.reply_id, odd.kind) not in told]
            for odd in new:
                payload = {
                    "conversation_id": conversation_id,
                    "message_id": odd.reply_id,
                    "kind": odd.kind,
                    **odd.detail,
                }
                outbox.emit(session, watching.TOPIC, odd.reply_id, payload, self._clock.now())
        return len(new)
