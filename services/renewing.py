"""What answers, taken up anew while it serves: a published FAQ reaches customers without a restart."""

import gc
import threading
from collections.abc import Callable, Hashable, Sequence

import structlog

from domain.attendance import AttendanceTerms
from domain.catalogue import Catalogue
from domain.clock import Clock
from domain.copilot.advice import Advice, Wish
from domain.hours import BusinessHours
from domain.mails import Stationery
from domain.packet.terms import PacketTerms
from domain.paging import PagingTerms
from domain.records import Technician
from domain.recovery import RecoveryTerms
from domain.reply import Reply
from domain.retention import RetentionTerms
from domain.staff import Member
from domain.success.terms import SuccessTerms
from domain.turn import TurnOutcome, TurnRequest
from domain.watching import WatchTerms
from services.copilot.port import Copilot
from services.engines import ServiceEngine
from store.session import Database

log = structlog.get_logger(__name__)


class RenewedEngine:
    """An engine that is exchanged for a newer one between two messages; a message under way ends with the old one.

    Args:
        build: Builds the engine of what is to be served now.
        edition: Names what is to be served now; where it changes, the engine is built again.
    """

    def __init__(self, build: Callable[[], ServiceEngine], edition: Callable[[], Hashable]) -> None:
        self._build = build
        self._edition = edition
        self._serves = edition()
        self._engine = build()
        self._copilots: list[_RenewedCopilot] = []
        self._renewing = threading.Lock()

    def renew(self) -> bool:
        """Builds the engine again where something newer is to be served.

        Returns:
            Whether it was exchanged.
        """
        with self._renewing:
            edition = self._edition()
            if edition == self._serves:
                return False
            engine = self._build()
            for copilot in self._copilots:
                copilot.open_with(engine)
            self._engine, self._serves = engine, edition
            # What was frozen at the start belongs to the old engine now: without this it would stay for good.
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            log.info("what was published is served", edition=str(edition))
            return True

    @property
    def current(self) -> ServiceEngine:
        """The engine that answers now."""
        return self._engine

    def anticipate(self, message: str) -> None:
        """Begins to read a message that is about to be answered."""
        self._engine.anticipate(message)

    def respond(self, request: TurnRequest) -> TurnOutcome:
        """Answers one message."""
        return self._engine.respond(request)

    def greeting(self) -> Reply:
        """What a new conversation opens with."""
        return self._engine.greeting()

    def notice(self, name: str, /, **values: str) -> str:
        """What the house itself tells a customer beside any reply."""
        return self._engine.notice(name, **values)

    def paging(self) -> PagingTerms:
        """How long a page to somebody on call waits for an answer."""
        return self._engine.paging()

    def attendance(self) -> AttendanceTerms:
        """How long a handover may be left alone."""
        return self._engine.attendance()

    def hours(self) -> BusinessHours:
        """When the staff serve."""
        return self._engine.hours()

    def retention(self) -> RetentionTerms:
        """How long what is stored is kept."""
        return self._engine.retention()

    def watching(self) -> WatchTerms:
        """When an answer looks odd afterwards."""
        return self._engine.watching()

    def stationery(self) -> Stationery:
        """What mails are written with."""
        return self._engine.stationery()

    def success(self) -> SuccessTerms | None:
        """What the company goes by when it looks after its customers; None where it does not say."""
        return self._engine.success()

    def packets(self) -> PacketTerms:
        """What packets of handovers are worded with."""
        return self._engine.packets()

    def recovery(self) -> RecoveryTerms | None:
        """What the company offers when something went wrong; None where it does not say."""
        return self._engine.recovery()

    def catalogue(self) -> Catalogue:
        """What the company shows to anybody."""
        return self._engine.catalogue()

    def technicians(self) -> Sequence[Technician]:
        """Who visits, as the pack names them."""
        return self._engine.technicians()

    def copilot(self, database: Database, clock: Clock) -> Copilot | None:
        """Opens the copilot over a database; None where there is none."""
        copilot = _RenewedCopilot(database, clock)
        if not copilot.open_with(self._engine):
            return None
        self._copilots.append(copilot)
        return copilot


class _RenewedCopilot:
    """The copilot of the engine that serves now."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._copilot: Copilot | None = None

    def open_with(self, engine: ServiceEngine) -> bool:
        """Opens it over another engine; whether that one has a copilot."""
        self._copilot = engine.copilot(self._database, self._clock)
        return self._copilot is not None

    def advise(self, member: Member, ticket_id: str, wish: Wish) -> Advice:
        """Looks at a ticket as it stands now."""
        assert self._copilot is not None, "an engine that is exchanged has a copilot where the one before had one"
        return self._copilot.advise(member, ticket_id, wish)
