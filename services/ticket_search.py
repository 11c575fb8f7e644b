"""Looks handovers up, those that are over among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.staff import Member
from services.serving import UnknownTicket
from store import ticket_search
from store.models import Ticket
from store.session import Database
from store.ticket_search import Search, TicketFound

PAGE: Final = 50
"""Handovers in one page."""


@dataclass(frozen=True)
class SearchPage:
    """Some handovers; `next` goes into `after` for the page behind it."""

    found: Sequence[TicketFound]
    next: str | None


class TicketSearch:
    """Finds handovers.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, member: Member, wanted: Search, after: str | None = None, limit: int = PAGE) -> SearchPage:
        """A page of handovers, the newest first.

        Args:
            member: Who asks.
            wanted: Which.
            after: `next` of the page before.
            limit: Most of them.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: `after` names no ticket.
        """
        member.require("read")
        with self._database.read() as session:
            last = session.get(Ticket, after) if after else None
            if after and last is None:
                raise UnknownTicket(f"There is no ticket {after}. Begin at the first page.")
            rows = ticket_search.found(session, wanted, last, limit + 1)
        return SearchPage(rows[:limit], rows[limit - 1].ticket.id if len(rows) > limit else None)
