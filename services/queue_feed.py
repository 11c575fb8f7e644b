"""What somebody who watches the queue is told: the tickets that wait, and what becomes of each."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from domain.clock import Clock
from domain.hours import BusinessHours
from domain.staff import Member
from services.roster import Roster
from services.summaries import summary, summary_for
from store import tickets
from store.session import Database
from store.tickets import Listed
from store.types import dump_json

QUEUE: Final = "queue"
"""The name under which it is listened to."""

MOST: Final = 1_000
"""Tickets shown, the most pressing first; whoever has more to do sees them as these are done."""

Change = Literal["opened", "claimed", "reassigned", "requeued", "raised", "overdue", "message", "changed"]


@dataclass(frozen=True)
class Queue:
    """The tickets that are not closed. Two are equal where nobody sees a difference; time alone makes none.

    Attributes:
        shown: What everybody sees of each ticket, the most pressing first.
        rows: The tickets themselves.
        roster: Who is there.
        now: When it was looked at, by the business's clock.
    """

    shown: Mapping[str, dict[str, Any]]
    rows: Mapping[str, Listed] = field(compare=False)
    roster: Roster = field(compare=False)
    now: datetime = field(compare=False)

    @property
    def digest(self) -> str:
        """Names what is seen: whoever comes back with the same has missed nothing."""
        return hashlib.sha256(dump_json(self.shown).encode()).hexdigest()[:16]

    def member(self, member_id: str) -> Member | None:
        """A member as they are now; None where they no longer work here."""
        return next((member for member in self.roster.members if member.member_id == member_id), None)

    def for_member(self, me: Member) -> list[dict[str, Any]]:
        """All tickets as one member sees them."""
        return [self.ticket_for(me, ticket_id) for ticket_id in self.rows]

    def ticket_for(self, me: Member, ticket_id: str) -> dict[str, Any]:
        """A ticket as one member sees it."""
        return summary_for(me, self.rows[ticket_id], self.roster, self.now)

    def changes_since(self, before: "Queue") -> Iterator[tuple[str, Change]]:
        """The tickets that are new or other than before, and what became of each."""
        for ticket_id, shown in self.shown.items():
            if (old := before.shown.get(ticket_id)) != shown:
                yield ticket_id, _change(old, shown)

    def gone_since(self, before: "Queue") -> list[str]:
        """The tickets that are no longer there."""
        return [ticket_id for ticket_id in before.shown if ticket_id not in self.shown]


class QueueReader:
    """Reads the queue for whoever watches it.

    Args:
        database: Where to read.
        clock: The business's time.
        house: When people are there.
    """

    def __init__(self, database: Database, clock: Clock, house: BusinessHours) -> None:
        self._database = database
        self._clock = clock
        self._house = house

    def standings(self, names: Collection[str]) -> dict[str, Queue]:
        """The queue, under its name.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        now = self._clock.now()
        with self._database.read() as session:
            rows = {row.ticket.id: row for row in tickets.waiting(session, MOST)}
            roster = Roster.read(session, self._house)
        shown = {ticket_id: _timeless(summary(row, roster, now)) for ticket_id, row in rows.items()}
        return {QUEUE: Queue(shown, rows, roster, now)}

    def outcomes(self, ticket_ids: Collection[str]) -> Mapping[str, str]:
        """How tickets ended; one that only fell out of what is shown is left out.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        with self._database.read() as session:
            return tickets.ends(session, ticket_ids)


def _timeless(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name != "waiting_seconds"}


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Change:
    if old is None:
        return "opened"
    if old["claimed_by"] != new["claimed_by"]:
        if new["claimed_by"] is None:
            return "requeued"
        return "claimed" if old["claimed_by"] is None else "reassigned"
    if old["priority"] != new["priority"]:
        return "raised"
    if new["overdue"] and not old["overdue"]:
        return "overdue"
    return "message" if new["unanswered"] > old["unanswered"] else "changed"
