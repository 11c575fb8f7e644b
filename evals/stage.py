"""The world a worker plays its cases in: the real services over a database of its own, emptied before each case."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, cast

from domain.clock import Clock, in_tokyo
from domain.records import Records
from domain.staff import Member
from evals.agents.agent import Agent
from evals.cases import Case, Suite
from evals.codes import SeededCodes
from evals.snapshot import Bookings, bookings_in
from graphs.composition import ConversationEngine, build_engine
from services.application import Application, open_application
from services.engines import ServiceEngine
from services.fixtures import load_fixtures
from services.members import MemberFields
from services.settings import Settings
from services.visit_terms import duration
from store.models import Base, BusyTime, Technician
from store.session import Database

AgentFactory = Callable[[ConversationEngine, Records], Agent]
"""Puts an agent around an engine."""

KEPT: Final = frozenset({"technicians"})
"""What the pack puts there and no case changes."""

VISIT: Final = timedelta(hours=1)
"""How long a start named `full` is taken: no visit can begin then, whatever its length."""

STANDS_AT: Final = "2026-11-25T10:00:00+09:00"
"""The clock of the process; every conversation has its own."""


@dataclass(frozen=True)
class Scene:
    """A case about to be played."""

    conversation_id: str
    now: datetime
    before: Bookings


class Stage:
    """Everything a case needs around it."""

    def __init__(self, application: Application, agent: Agent, folder: Path) -> None:
        self.application = application
        self.agent = agent
        self._fixtures = folder / "customers.jsonl"
        self._lengths = {plan: duration(agent.pack, plan) for plan in agent.pack.plans}

    @property
    def database(self) -> Database:
        """Where the case takes place."""
        return self.application.database

    def set(self, suite: Suite, case: Case) -> Scene:
        """Puts a case's world there, and opens its conversation."""
        now = in_tokyo(case.now or suite.now)
        self._forget()
        if suite.customers:
            lines = [self._customer(suite, case, name) for name in suite.customers]
            self._fixtures.write_text("\n".join(lines), encoding="utf-8")
            load_fixtures(self._fixtures, self.database, self.application.settings, self._lengths)
        for start in case.full:
            self.take(in_tokyo(start), in_tokyo(start) + VISIT)
        if case.people_only:
            self.application.staff.switches.set(self.person(), {case.channel: True})
        self.agent.begin(suite, case)
        opened = self.application.conversations.open(channel=case.channel, customer_id=case.customer, now=now)
        return Scene(opened.conversation_id, now, bookings_in(self.database))

    def take(self, start: datetime, end: datetime) -> None:
        """Nobody is free in a span any more."""
        with self.database.write() as session:
            for technician in session.query(Technician).all():
                session.add(BusyTime(technician_id=technician.id, calendar="eval", starts_at=start, ends_at=end))

    def person(self) -> Member:
        """Somebody of the staff who may do everything in a ticket."""
        members = self.application.staff.members
        found = next(iter(members.everybody()), None)
        if found is not None:
            return found
        fields = MemberFields("鈴木", "manager", "manager@example.com", on_call_order=1)
        return members.add(fields, "manager")[0]

    def _forget(self) -> None:
        with self.database.write() as session:
            for table in reversed(Base.metadata.sorted_tables):
                if table.name not in KEPT:
                    session.execute(table.delete())

    def _customer(self, suite: Suite, case: Case, name: str) -> str:
        fields = suite.customers[name].model_dump(mode="json")
        if name == case.customer and case.bookings is not None:
            fields["bookings"] = [booking.model_dump(mode="json") for booking in case.bookings]
        return json.dumps({"customer_id": name, **fields}, ensure_ascii=False)


@contextmanager
def open_stage(settings: Settings, agent_of: AgentFactory) -> Iterator[Stage]:
    """Builds the services over a new database, which is gone afterwards.

    Args:
        settings: What was set from outside; where data lies, which pack and encoder.
        agent_of: Who is examined.
    """
    agents: list[Agent] = []

    def engine_of(own: Settings, records: Records, clock: Clock) -> ServiceEngine:
        agents.append(agent_of(build_engine(own, records, clock), records))
        agents[0].codes = SeededCodes(own.secret_key.get_secret_value())
        return cast(ServiceEngine, agents[0])  # what it does not do itself, its engine does

    with tempfile.TemporaryDirectory(prefix="zenbu-eval-") as folder:
        own = settings.model_copy(
            update={
                "env": "development",
                "database_url": f"sqlite:///{Path(folder) / 'eval.db'}",
                "now": in_tokyo(datetime.fromisoformat(STANDS_AT)),
            }
        )
        with open_application(own, engine_of) as application:
            yield Stage(application, agents[0], Path(folder))
