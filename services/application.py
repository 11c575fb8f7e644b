"""Puts the services together for a process: the server, the command line, a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from domain.clock import Clock
from domain.records import Records
from domain.turn import Engine
from services.conversations import ConversationService
from services.records import StoredRecords
from services.recovery import Recovery
from services.settings import Settings
from services.technicians import seed_technicians
from services.turns import TurnService
from store.schema import upgrade
from store.session import Database

EngineFactory = Callable[[Settings, Records, Clock], Engine]
"""Builds what answers; `graphs.composition.build_engine` is one."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Application:
    """Everything a process needs to serve conversations."""

    settings: Settings
    database: Database
    records: Records
    engine: Engine
    turns: TurnService
    conversations: ConversationService
    recovery: Recovery


@contextmanager
def open_application(settings: Settings, engine_factory: EngineFactory) -> Iterator[Application]:
    """Opens the database, brings it up to date, builds the engine and starts recovery; closes it all at the end.

    Args:
        settings: What was set from outside.
        engine_factory: Builds what answers.
    """
    database = open_database(settings)
    try:
        clock = settings.clock()
        records = StoredRecords(database, clock)
        engine = engine_factory(settings, records, clock)
        try:
            seed_technicians(database, engine.technicians())
            turns = TurnService(database, engine, clock)
            recovery = Recovery(turns)
            recovery.start()
            try:
                greeter = ConversationService(database, clock, engine.greeting)
                yield Application(settings, database, records, engine, turns, greeter, recovery)
            finally:
                recovery.stop()
        finally:
            engine.close()
    finally:
        database.close()


def open_database(settings: Settings) -> Database:
    """The database of these settings, at the newest schema."""
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    if upgrade(database):
        log.info("database brought up to date")
    return database
