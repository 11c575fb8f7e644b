"""Conversations as they happened: what was said and understood, who was called, what customers thought of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from domain.labels import Priority, Trigger
from domain.reply import Sentiment
from domain.watching import NEGATIVE, WatchedTurn
from services.door import CHANNEL
from store import past
from store.models import Conversation, Customer, Message, Ticket, Turn
from store.session import Database

PAGE: Final = 300
"""Conversations read at once."""

_POOR_CSAT: Final = 2
_DETRACTOR: Final = 6


@dataclass(frozen=True)
class PastTurn:
    """A turn. `record` is what was understood; `sentiment` is of what the customer said."""

    reply_id: str
    said: str
    replied: str
    at: datetime
    type: str
    route: str
    confidence: float
    asks: str | None
    booking: str | None
    sentiment: Sentiment
    record: dict[str, Any]
    options: tuple[str, ...] = ()
    ticket_id: str | None = None
    """The handover the reply speaks of."""

    helpful: bool | None = None
    comment: str | None = None

    @property
    def topics(self) -> tuple[tuple[str, float], ...]:
        """The likeliest topics with their probabilities, best first."""
        return tuple((topic["id"], topic["score"]) for topic in self.record.get("topics", ()))

    @property
    def is_displeased(self) -> bool:
        """Whether the customer was displeased with the company."""
        return self.sentiment.target == "company" and self.sentiment.label in NEGATIVE

    def watched(self) -> WatchedTurn:
        """The turn as the watch for odd answers looks at it."""
        return WatchedTurn(
            reply_id=self.reply_id,
            text=self.said,
            type=self.type,
            route=self.route,
            confidence=self.confidence,
            topic=self.topics[0][0] if self.topics else None,
            exact=bool(self.record.get("exact")),
            fell_back=bool(self.record.get("fell_back")),
            sentiment=self.sentiment,
            helpful=self.helpful,
        )


@dataclass(frozen=True)
class PastTicket:
    """A handover."""

    ticket_id: str
    trigger: Trigger
    priority: Priority
    status: str
    opened_at: datetime
    due: datetime | None
    attended_at: datetime | None
    closed_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class PastConversation:
    """A conversation. `personal` are words of the customer's that nothing in them shows to be personal.

    `llm_yen` is what the language model cost in it, from its beginning to now.
    """

    conversation_id: str
    channel: str
    customer_id: str | None
    began_at: datetime
    turns: tuple[PastTurn, ...]
    tickets: tuple[PastTicket, ...]
    survey: dict[str, Any]
    personal: tuple[str, ...] = ()
    llm_yen: float = 0.0

    @property
    def last_at(self) -> datetime:
        """When the customer said something last."""
        return self.turns[-1].at

    @property
    def is_negative(self) -> bool:
        """Whether the customer showed displeasure: with a reply, in the survey, or in words aimed at the company."""
        csat, nps = self.survey.get("csat"), self.survey.get("nps")
        return (
            any(turn.helpful is False or turn.is_displeased for turn in self.turns)
            or (csat is not None and csat <= _POOR_CSAT)
            or (nps is not None and nps <= _DETRACTOR)
        )


def read_conversations(
    database: Database, since: datetime, until: datetime, channel: str | None = None, *, by_handover: bool = False
) -> Iterator[PastConversation]:
    """The conversations that began in a period, by id.

    Args:
        database: Where they are kept.
        since: The period's beginning, included.
        until: Its end, not included.
        channel: Only this one. Where none is named, outside tools that came in by the OpenAI-compatible door are left
            out: they are no customers.
        by_handover: Those in which a person was called in the period, whenever they began.

    Raises:
        StoreUnavailable: The database is locked or gone.
    """
    channels = None if channel is None else (channel,)
    without = (CHANNEL,) if channel is None else ()
    after: str | None = None
    while True:
        with database.read() as session:
            page = past.conversations(session, since, until, channels, without, after, PAGE, by_handover=by_handover)
            yield from _assembled(session, page)
        if len(page) < PAGE:
            return
        after = page[-1][0].id


def read_some(database: Database, conversation_ids: Collection[str]) -> dict[str, PastConversation]:
    """Some conversations by their ids; those that are not there (any more) are left out.

    Raises:
        StoreUnavailable: The database is locked or gone.
    """
    with database.read() as session:
        found = _assembled(session, past.some(session, conversation_ids))
    return {conversation.conversation_id: conversation for conversation in found}


def _assembled(session: Session, page: Sequence[tuple[Conversation, Customer | None]]) -> list[PastConversation]:
    ids = [conversation.id for conversation, _ in page]
    turns = {
        name: tuple(_turn(*row) for row in rows)
        for name, rows in groupby(past.turns(session, ids), lambda row: row[0].conversation_id)
    }
    tickets: dict[str, list[PastTicket]] = {}
    for ticket in past.tickets(session, ids):
        tickets.setdefault(ticket.conversation_id, []).append(_ticket(ticket))
    contacts: dict[str, list[str]] = {}
    for name, contact in past.contacts(session, ids):
        contacts.setdefault(name, []).extend(_words(contact))
    return [
        PastConversation(
            conversation_id=conversation.id,
            channel=conversation.channel,
            customer_id=conversation.customer_id,
            began_at=conversation.created_at,
            turns=turns[conversation.id],
            tickets=tuple(tickets.get(conversation.id, ())),
            survey=conversation.survey or {},
            personal=(
                *_known(customer),
                *contacts.get(conversation.id, ()),
                *_words(conversation.state.get("draft", {})),
            ),
            llm_yen=conversation.llm_yen,
        )
        for conversation, customer in page
    ]


def _turn(turn: Turn, said: Message, replied: Message) -> PastTurn:
    reply = replied.reply or {}
    card = reply.get("booking") or {}
    return PastTurn(
        reply_id=replied.id,
        said=said.text,
        replied=replied.text,
        at=turn.at,
        type=turn.type,
        route=turn.route,
        confidence=turn.confidence,
        asks=reply.get("asks"),
        booking=card.get("status"),
        sentiment=Sentiment(**reply["sentiment"]),
        record=turn.record,
        options=tuple(option["label"] for option in reply.get("options", ())),
        ticket_id=(reply.get("handover") or {}).get("ticket_id"),
        helpful=replied.helpful,
        comment=replied.comment,
    )


def _ticket(row: Ticket) -> PastTicket:
    return PastTicket(
        ticket_id=row.id,
        # What stands in these columns was put there from these vocabularies.
        trigger=cast(Trigger, row.trigger),
        priority=cast(Priority, row.priority),
        status=row.status,
        opened_at=row.opened_at,
        due=row.due,
        attended_at=row.claimed_at or row.attended_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
    )


def _known(customer: Customer | None) -> list[str]:
    if customer is None:
        return []
    return [word for word in (customer.name, customer.address, customer.phone, customer.email) if word]


_PERSONAL: Final = ("name", "kana", "address", "phone", "email", "room")


def _words(contact: dict[str, Any]) -> Collection[str]:
    """What somebody gave to be reached by: in a booking's contact, or in the draft of one, where it lies deeper."""
    nested = contact.get("contact")
    found = {**contact, **(nested if isinstance(nested, dict) else {})}
    return [value for key in _PERSONAL if isinstance(value := found.get(key), str) and value]
