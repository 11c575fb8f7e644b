"""What a customer may ask for: everything that is stored about them, and that it is erased."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.mending import Mendable
from domain.records import LIVE
from store import personal
from store.models import Conversation, Customer
from store.session import Database

SECRETS: Final = frozenset({"token_hash", "lease", "claim", "digest"})
"""Columns that open something or name a worker; they say nothing about anybody."""

ANONYMOUS: Final[Mapping[str, Mapping[str, Any]]] = {
    # What was sold stays for the books; to whom does not.
    "bookings": {"customer_id": None, "conversation_id": None, "contact": {}},
    "invoices": {"customer_id": None},
    "recovery_ledger": {"customer_id": None, "case_id": None, "proposal_id": None},
    # What our own people did stays; its detail holds nothing a customer wrote.
    "staff_actions": {"ticket_id": None, "customer_id": None},
    "tool_calls": {"customer_id": None, "conversation_id": None, "arguments": {}},
}
"""Rows that outlive their customer, and what is blanked in them."""

log = structlog.get_logger(__name__)


class UnknownPerson(Mendable, LookupError):
    """Nobody has this id."""


class VisitAhead(Mendable):
    """Somebody who is to be erased is still to be visited."""


class PrivacyService:
    """Exports and erases.

    Args:
        database: Where everything is.
        clock: Tells which visits are still ahead.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def export(self, name: str) -> dict[str, Any]:
        """Everything that is stored about somebody, as JSON values.

        Args:
            name: A customer's id; or a conversation's, where nobody knows whose it is.

        Raises:
            UnknownPerson: Neither exists.
        """
        with self._database.read() as session:
            found = personal.find(session, _roots(session, name))
        return {
            "about": name,
            "exported_at": self._clock.now().isoformat(),
            "tables": {table: [_plain(row) for row in rows.values()] for table, rows in found.items()},
        }

    def erase(self, name: str) -> dict[str, int]:
        """Removes everything about somebody but what the books need, which is made anonymous.

        Args:
            name: A customer's id; or a conversation's, where nobody knows whose it is.

        Returns:
            How many rows of each table were deleted or made anonymous.

        Raises:
            UnknownPerson: Neither exists.
            VisitAhead: They are still to be visited.
        """
        with self._database.write() as session:
            roots = _roots(session, name, lock=True)
            found = personal.find(session, roots)
            for row in found.get("bookings", {}).values():
                if row["status"] == LIVE and row["ends_at"] > self._clock.now():
                    day = row["starts_at"].date().isoformat()
                    raise VisitAhead(f"{name} is to be visited on {day} ({row['id']}). Cancel the visit first.")
            removed = personal.remove(session, found, ANONYMOUS)
        log.info("erased on request", rows=sum(removed.values()))
        return removed


def _roots(session: Session, name: str, *, lock: bool = False) -> dict[str, list[str]]:
    # Whoever holds these rows lets nobody open a conversation or store a message in one meanwhile.
    for table, model in (("customers", Customer), ("conversations", Conversation)):
        if session.get(model, name, with_for_update=lock) is not None:
            if lock and model is Customer:
                mine = select(Conversation.id).where(Conversation.customer_id == name).order_by(Conversation.id)
                session.scalars(mine.with_for_update()).all()
            return {table: [name]}
    raise UnknownPerson(
        f"There is no customer and no conversation {name!r}. Look the id up in the ticket or the export."
    )


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        column: value.isoformat() if isinstance(value, date) else value
        for column, value in row.items()
        if column not in SECRETS
    }
