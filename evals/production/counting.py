"""Reads periods and counts what was resolved in them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import islice

from evals.production.resolution import RETURN, SILENCE, Contact, Resolution, Spoken, first_contact, resolution_of
from services.door import CHANNEL
from services.reviewing.history import PAGE, PastConversation, read_conversations
from services.reviewing.periods import Period
from store import past
from store.session import Database


def count_resolution(
    database: Database, periods: Iterable[Period], now: datetime, channel: str | None = None
) -> list[Resolution]:
    """Counts what was resolved.

    Args:
        database: Where conversations are kept.
        periods: By the beginning of the conversations.
        now: The time.
        channel: Only this one; None is all but outside tools.
    """
    return [resolution_of(period.name, _contacts(database, period, now, channel)) for period in periods]


def _contacts(database: Database, period: Period, now: datetime, channel: str | None) -> Iterable[Contact]:
    conversations = iter(read_conversations(database, period.since, period.until, channel))
    while page := list(islice(conversations, PAGE)):
        spoken = _spoken(database, page)
        for conversation in page:
            contact = first_contact(conversation, spoken.get(conversation.customer_id or "", ()), now)
            if contact is not None:
                yield contact


def _spoken(database: Database, page: Sequence[PastConversation]) -> dict[str, Collection[Spoken]]:
    """Where and when the customers of some conversations spoke while these could be come back to."""
    known = {conversation.customer_id for conversation in page if conversation.customer_id is not None}
    if not known:
        return {}
    first = min(conversation.began_at for conversation in page)
    last = max(conversation.last_at for conversation in page) + SILENCE + RETURN
    found: dict[str, list[Spoken]] = {}
    with database.read() as session:
        for customer_id, conversation_id, at in past.said_after(session, known, first, last, without=(CHANNEL,)):
            found.setdefault(customer_id, []).append((conversation_id, at))
    return dict(found)
