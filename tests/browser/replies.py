"""An engine that answers the texts the browser tests send, with every kind of reply the widget can show."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from domain.effects import OpenHandover
from domain.reply import BookingCard, Candidate, HandoverCard, Option, Recommendation, Reply, Source
from domain.turn import TurnOutcome, TurnRequest
from tests.fakes.engine import FakeEngine

TOKYO = timezone(timedelta(hours=9))
START = datetime(2026, 12, 5, 21, tzinfo=TOKYO)
HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1) '
    "https://example.com/?a=1 [x](javascript:alert(1))"
)
PROMISE = "2時間以内に、担当の者がこちらのチャットでお返事します。"


def reply(message: str, **more: object) -> Reply:
    return replace(Reply("conversation", message, "fake", 0.9), **more)  # type: ignore[arg-type]


FAQ = reply(
    "料金は三種類です。\nくわしくは https://example.com/plans をご覧ください。",
    type="faq",
    sources=(Source("price-list", "料金一覧"),),
    options=(Option("プランの違い", "プランの違いを教えてください"),),
)
RESULT = reply(
    "お答えいただき、ありがとうございました。",
    type="plan_recommendation",
    sources=(Source("plans.standard", "スタンダードプラン"),),
    recommendation=Recommendation(
        "standard", 12800, "生活音", "high", ("夜の音は、時間帯別の分析で様子がはっきりします",), {}, "今すぐ予約する"
    ),
    options=(Option("今すぐ予約する", "今すぐ予約する"),),
)
OFFER = reply(
    "ご都合のよい日時をお選びください。",
    type="booking",
    booking=BookingCard(
        "offered",
        candidates=tuple(
            Candidate(START + timedelta(days=d), START + timedelta(days=d, hours=2), "東京都") for d in (0, 1)
        ),
        plan="standard",
    ),
    options=(Option("12月5日（土）21:00", "12月5日（土）21:00"), Option("12月6日（日）21:00", "12月6日（日）21:00")),
    asks="candidate",
)
CONFIRM = reply(
    "次の内容でよろしいでしょうか。",
    type="booking",
    booking=BookingCard("offered", start=START, plan="standard", price=12800),
    options=tuple(Option(label, label) for label in ("確定する", "修正する", "やめる")),
    asks="confirm",
)
BOOKED = reply(
    "ご予約を承りました。",
    type="booking",
    booking=BookingCard("booked", "bk_1", start=START, plan="standard", price=12800),
)


class ScriptedEngine(FakeEngine):
    """Answers by the text; everything else is repeated. `gate` holds replies back while it is closed."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.gate = threading.Event()
        self.gate.set()
        self.failing: Exception | None = None
        self._texts: dict[str, Reply | Callable[[TurnRequest], TurnOutcome]] = {
            "料金": FAQ,
            "診断": RESULT,
            "予約したい": OFFER,
            "12月5日（土）21:00": CONFIRM,
            "確定する": BOOKED,
            "攻撃": reply(HOSTILE, sources=(Source("x", HOSTILE),), options=(Option(HOSTILE, "攻撃"),)),
            "長い返事": reply("".join(f"{n}つ目の文です。" for n in range(1, 60))),
            "人と話したい": _hand_over,
        }

    def greeting(self) -> Reply:
        return reply("こんにちは。ご用件をお書きください。", options=(Option("無料診断をはじめる", "診断"),))

    def _answer(self, request: TurnRequest) -> TurnOutcome:
        self.gate.wait(20)
        if self.failing is not None:
            raise self.failing
        answer = self._texts.get(request.text, reply(f"「{request.text}」ですね。"))
        return TurnOutcome(answer, {"v": 1}, (), {"brain": "fake"}) if isinstance(answer, Reply) else answer(request)


def _hand_over(request: TurnRequest) -> TurnOutcome:
    ticket = f"t_{request.message_id}"
    due = request.now + timedelta(hours=2)
    card = HandoverCard(ticket, "normal", "human_request", PROMISE)
    answer = reply("担当の者におつなぎします。", type="escalation", handover=card)
    return TurnOutcome(
        answer, {"v": 1}, (OpenHandover(ticket, "human_request", "normal", PROMISE, due, False, {}),), {}
    )
