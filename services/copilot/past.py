"""Good replies of the past: what the staff wrote in cases of the same kind that ended well, personal data masked.

They are read from the conversations themselves, each time: what is erased or expired is not remembered anywhere.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from domain.copilot.case import Case, PastReply
from domain.masking import redact
from domain.text import has_words, normalize
from store import past_replies
from store.models import Message
from store.past_replies import EndedWell
from store.session import Database

CASES: Final = 40
"""Cases looked through: the newest of their kind."""

REPLIES: Final = 80
"""Replies compared with."""

SHORTEST: Final = 20
"""Characters below which a reply says nothing worth repeating."""

LONGEST: Final = 600
"""Characters above which a reply tells of its own case only."""

WRITER: Final = "[担当]"
CUSTOMER: Final = "[氏名]"
"""What stands for who wrote a reply, and for whom."""


class PastReplies:
    """Reads good replies.

    Args:
        database: Where conversations are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def like(self, case: Case, satisfied: int) -> tuple[PastReply, ...]:
        """Replies in cases of the same kind, the newest first.

        Args:
            case: The case somebody is about to answer.
            satisfied: CSAT from which on a case ended well; one that nobody rated counts by its outcome.
        """
        with self._database.read() as session:
            ended = past_replies.ended_well(session, case.trigger, case.category, case.conversation_id, CASES)
            good = [entry for entry in ended if entry.csat is None or entry.csat >= satisfied]
            said = past_replies.exchanged(session, [entry.conversation_id for entry in good]) if good else ()
        messages = {key: list(rows) for key, rows in groupby(said, key=lambda message: message.conversation_id)}
        replies = [reply for entry in good for reply in _replies(entry, messages.get(entry.conversation_id, []))]
        return tuple(replies[:REPLIES])


def _replies(case: EndedWell, messages: Sequence[Message]) -> Iterator[PastReply]:
    asked: list[str] = []
    for message in messages:
        if message.role == "customer":
            asked.append(message.text)
        elif asked and case.claimed_at <= message.at <= case.closed_at:
            known = [case.customer] if case.customer else []
            question = redact(normalize("\n".join(asked[-2:])), known)[:LONGEST]
            if SHORTEST <= len(message.text) <= LONGEST and has_words(question):
                yield PastReply(case.ticket_id, question, _masked(message, known))
            asked = []
        else:
            asked = []


def _masked(message: Message, known: Sequence[str]) -> str:
    text = message.text.replace(message.author, WRITER) if message.author else message.text
    return redact(text, known)
