"""What somebody who listens to a conversation is told: what was said, who answers now, who is typing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.staff import RETURNED
from store import conversations
from store.models import Message, Ticket
from store.session import Database

PAGE: Final = 200
"""Messages read at once."""

_AT_ONCE: Final = 500
"""Conversations asked about in one query."""


@dataclass(frozen=True)
class Standing:
    """How a conversation stands, apart from what was said.

    Attributes:
        last_seq: The place of its newest message.
        owner: Who answers.
        handover: Where its newest handover stands, as the transcript shows it.
        ticket: The same handover as the staff see it.
        typing_until: Until when a person is shown to be typing.
        customer_typing_until: Until when the customer is shown to be typing.
    """

    last_seq: int
    owner: str
    handover: dict[str, Any] | None
    ticket: dict[str, Any] | None
    typing_until: datetime | None
    customer_typing_until: datetime | None


class FeedReader:
    """Reads for listeners. The places of messages are given out under the conversation's lock, so none appears late.

    Args:
        database: Where to read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def standings(self, conversation_ids: Collection[str]) -> dict[str, Standing]:
        """How conversations stand; one that is no longer there is left out.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        wanted = list(conversation_ids)
        found: dict[str, Standing] = {}
        with self._database.read() as session:
            for start in range(0, len(wanted), _AT_ONCE):
                for row in conversations.standings(session, wanted[start : start + _AT_ONCE]):
                    found[row.id] = Standing(
                        row.next_seq - 1,
                        row.owner,
                        handover_state(row.Ticket) if row.Ticket else None,
                        ticket_state(row.Ticket, row.holder) if row.Ticket else None,
                        row.typing_until,
                        row.customer_typing_until,
                    )
        return found

    def messages(self, conversation_id: str, after: int) -> Sequence[dict[str, Any]]:
        """The messages behind a place, in order, at most a page; an empty text is a silence and not to be shown.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        with self._database.read() as session:
            return [entry(row) for row in conversations.messages_after(session, conversation_id, after, PAGE)]


def entry(row: Message) -> dict[str, Any]:
    """A message as events and transcript show it."""
    return {
        "message_id": row.id,
        "seq": row.seq,
        "role": row.role,
        "text": row.text,
        "at": row.at.isoformat(),
        "reply": row.reply,
        "author": row.author,
    }


def handover_state(ticket: Ticket) -> dict[str, Any]:
    """Where a handover stands, as the customer is shown it."""
    return {
        "ticket_id": ticket.id,
        # To the customer a conversation handed back is not over.
        "status": "returned" if ticket.outcome == RETURNED else ticket.status,
        "priority": ticket.priority,
        "trigger": ticket.trigger,
        "promise": ticket.promise,
        "opened_at": ticket.opened_at.isoformat(),
        "claimed_at": ticket.claimed_at.isoformat() if ticket.claimed_at else None,
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
    }


def ticket_state(ticket: Ticket, holder: str | None) -> dict[str, Any]:
    """Where a handover stands, as the staff are shown it.

    Args:
        ticket: The handover.
        holder: The name of who has it.
    """
    return {
        **handover_state(ticket),
        "status": ticket.status,
        "due": ticket.due.isoformat() if ticket.due else None,
        "outcome": ticket.outcome,
        "claimed_by": {"id": ticket.claimed_by, "name": holder} if ticket.claimed_by else None,
    }
