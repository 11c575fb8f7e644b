"""A responder that says what a test wants it to say."""

from collections.abc import Callable, Sequence
from datetime import time, timedelta
from typing import Any

from domain.attendance import AttendanceTerms
from domain.catalogue import Catalogue
from domain.clock import Clock
from domain.effects import Effect
from domain.hours import BusinessHours
from domain.labels import PRIORITIES
from domain.mails import Stationery
from domain.packet.terms import PLAIN, PacketTerms
from domain.paging import PagingTerms
from domain.records import Technician
from domain.recovery import RecoveryTerms
from domain.reply import Option, Reply, ReplyType, Source
from domain.retention import RetentionTerms, Span
from domain.success.terms import SuccessTerms
from domain.turn import TurnOutcome, TurnRequest
from domain.watching import WatchTerms
from services.copilot.port import Copilot
from store.session import Database
from tests.fakes.catalogue import CATALOGUE
from tests.fakes.mails import STATIONERY

TECHNICIANS = (
    Technician("t1", ("東京都",), frozenset(), timedelta(minutes=60)),
    Technician("t2", ("東京都", "大阪府"), frozenset({6}), timedelta(minutes=60)),
)

RETENTION = RetentionTerms(conversations=Span(months=36), bookings=Span(months=84), events=Span(days=30))

HOURS = BusinessHours(time(10), time(19), frozenset(range(5)), ())

ATTENDANCE = AttendanceTerms(
    escalate={priority: timedelta(minutes=15) for priority in PRIORITIES},
    requeue={priority: timedelta(minutes=30) for priority in PRIORITIES},
    away=timedelta(minutes=10),
)

PAGING = PagingTerms(acknowledge=timedelta(minutes=5), attend=timedelta(minutes=15))


def outcome(
    message: str = "はい。",
    *,
    type: ReplyType = "conversation",
    effects: Sequence[Effect] = (),
    state: dict[str, Any] | None = None,
) -> TurnOutcome:
    reply = Reply(
        type=type,
        message=message,
        route="fake",
        confidence=0.9,
        sources=(Source("faq-1", "料金"),),
        options=(Option("予約する", "予約する"),),
    )
    return TurnOutcome(reply, {"v": 1} if state is None else state, tuple(effects), {"brain": "fake"})


def echo(request: TurnRequest) -> TurnOutcome:
    """Repeats the message, and counts turns in the dialogue state."""
    turns = request.state.get("turns", 0) + 1
    return outcome(f"{turns}: {request.text}", state={"turns": turns})


class FakeEngine:
    def __init__(self, answer: Callable[[TurnRequest], TurnOutcome] = echo) -> None:
        self.answer = answer
        self.requests: list[TurnRequest] = []
        self.success_terms: SuccessTerms | None = None
        self.recovery_terms: RecoveryTerms | None = None

    def anticipate(self, message: str) -> None:
        """A fake answers at once; there is nothing to begin."""

    def respond(self, request: TurnRequest) -> TurnOutcome:
        self.requests.append(request)
        return self.answer(request)

    def greeting(self) -> Reply:
        return Reply("conversation", "こんにちは。", "greeting", 1.0, options=(Option("診断する", "診断する"),))

    def notice(self, name: str, /, **values: str) -> str:
        return f"[{name}]" + "".join(f" {value}" for value in values.values())

    def paging(self) -> PagingTerms:
        return PAGING

    def attendance(self) -> AttendanceTerms:
        return ATTENDANCE

    def hours(self) -> BusinessHours:
        return HOURS

    def retention(self) -> RetentionTerms:
        return RETENTION

    def packets(self) -> PacketTerms:
        return PLAIN

    def recovery(self) -> RecoveryTerms | None:
        return self.recovery_terms

    def watching(self) -> WatchTerms:
        return WatchTerms()

    def stationery(self) -> Stationery:
        return STATIONERY

    def success(self) -> SuccessTerms | None:
        return self.success_terms

    def copilot(self, database: Database, clock: Clock) -> Copilot | None:
        return None

    def catalogue(self) -> Catalogue:
        return CATALOGUE

    def technicians(self) -> Sequence[Technician]:
        return TECHNICIANS
