"""The whole engine over the florist's pack: brain, graph, services and a SQLite database."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from threadpoolctl import threadpool_limits
from typer.testing import CliRunner, Result

from api.cli import app
from domain.clock import TOKYO
from domain.turn import KnowledgeOutage
from graphs.composition import build_engine
from knowledge.builds import KnowledgeSettings, ensure_built
from knowledge.encoder import load
from knowledge.encoder.port import FloatArray
from knowledge.pack import load_pack
from services.application import Application, open_application
from services.fixtures import load_fixtures
from services.settings import Settings
from services.visit_terms import duration
from store.models import Booking, Hold, Ticket, Turn
from tests.fakes.encoder import HashedEncoder
from tests.fakes.staff import hire
from tests.unit.knowledge.conftest import FLORIST

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)
YAMADA = {
    "customer_id": "c-1",
    "name": "山田桜",
    "prefecture": "京都府",
    "address": "京都府京都市左京区1-2",
    "phone": "075-123-4567",
    "noise_hours": [],
    "bookings": [],
}


class FailingEncoder(HashedEncoder):
    """Works until it is put out."""

    out = False

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        if self.out:
            raise OSError("the model file is gone")
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the florist's pack is built."""
    data_dir = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setattr(load, "_open", lambda *_: HashedEncoder())
        ensure_built(KnowledgeSettings(str(FLORIST), data_dir, "openai:hashed"), lambda *_: None)
    return data_dir


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> FailingEncoder:
    encoder = FailingEncoder()
    monkeypatch.setattr(load, "_open", lambda *_: encoder)
    return encoder


@pytest.fixture
def settings(no_settings: Path, built: Path, encoder: FailingEncoder, migrated_sqlite: Path) -> Settings:
    database = no_settings / "zenbu.db"
    shutil.copy(migrated_sqlite, database)
    return Settings(
        data_dir=built,
        database_url=f"sqlite:///{database}",
        pack=str(FLORIST),
        encoder="openai:hashed",
        now=NOW,
    )


@pytest.fixture
def application(settings: Settings, tmp_path: Path) -> Iterator[Application]:
    with open_application(settings, build_engine) as application:
        path = tmp_path / "customers.jsonl"
        path.write_text(json.dumps(YAMADA), encoding="utf-8")
        pack = load_pack(FLORIST)
        lengths = {plan: duration(pack, plan) for plan in pack.plans}
        load_fixtures(path, application.database, settings, lengths)
        yield application


class Customer:
    """Somebody who writes."""

    def __init__(self, application: Application, customer_id: str | None = None) -> None:
        self._application = application
        self.conversation_id = application.conversations.open(customer_id=customer_id).conversation_id

    def say(self, text: str) -> dict[str, Any]:
        return self._application.turns.accept(self.conversation_id, text)


def only(application: Application, model: Any) -> Any:
    with application.database.read() as session:
        (row,) = session.scalars(select(model)).all()
    return row


def test_faq_turn_is_stored_with_its_record(application: Application) -> None:
    reply = Customer(application).say("支払いにはどの方法が使えますか？")
    assert (reply["type"], reply["sources"]) == ("faq", [{"id": "payment", "title": "支払い方法"}])
    assert "クレジットカード、代金引換" in reply["message"]
    turn = only(application, Turn)
    assert (turn.route, turn.reply_id) == ("faq", reply["message_id"])
    assert turn.record["topics"][0]["id"] == "payment"
    assert turn.record["brain"] == "local"


def test_question_in_other_words_finds_its_answer(application: Application) -> None:
    reply = Customer(application).say("花束はいくらですか")
    assert reply["sources"] == [{"id": "price-list", "title": "花束の値段"}]
    assert "3,300円" in reply["message"]


def test_handover_opens_a_ticket_with_what_was_said(application: Application) -> None:
    customer = Customer(application)
    customer.say("支払いにはどの方法が使えますか？")
    reply = customer.say("人と話したい")
    assert reply["handover"]["priority"] == "normal"
    ticket = only(application, Ticket)
    assert (ticket.id, ticket.status, ticket.trigger) == (reply["handover"]["ticket_id"], "open", "human_request")
    member = hire(application.staff)
    said = [message["text"] for message in application.staff.inbox.packet(member, ticket.id)["messages"]]
    assert said[1] == "支払いにはどの方法が使えますか？"
    assert said[-2:] == ["人と話したい", reply["message"]]


