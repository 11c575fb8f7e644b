"""The composition root: from settings to something that answers."""

import gc
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from typing import Final

from threadpoolctl import threadpool_limits

from agents.brains.local import LocalBrain
from agents.context import Desk, Voice
from agents.diagnosis import Diagnosing
from agents.intake import build_reader, build_rules
from agents.llm.assisting import Widening, build_assistance
from agents.llm.model import build_model
from domain.attendance import AttendanceTerms
from domain.catalogue import Catalogue
from domain.clock import Clock
from domain.handover import HandoverThresholds, PromiseTerms
from domain.hours import BusinessHours
from domain.mails import Stationery
from domain.packet.terms import PacketTerms
from domain.paging import PagingTerms
from domain.records import Records, Technician
from domain.recovery import RecoveryTerms
from domain.reply import Reply
from domain.retention import RetentionTerms, Span
from domain.success.terms import SuccessTerms
from domain.turn import TurnOutcome, TurnRequest
from domain.watching import WatchTerms
from graphs.catalogue import build_catalogue
from graphs.conversation import Brain, ConversationGraph, build_conversation_graph, run_turn
from graphs.copilot_at_need import CopilotAtNeed
from graphs.stationery import build_stationery
from knowledge import artifacts
from knowledge.encoder import load_encoder
from knowledge.overlay import served_root
from knowledge.pack import Pack
from knowledge.pack.loader import content_key, training_key
from knowledge.pack.schema import Weekday
from knowledge.reader import Reader, answer_documents
from services.copilot.port import Copilot
from services.email_codes import CodeMaker
from services.packets.terms import packet_terms
from services.recovery import recovery_terms
from services.scoring.terms import success_terms
from services.settings import Settings
from services.tracing import Tracing, build_tracing
from store.session import Database

OpenCopilot = Callable[[Database, Clock], Copilot]
"""Opens the copilot over a database."""

WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ConversationEngine:
    """Answers messages with the conversation graph over one pack."""

    def __init__(
        self,
        pack: Pack,
        desk: Desk,
        graph: ConversationGraph,
        brain: Brain,
        open_copilot: OpenCopilot | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self.pack = pack
        self.brain = brain
        self._desk = desk
        self._graph = graph
        self._open_copilot = open_copilot
        self._tracing = tracing

    @property
    def thresholds(self) -> HandoverThresholds:
        """Where probabilities become a handover."""
        return self._desk.thresholds

    def anticipate(self, message: str) -> None:
        """Begins to read a message that is about to be answered."""
        self.brain.anticipate(message)

    def respond(self, request: TurnRequest) -> TurnOutcome:
        """Answers one message."""
        return run_turn(self._graph, request, self._tracing)

    def greeting(self) -> Reply:
        """What a new conversation opens with."""
        voice = self._desk.voice
        return Reply(
            "conversation", voice.say("greeting"), "greeting", 1.0, options=voice.options(("diagnose", "book", "human"))
        )

    def notice(self, name: str, /, **values: str) -> str:
        """What the house itself tells a customer beside any reply."""
        return self._desk.voice.say(name, **values)

    def paging(self) -> PagingTerms:
        """How long a page to somebody on call waits for an answer."""
        return self._desk.paging

    def attendance(self) -> AttendanceTerms:
        """How long a handover may be left alone."""
        return attendance_terms(self.pack)

    def hours(self) -> BusinessHours:
        """When people are there."""
        return self._desk.hours

    def retention(self) -> RetentionTerms:
        """How long what is stored is kept."""
        return build_retention(self.pack)

    def watching(self) -> WatchTerms:
        """When an answer looks odd afterwards."""
        return WatchTerms(**self.pack.watch.model_dump())

    def stationery(self) -> Stationery:
        """What mails are written with."""
        return build_stationery(self.pack)

    def success(self) -> SuccessTerms | None:
        """What the company goes by when it looks after its customers; None where it does not say."""
        return success_terms(self.pack) if self.pack.success else None

    def recovery(self) -> RecoveryTerms | None:
        """What the company offers when something went wrong; None where it does not say."""
        return recovery_terms(self.pack)

    def packets(self) -> PacketTerms:
        """What packets of handovers are worded with."""
        return self._desk.packets

    def copilot(self, database: Database, clock: Clock) -> Copilot | None:
        """What stands beside the staff's reply box, over a database."""
        return self._open_copilot(database, clock) if self._open_copilot else None

    def catalogue(self) -> Catalogue:
        """What the company shows to anybody."""
        return build_catalogue(self.pack)

    def technicians(self) -> Sequence[Technician]:
        """Who visits, as the pack names them."""
        return technicians_of(self.pack)


def build_engine(settings: Settings, records: Records, clock: Clock) -> ConversationEngine:
    """Loads what was built and puts the engine together.

    Raises:
        PackError: There is no such pack.
        NotBuilt: `zenbu knowledge build` has not been run for this pack and encoder.
        EncoderError: The encoder cannot be opened.
        SettingsError: The exporter of traces is not installed.
    """
    del clock  # every request brings its own time
    pack, reader = load_reader(settings)
    slots = build_reader(pack.diagnosis)
    brain = LocalBrain(pack, reader, slots)
    codes = CodeMaker(settings.secret_key.get_secret_value()) if settings.can_mail else None
    model = build_model(settings, records)
    desk = replace(build_desk(pack, records, codes), llm=model)
    diagnosing = Diagnosing(build_rules(pack.diagnosis), slots)
    assistance = build_assistance(pack, model, _widening(desk, reader))
    graph = build_conversation_graph(desk, brain, diagnosing, assistance)
    # What was loaded stays until the end: no collection need walk over it, least of all in the middle of a turn.
    gc.freeze()
    open_copilot = partial(_open_copilot, settings, desk, brain, reader)
    return ConversationEngine(pack, desk, graph, brain, open_copilot, build_tracing(settings))


def _widening(desk: Desk, reader: Reader) -> Widening | None:
    """What serves open requests, where a model is configured and the pack says which tools it may choose."""
    terms = desk.pack.open_requests
    if desk.llm is None or terms is None:
        return None
    from agents.open_requests import OpenRequests  # tools are loaded where somebody calls them
    from graphs.topic_search import search_with
    from tools.context import CustomerDeps

    deps = CustomerDeps(
        desk.pack, desk.records, search_with(lambda: reader), desk.hours, desk.promises, desk.new_id
    )  # fmt: skip
    return OpenRequests(desk.pack, deps, terms)


def _open_copilot(
    settings: Settings, desk: Desk, brain: Brain, reader: Reader, database: Database, clock: Clock
) -> Copilot:
    def build() -> Copilot:
        from graphs.copilot_wiring import build_copilot  # a tenth of a second, for the staff alone

        return build_copilot(settings, desk, brain, reader, database, clock)

    return CopilotAtNeed(build)


def load_reader(settings: Settings) -> tuple[Pack, Reader]:
    """Loads what was built of the pack, and what reads texts with it.

    Raises:
        PackError: There is no such pack.
        NotBuilt: `zenbu knowledge build` has not been run for this pack and encoder.
        EncoderError: The encoder cannot be opened.
    """
    # Products of one message are small: threads that wait for each other only slow down everybody else's.
    threadpool_limits(1, user_api="blas")
    api_key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    encoder = load_encoder(
        settings.encoder, artifacts.encoder_dir(settings.data_dir), api_key=api_key, base_url=settings.llm_base_url
    )
    root = served_root(settings.pack, settings.data_dir)
    path = artifacts.artifact_dir(settings.data_dir, training_key(root), encoder.name)
    pack, learned = artifacts.load(path, content_key(root))
    documents = answer_documents(pack)
    views = artifacts.load_views(path, pack.company.id, settings.chroma_url)
    return pack, Reader(documents, learned, encoder, views)


def build_desk(pack: Pack, records: Records, codes: CodeMaker | None = None) -> Desk:
    """What the skills work with, from the pack's data.

    Args:
        pack: The pack.
        records: What is stored.
        codes: Makes codes to be mailed, where mails go out.
    """
    thresholds = pack.thresholds
    return Desk(
        pack=pack,
        voice=Voice(pack),
        records=records,
        new_id=lambda prefix: f"{prefix}_{secrets.token_hex(8)}",
        hours=business_hours(pack),
        promises={
            priority: PromiseTerms(promise.minutes, promise.next_business_day, promise.always)
            for priority, promise in pack.promises.items()
        },
        paging=paging_terms(pack),
        thresholds=HandoverThresholds(
            thresholds.handover, thresholds.handover_rising, thresholds.stalled_turns, thresholds.uncovered_turns
        ),
        codes=codes,
        success=success_terms(pack) if pack.success else None,
        packets=packet_terms(pack),
    )


def technicians_of(pack: Pack) -> Sequence[Technician]:
    """Who visits, as the pack names them."""
    gap = timedelta(minutes=pack.booking.gap_minutes)
    return [
        Technician(name, entry.areas, frozenset(WEEKDAYS.index(day) for day in entry.days_off), gap)
        for name, entry in pack.technicians.items()
    ]


def paging_terms(pack: Pack) -> PagingTerms:
    """How long a page to somebody on call waits for an answer."""
    return PagingTerms(timedelta(minutes=pack.paging.acknowledge), timedelta(minutes=pack.paging.attend))


def attendance_terms(pack: Pack) -> AttendanceTerms:
    """How long a handover may be left alone."""
    terms = pack.unanswered
    return AttendanceTerms(
        {priority: timedelta(minutes=minutes) for priority, minutes in terms.escalate.items()},
        {priority: timedelta(minutes=minutes) for priority, minutes in terms.requeue.items()},
        timedelta(minutes=terms.away),
    )


def build_retention(pack: Pack) -> RetentionTerms:
    """How long the pack says things are kept."""
    kept = pack.retention
    conversations, bookings = (pack.facts[name] for name in (kept.conversations, kept.bookings))
    return RetentionTerms(
        Span.of(conversations.value, conversations.unit),
        Span.of(bookings.value, bookings.unit),
        Span(days=kept.events),
    )


def business_hours(pack: Pack) -> BusinessHours:
    """The pack's hours."""
    people = pack.hours.people
    return BusinessHours(
        opens=time.fromisoformat(people.opens),
        closes=time.fromisoformat(people.closes),
        weekdays=frozenset(WEEKDAYS.index(day) for day in people.weekdays),
        closed=tuple((_month_day(period.first), _month_day(period.last)) for period in pack.hours.closed),
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
