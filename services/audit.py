"""The audit log: who did what, and who looked at whose data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from domain.clock import Clock
from domain.staff import Member
from store import staff
from store.session import Database

PAGE: Final = 100
"""Entries in one page."""

SAME_LOOK: Final = timedelta(minutes=10)
"""Whoever looks again within this time is still looking."""


@dataclass(frozen=True)
class AuditEntry:
    """Something a member did or looked at.

    Attributes:
        id: Its place: later entries have greater ones.
        at: When.
        by: Whose doing; None at the machine's command line.
        action: What, such as `claim`; `view` is looking.
        ticket_id: In which ticket.
        customer_id: Whose page.
        customer: Their name.
        detail: What else is known of it.
    """

    id: int
    at: datetime
    by: str | None
    action: str
    ticket_id: str | None
    customer_id: str | None
    customer: str | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class AuditPage:
    """A page of entries; `next` goes into `before` for the page behind it."""

    entries: list[AuditEntry]
    next: int | None


class Audit:
    """Notes who looks at what, and shows it to those who may know.

    Args:
        database: Where it is kept.
        clock: The business's time.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def viewed(self, member: Member, *, ticket_id: str | None = None, customer_id: str | None = None) -> None:
        """Notes that a member looks at a ticket, or at a customer."""
        with self._database.write() as session:
            now = self._clock.now()
            staff.note_view(session, member.member_id, now, now - SAME_LOOK, ticket_id, customer_id)

    def page(
        self,
        member: Member,
        by: str | None = None,
        views: bool | None = None,
        before: int | None = None,
        limit: int = PAGE,
    ) -> AuditPage:
        """A page of the log, the newest first.

        Args:
            member: Who asks.
            by: Only what this member did.
            views: Only what was looked at, or only what was done; everything where None.
            before: `next` of the page before.
            limit: Most entries.

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("audit")
        with self._database.read() as session:
            rows = staff.audit(session, by, views, before, limit + 1)
        entries = [
            AuditEntry(a.id, a.at, name, a.action, a.ticket_id, a.customer_id, customer, a.detail)
            for a, name, customer in rows[:limit]
        ]
        return AuditPage(entries, entries[-1].id if len(rows) > limit else None)
