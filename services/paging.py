"""Pages whoever is on call about danger, one after another, until a person shows up."""

from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.effects import EffectConflict, PageOnCall
from domain.paging import PagingTerms, Watch
from services.notices import Notice, tell
from store import conversations, outbox, staff, tickets
from store.models import Conversation, Ticket
from store.session import Database

BATCH: Final = 100
"""Tickets looked at in one go; what is left is looked at in the next."""

log = structlog.get_logger(__name__)


def call(session: Session, conversation: Conversation, wish: PageOnCall, now: datetime) -> None:
    """Pages the first on call, unless a page is on its way or a person was there just now.

    Raises:
        EffectConflict: The ticket was closed meanwhile.
    """
    ticket = tickets.unclosed(session, conversation.id)
    if ticket is None or ticket.id != wish.ticket_id:
        raise EffectConflict(f"Ticket {wish.ticket_id} no longer waits in conversation {conversation.id}.")
    watch = watch_of(ticket)
    if watch.is_answered and watch.was_attended(now, wish.terms):
        # Whoever is there is called first: unless they show up again in time, the next on call is paged.
        ticket.paged_at = now
    elif watch.is_answered or watch.is_page_due(now, wish.terms):
        ticket.page_step = 0
        page_next(session, ticket, now)


def page_next(session: Session, ticket: Ticket, now: datetime) -> int:
    """Pages the next on call; after the last one the first again.

    Returns:
        How many are on call; with none nobody was paged.
    """
    on_call = staff.on_call(session)
    if on_call:
        member = on_call[ticket.page_step % len(on_call)]
        ticket.page_step += 1
        ticket.paged_at = now
        payload = {"ticket_id": ticket.id, "staff_id": member.id, "step": ticket.page_step}
        # A key of its own: a page must not wait for an earlier one that cannot be delivered.
        outbox.emit(session, "page.sent", f"{ticket.id}/{ticket.page_step}/{now.isoformat()}", payload, now)
    return len(on_call)


def watch_of(ticket: Ticket) -> Watch:
    """How a ticket is looked after."""
    return Watch(ticket.status == "claimed", ticket.paged_at, ticket.attended_at)


class Paging:
    """Goes on paging where a page was not answered in time. Several workers may do so at once.

    Args:
        database: Where tickets are kept.
        clock: The business's time. Conversations whose own clock stands still are left alone: no time passes in them.
        terms: How long a page waits.
        notice: What the customer is told.
    """

    def __init__(self, database: Database, clock: Clock, terms: PagingTerms, notice: Notice) -> None:
        self._database = database
        self._clock = clock
        self._terms = terms
        self._notice = notice

    def escalate(self) -> int:
        """Pages the next on call wherever that is due.

        Returns:
            How many pages were sent.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        now = self._clock.now()
        with self._database.read() as session:
            if not staff.on_call(session):
                return 0
            due = [ticket.id for ticket in tickets.urgent(session, BATCH) if self._is_due(ticket, now)]
        return sum(self._page(ticket_id, now) for ticket_id in due)

    def _is_due(self, ticket: Ticket, now: datetime) -> bool:
        return watch_of(ticket).is_page_due(now, self._terms)

    def _page(self, ticket_id: str, now: datetime) -> bool:
        with self._database.write() as session:
            ticket = session.get_one(Ticket, ticket_id)
            conversation = conversations.locked(session, ticket.conversation_id)
            assert conversation is not None
            # Another worker, or a person, may have been faster.
            session.refresh(ticket)
            if ticket.status == "closed" or not self._is_due(ticket, now):
                return False
            waited = ticket.page_step > 0
            people = page_next(session, ticket, now)
            if waited and people:
                self._tell(session, conversation, ticket.page_step, people, now)
            log.warning("page not answered in time" if waited else "page sent late", ticket_id=ticket.id)
            return people > 0

    def _tell(self, session: Session, conversation: Conversation, step: int, people: int, now: datetime) -> None:
        if step <= people:
            tell(session, conversation, self._notice("page_next"), now)
        elif step == people + 1:  # said once; the calling goes on
            tell(session, conversation, self._notice("page_repeated"), now)
