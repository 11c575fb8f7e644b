"""A responder that says what a test wants it to say."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from domain.effects import Effect
from domain.records import Technician
from domain.reply import Option, Reply, ReplyType, Source
from domain.turn import TurnOutcome, TurnRequest

TECHNICIANS = (
    Technician("t1", ("東京都",), frozenset(), timedelta(minutes=60)),
    Technician("t2", ("東京都", "大阪府"), frozenset({6}), timedelta(minutes=60)),
)


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
        self.closed = False

    def respond(self, request: TurnRequest) -> TurnOutcome:
        self.requests.append(request)
        return self.answer(request)

    def greeting(self) -> Reply:
        return Reply("conversation", "こんにちは。", "greeting", 1.0, options=(Option("診断する", "診断する"),))

    def technicians(self) -> Sequence[Technician]:
        return TECHNICIANS

    def close(self) -> None:
        self.closed = True