def test_faq_is_still_answered_after_the_handover(application: Application) -> None:
    customer = Customer(application)
    customer.say("人と話したい")
    assert customer.say("支払いにはどの方法が使えますか？")["type"] == "faq"
    assert only(application, Ticket).status == "open"


def test_second_call_for_a_person_opens_no_second_ticket(application: Application) -> None:
    customer = Customer(application)
    first = customer.say("人と話したい")
    second = customer.say("人と話したい")
    assert second["handover"]["ticket_id"] == first["handover"]["ticket_id"]
    assert only(application, Ticket).status == "open"


def test_contact_asked_for_is_taken(application: Application) -> None:
    customer = Customer(application)
    assert customer.say("人と話したい")["asks"] == "contact"
    assert "ご連絡先をお店の者に伝えました" in customer.say("090-1234-5678です")["message"]
    assert only(application, Ticket).brief["contact"] == "090-1234-5678"


def test_bot_is_silent_once_a_person_took_over(application: Application) -> None:
    customer = Customer(application)
    ticket = customer.say("人と話したい")["handover"]["ticket_id"]
    application.staff.serving.claim(hire(application.staff), ticket)
    said = application.conversations.transcript(customer.conversation_id)["messages"][-1]
    assert (said["role"], said["text"]) == ("notice", "お店の田中が対応を始めました。")
    reply = customer.say("支払いにはどの方法が使えますか？")
    assert (reply["message"], reply["owner"]) == ("", "person")


def test_danger_is_answered_while_the_encoder_is_out(application: Application, encoder: FailingEncoder) -> None:
    encoder.out = True
    reply = Customer(application).say("もう死にたいです")
    assert "0120-279-338" in reply["message"]
    assert only(application, Ticket).priority == "urgent"


def test_message_is_kept_while_the_encoder_is_out(application: Application, encoder: FailingEncoder) -> None:
    customer = Customer(application)
    encoder.out = True
    with pytest.raises(KnowledgeOutage):
        customer.say("届いた花の水はいつ替えればいいの")
    encoder.out = False
    application.turns.recover()
    messages = application.conversations.transcript(customer.conversation_id)["messages"]
    assert [message["role"] for message in messages] == ["bot", "customer", "bot"]


def test_known_customer_books_from_the_first_word_to_the_last(application: Application) -> None:
    customer = Customer(application, "c-1")
    assert customer.say("お届けを予約する")["asks"] == "plan"
    assert customer.say("シーズンブーケ")["asks"] == "wish"
    assert len(customer.say("11月28日")["booking"]["candidates"]) > 1
    assert customer.say("11月28日(土) 14:00")["asks"] == "payment"
    hold = only(application, Hold)
    assert hold.expires_at - NOW == timedelta(minutes=15)
    summary = customer.say("代引で")
    assert "合計：5,500円" in summary["message"]
    assert "お届け先：京都府京都市左京区1-2" in summary["message"]
    reply = customer.say("確定する")
    booking = only(application, Booking)
    assert (reply["booking"]["status"], reply["booking"]["booking_id"]) == ("booked", booking.id)
    assert (booking.status, booking.plan, booking.amount, booking.customer_id) == ("booked", "season", 5500, "c-1")
    assert reply["options"][0]["label"] == "花の手入れ"


def book_a_visit(customer: Customer) -> None:
    for text in (
        "お届けを予約する",
        "シーズンブーケ",
        "11月28日の14時",
        "クレジットカード",
        "確定する",
    ):
        customer.say(text)


def test_booked_visit_is_cancelled_by_its_customer(application: Application) -> None:
    customer = Customer(application, "c-1")
    book_a_visit(customer)
    assert customer.say("予約をキャンセルする")["booking"]["fee"] == 0
    assert customer.say("キャンセルを確定する")["booking"]["status"] == "cancelled"
    assert only(application, Booking).status == "cancelled"


def test_cancellation_is_finished_while_a_person_is_awaited(application: Application) -> None:
    customer = Customer(application, "c-1")
    book_a_visit(customer)
    customer.say("人と話したい")
    customer.say("予約をキャンセルする")
    assert customer.say("キャンセルを確定する")["booking"]["status"] == "cancelled"


