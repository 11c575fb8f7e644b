"""Takes events in, each once and each by itself: one that cannot be used does not keep the others out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.mending import Mendable
from services.customers.intake.applying import Ledger
from services.customers.intake.events import Event
from store.models import IntakeEvent
from store.session import Database
from store.success import keeping
from store.types import dump_json

Status = Literal["accepted", "repeated", "conflict", "refused"]


class IntakeClosed(Mendable, RuntimeError):
    """No secret is set, so that nobody can be believed."""


class EventIdReused(Mendable):
    """The id of the event was used for another one."""


class EventRefused(Mendable):
    """The event cannot be used as things are, such as one of an unknown customer."""


@dataclass(frozen=True)
class Taken:
    """What became of an event.

    Attributes:
        id: The event's.
        status: `accepted`; `repeated`: it was taken in before, and nothing happened now; `conflict`: its id was used
            for another event; `refused`: it cannot be used as things are.
        reason: Why not, and what to do; None where it was taken in.
    """

    id: str
    status: Status
    reason: str | None = None


class Intake:
    """Takes events in.

    Args:
        database: Where they are kept.
        clock: Tells when they came.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, events: Sequence[Event]) -> list[Taken]:
        """Takes events in, in their order, in one transaction: what is told as taken is kept, whatever the others are.

        Returns:
            What became of each.

        Raises:
            StoreUnavailable: The database is locked or gone; nothing was kept.
        """
        digests = {id(event): _digest(event) for event in events}
        with self._database.write() as session:
            there = keeping.known_customers(session, {event.customer_id for event in events})
            new = self._claimed(session, [event for event in events if event.customer_id in there], digests)
            before = _digests(session, [event.id for event in events])
            ledger = Ledger(session, [event for event in events if event.id in new])
            taken: list[Taken] = []
            done: set[str] = set()
            useless: list[str] = []
            for event in events:
                if event.customer_id not in there:
                    taken.append(_refused(event, f"There is no customer {event.customer_id}. Send who it is first."))
                elif before[event.id] != digests[id(event)]:
                    reason = "This id was used for another event. Give each event an id of its own."
                    taken.append(Taken(event.id, "conflict", reason))
                elif event.id not in new or event.id in done:
                    taken.append(Taken(event.id, "repeated"))
                elif why := ledger.apply(event):
                    useless.append(event.id)
                    taken.append(_refused(event, why))
                else:
                    done.add(event.id)
                    taken.append(Taken(event.id, "accepted"))
            session.flush()
            if gone := [name for name in useless if name not in done]:
                session.execute(delete(IntakeEvent).where(IntakeEvent.id.in_(gone)))
        return taken

    def _claimed(self, session: Session, events: Sequence[Event], digests: dict[int, str]) -> set[str]:
        """Writes down which events are taken in; those that were before stay as they are. Who is second waits here."""
        rows: dict[str, dict[str, Any]] = {}
        for event in events:
            row = {"id": event.id, "customer_id": event.customer_id, "type": event.type, "at": event.at}
            rows.setdefault(event.id, {**row, "digest": digests[id(event)], "received_at": self._clock.now()})
        if not rows:
            return set()
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        # By id, so that two calls with the same events do not wait for each other.
        values = [rows[name] for name in sorted(rows)]
        claim = insert(IntakeEvent).values(values).on_conflict_do_nothing().returning(IntakeEvent.id)
        return set(session.scalars(claim))


def _digests(session: Session, ids: Sequence[str]) -> dict[str, str]:
    query = select(IntakeEvent.id, IntakeEvent.digest).where(IntakeEvent.id.in_(ids))
    return {name: digest for name, digest in session.execute(query)}


def _digest(event: Event) -> str:
    """Of what an event says, however it was written: the order of its fields and the zone of its time do not matter."""
    said = event.model_dump(mode="json", exclude_defaults=True) | {"at": event.at.timestamp()}
    return hashlib.sha256(dump_json(dict(sorted(said.items()))).encode()).hexdigest()


def _refused(event: Event, why: str) -> Taken:
    return Taken(event.id, "refused", why)
