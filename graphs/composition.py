"""The composition root: from settings to something that answers."""

import secrets
from collections.abc import Sequence
from datetime import time, timedelta
from typing import Final

from threadpoolctl import threadpool_limits

from agents.brains.local import LocalBrain
from agents.context import Desk, Voice
from agents.diagnosis import Diagnosing
from agents.intake import build_reader, build_rules
from domain.clock import Clock
from domain.handover import HandoverThresholds, PromiseTerms
from domain.hours import BusinessHours
from domain.records import Records, Technician
from domain.reply import Reply
from domain.turn import TurnOutcome, TurnRequest
from graphs.conversation import Brain, ConversationGraph, build_conversation_graph, run_turn
from knowledge import artifacts
from knowledge.encoder import load_encoder
from knowledge.pack import Pack, pack_path
from knowledge.pack.loader import content_key, training_key
from knowledge.pack.schema import Weekday
from knowledge.reader import Reader, answer_documents
from knowledge.retrieval import VectorStore
from knowledge.retrieval.vectors import ViewVectors
from services.settings import Settings

WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ConversationEngine:
    """Answers messages with the conversation graph over one pack."""

    def __init__(self, pack: Pack, desk: Desk, graph: ConversationGraph, store: VectorStore, brain: Brain) -> None:
        self.pack = pack
        self.brain = brain
        self._desk = desk
        self._graph = graph
        self._store = store

    @property
    def thresholds(self) -> HandoverThresholds:
        """Where probabilities become a handover."""
        return self._desk.thresholds

    def respond(self, request: TurnRequest) -> TurnOutcome:
        """Answers one message."""
        return run_turn(self._graph, request)

    def greeting(self) -> Reply:
        """What a new conversation opens with."""
        voice = self._desk.voice
        return Reply(
            "conversation", voice.say("greeting"), "greeting", 1.0, options=voice.options(("diagnose", "book", "human"))
        )

    def technicians(self) -> Sequence[Technician]:
        """Who visits, as the pack names them."""
        gap = timedelta(minutes=self.pack.booking.gap_minutes)
        return [
            Technician(name, entry.areas, frozenset(WEEKDAYS.index(day) for day in entry.days_off), gap)
            for name, entry in self.pack.technicians.items()
        ]

    def close(self) -> None:
        """Gives back the private copy of the vectors."""
        self._store.close()


def build_engine(settings: Settings, records: Records, clock: Clock) -> ConversationEngine:
    """Loads what was built and puts the engine together.

    Raises:
        PackError: There is no such pack.
        NotBuilt: `zenbu knowledge build` has not been run for this pack and encoder.
        EncoderError: The encoder cannot be opened.
    """
    del clock  # every request brings its own time
    # Products of one message are small: threads that wait for each other only slow down everybody else's.
    threadpool_limits(1, user_api="blas")
    api_key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    encoder = load_encoder(
        settings.encoder, artifacts.encoder_dir(settings.data_dir), api_key=api_key, base_url=settings.llm_base_url
    )
    root = pack_path(settings.pack)
    path = artifacts.artifact_dir(settings.data_dir, training_key(root), encoder.name)
    pack, learned = artifacts.load(path, content_key(root))
    documents = answer_documents(pack)
    prefix = pack.company.id
    if settings.chroma_url:
        store = VectorStore.connect(settings.chroma_url, f"{prefix}-{path.name}", lambda: ViewVectors.load(path))
    else:
        store = VectorStore.open(path / "vectors", prefix)
    reader = Reader(documents, learned, encoder, store)
    slots = build_reader(pack.diagnosis)
    brain = LocalBrain(pack, reader, slots)
    desk = build_desk(pack, records)
    diagnosing = Diagnosing(build_rules(pack.diagnosis), slots)
    return ConversationEngine(pack, desk, build_conversation_graph(desk, brain, diagnosing), store, brain)


def build_desk(pack: Pack, records: Records) -> Desk:
    """What the skills work with, from the pack's data."""
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
        thresholds=HandoverThresholds(
            thresholds.handover, thresholds.handover_rising, thresholds.stalled_turns, thresholds.uncovered_turns
        ),
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