def test_what_calls_for_nobody_does_not_make_a_waiting_ticket_more_urgent(application: Application) -> None:
    customer = Customer(application, "c-1")
    customer.say("人と話したい")
    before = only(application, Ticket).priority
    assert customer.say("000000")["handover"]["priority"] == before
    assert only(application, Ticket).priority == before


def test_visit_taken_by_somebody_quicker_is_not_booked_twice(application: Application) -> None:
    slow, quick = Customer(application, "c-1"), Customer(application, "c-1")
    for text in ("お届けを予約する", "グランドブーケ", "11月29日"):
        slow.say(text)
        quick.say(text)
    for text in ("11月29日(日) 14:00", "クレジットカード", "確定する"):
        quick.say(text)
    reply = slow.say("11月29日(日) 14:00")
    assert reply["message"].startswith("申し訳ありません。お選びになった日時は埋まりました。")
    assert reply["booking"]["candidates"]


Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in an environment that names these settings."""
    for name in ("data_dir", "database_url", "pack", "encoder"):
        monkeypatch.setenv(f"ZENBU_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("ZENBU_NOW", NOW.isoformat())

    def invoke(*arguments: str, written: str = "") -> Result:
        return CliRunner().invoke(app, arguments, input=written)

    return invoke


def test_understand_writes_a_line_for_each_line_read(run: Run) -> None:
    lines: list[dict[str, Any]] = [
        {"id": 1, "text": "支払いにはどの方法が使えますか？"},
        {"id": 2, "turns": ["花束を相談する", {"role": "customer", "text": "人と話したい"}]},
        {"id": 3, "text": "明日の夜", "now": "2027-01-01T09:00"},
    ]
    result = run("understand", "--jsonl", written="\n".join(map(json.dumps, lines)) + "\n\n")
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert (read[0]["id"], read[0]["faq"][0]["id"], read[0]["answerable"]) == (1, "payment", True)
    assert (read[1]["at"], read[1]["handover"]["trigger"]) == (1, "human_request")
    assert read[2]["dates"] == ["2027-01-02"]


def test_understand_names_the_lines_it_cannot_read_and_reads_the_rest(run: Run) -> None:
    written = '{"id": 1, "text": "支払い方法"}\nnot json\n["a"]\n{"id": 4}\n'
    result = run("understand", "--jsonl", written=written)
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [line.get("line") for line in read] == [None, 2, 3, 4]
    assert read[3]["error"].startswith('a line needs "text"')
    assert read[3]["id"] == 4


def test_understand_writes_nothing_into_the_database(run: Run, settings: Settings) -> None:
    before = Path(settings.database_url.removeprefix("sqlite:///")).read_bytes()
    assert run("understand", "人と話したい").exit_code == 0
    assert Path(settings.database_url.removeprefix("sqlite:///")).read_bytes() == before


def test_chat_greets_answers_and_names_its_sources(run: Run) -> None:
    result = run("chat", written="支払いにはどの方法が使えますか？\n")
    assert result.exit_code == 0
    assert "こんにちは。花たよりサポートです。" in result.stdout
    assert "クレジットカード、代金引換" in result.stdout
    assert "出典: 支払い方法" in result.stdout


def test_chat_takes_the_number_of_a_button(run: Run) -> None:
    result = run("chat", written="お届けを予約する\n1\n")
    assert "[1] プチブーケ" in result.stdout
    assert "> プチブーケ" in result.stdout
    assert "お届け先の都道府県をお選びください。" in result.stdout


def test_chat_says_what_it_cannot_read_and_goes_on(run: Run) -> None:
    result = run("chat", written="\n支払い方法\n")
    assert "The message is empty." in result.stdout
    assert "クレジットカード" in result.stdout


@contextmanager
def a_customer_file(folder: Path) -> Iterator[Path]:
    path = folder / "customers.jsonl"
    path.write_text(json.dumps(YAMADA), encoding="utf-8")
    yield path


def test_chat_speaks_as_a_customer_of_the_fixtures(run: Run, tmp_path: Path) -> None:
    with a_customer_file(tmp_path) as path:
        assert run("fixtures", "load", str(path)).stdout == "1 customers and 0 bookings are there now.\n"
    result = run("chat", "--customer", "c-1", written="お届けを予約する\nプチブーケ\n")
    assert "お届けのご希望の日にちや時間帯をお聞かせください。" in result.stdout
