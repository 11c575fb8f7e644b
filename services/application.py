"""Puts the services together for a process: the server, the command line, a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from domain.clock import Clock
from domain.records import Records
from domain.staff import Duty
from services.conversations import ConversationService
from services.copilot.errors import CopilotMissing
from services.copilot.port import Copilot
from services.delivery import DeliveryService, build_channels
from services.door import Door
from services.engines import EngineFactory
from services.faq import FaqDesk, Shelf, open_faq_desk
from services.identity import IdentityCheck, build_identity_check
from services.metrics import Metrics
from services.months import Months
from services.records import NOBODY, StoredRecords
from services.renewing import RenewedEngine
from services.retention import Retention
from services.reviewing.desk import ReviewDesk
from services.scoring.models import load_usable_churn
from services.scoring.nightly import Nightly
from services.settings import Settings
from services.staff import StaffDoor, open_staff_door
from services.technicians import seed_technicians
from services.turns import TurnService
from services.watch import Watch
from store.schema import upgrade
from store.session import Database

COMPUTATIONS, COMPUTATIONS_WAITING = 2, 16
"""Turns of a process that are computed at once: without a language model, and with one."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Application:
    """Everything a process needs to serve conversations."""

    settings: Settings
    database: Database
    records: Records
    engine: RenewedEngine
    turns: TurnService
    conversations: ConversationService
    delivery: DeliveryService
    identity: IdentityCheck
    metrics: Metrics
    staff: StaffDoor
    retention: Retention
    nightly: Nightly | None
    door: Door
    watch: Watch
    copilot: Copilot | None
    faq: FaqDesk
    reviews: ReviewDesk
    months: Months

    def advising(self) -> Copilot:
        """What stands beside the staff's reply box.

        Raises:
            CopilotMissing: There is none.
        """
        if self.copilot is None:
            raise CopilotMissing("What answers here has no copilot. Serve with: zenbu serve")
        return self.copilot


@contextmanager
def open_application(settings: Settings, engine_factory: EngineFactory) -> Iterator[Application]:
    """Opens the database, brings it up to date, and builds the engine; closes the database at the end.

    Args:
        settings: What was set from outside.
        engine_factory: Builds what answers.

    Raises:
        SettingsError: A setting cannot be used.
    """
    key = settings.jwt_public_key
    identity = build_identity_check(key.get_secret_value() if key else None)
    database, clock = open_database(settings), settings.clock()
    shelf = Shelf(settings.knowledge)
    faq = open_faq_desk(database, clock, shelf, settings.knowledge)
    try:
        # On a developer's machine the pack's promises can be tried before anybody is put on the staff.
        records = StoredRecords(database, clock, Duty() if settings.is_development else NOBODY)
        if not settings.is_development and not records.duty().on_call:
            why = "danger pages nobody, and an answer is promised for business hours only"
            log.warning("nobody is on call", why=why, mend="zenbu staff add NAME --on-call 1 …")
        engine = RenewedEngine(lambda: engine_factory(settings, records, clock), lambda: shelf.served().publication)
        seed_technicians(database, engine.technicians())
        metrics = Metrics()
        # A turn that waits for a model elsewhere keeps no processor from the others.
        computations = COMPUTATIONS if settings.llm_model is None else COMPUTATIONS_WAITING
        turns = TurnService(database, engine, clock, turn_stored=metrics.turn_stored, computations=computations)
        stationery = engine.stationery()
        delivery = DeliveryService(
            database, build_channels(settings, database, stationery), stationery.reminders, clock
        )
        privacy = "privacy_notice_llm" if settings.asks_outside_model else "privacy_notice"
        greeter = ConversationService(database, clock, engine.greeting, lambda: engine.notice(privacy))
        staff = open_staff_door(
            database,
            clock,
            engine.notice,
            engine.paging(),
            engine.attendance(),
            engine.hours(),
            engine.recovery(),
            engine.packets(),
        )
        retention = Retention(database, engine.retention(), clock)
        nightly = _nightly(settings, database, engine, clock)
        watch = Watch(database, engine.watching(), clock)
        door = Door(database, greeter, settings.secret_key.get_secret_value())
        yield Application(
            settings,
            database,
            records,
            engine,
            turns,
            greeter,
            delivery,
            identity,
            metrics,
            staff,
            retention,
            nightly,
            door,
            watch,
            engine.copilot(database, clock),
            faq,
            ReviewDesk(database, clock, shelf),
            Months(database, clock, staff.recovery),
        )
    finally:
        faq.press.stop()
        database.close()


def _nightly(settings: Settings, database: Database, engine: RenewedEngine, clock: Clock) -> Nightly | None:
    """The nightly scoring; None where the company does not say how it looks after its customers."""
    terms = engine.success()
    if terms is None:
        return None
    return Nightly(database, terms, lambda now: load_usable_churn(settings.data_dir, now, terms), clock)


def open_database(settings: Settings) -> Database:
    """The database of these settings, at the newest schema."""
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    if upgrade(database):
        log.info("database brought up to date")
    return database
