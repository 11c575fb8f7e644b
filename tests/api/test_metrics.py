"""What the process tells of itself."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from domain.effects import OpenHandover
from domain.turn import TurnOutcome, TurnRequest
from services.settings import Settings
from store import outbox
from store.session import Database
from tests.api.conftest import Client
from tests.api.test_errors import assert_problem
from tests.fakes.clock import MORNING
from tests.fakes.engine import FakeEngine, outcome

TOKEN = "a-token-for-prometheus"


def value(text: str, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    assert found, f"{series} is not in\n{text}"
    return float(found[1])


def test_requests_and_turns_are_counted(client: Client) -> None:
    client.say("料金は?", "k1")
    client.say("料金は?", "k1")
    client.http.get("/v1/nothing")
    text = client.http.get("/metrics").text
    route = "/v1/conversations/{conversation_id}/messages"
    assert value(text, f'zenbu_http_requests_total{{method="POST",route="{route}",status="200"}}') == 2
    assert value(text, 'zenbu_http_requests_total{method="GET",route="unknown",status="404"}') == 1
    assert value(text, f'zenbu_http_request_seconds_count{{method="POST",route="{route}"}}') == 2
    assert value(text, 'zenbu_turns_total{route="fake",type="conversation"}') == 1
    assert value(text, "zenbu_turn_seconds_count") == 1
    assert value(text, "zenbu_messages_waiting") == 0
    assert value(text, "process_resident_memory_bytes") > 0


def test_refusals_and_faults_are_counted(client: Client) -> None:
    def broken(_: TurnRequest) -> TurnOutcome:
        raise ZeroDivisionError

    client.engine.answer = broken
    client.say("はい")
    client.say("a" * 70_000)
    text = client.http.get("/metrics").text
    assert re.search(r'zenbu_http_requests_total\{.*status="500"\} 1.0', text)
    assert re.search(r'zenbu_http_requests_total\{.*status="413"\} 1.0', text)


def test_what_the_language_model_did_is_counted(client: Client) -> None:
    llm = {
        "calls": 2, "purposes": {"understand": 1, "word": 1}, "faults": {"timeout": 1}, "tokens_read": 900,
        "tokens_cached": 700, "tokens_written": 40, "yen": 0.5, "ms": 800.0, "dropped": {"promise": 2},
        "worded": "both",
    }  # fmt: skip

    def worded(request: TurnRequest) -> TurnOutcome:
        told = outcome("はい。")
        return replace(told, record={**told.record, "llm": llm})

    client.engine.answer = worded
    client.say("はい")
    text = client.http.get("/metrics").text
    assert value(text, 'zenbu_llm_calls_total{purpose="word"}') == 1
    assert value(text, 'zenbu_llm_faults_total{kind="timeout"}') == 1
    assert value(text, 'zenbu_llm_tokens_total{kind="read"}') == 900
    assert value(text, "zenbu_llm_yen_total") == 0.5
    assert value(text, 'zenbu_llm_dropped_sentences_total{reason="promise"}') == 2
    assert value(text, 'zenbu_llm_replies_total{outcome="both"}') == 1


def test_handovers_are_counted_by_trigger(client: Client) -> None:
    def hand_over(_: TurnRequest) -> TurnOutcome:
        return outcome("はい。", effects=[OpenHandover("h_1", "anger", "high", "すぐに。", None, True)])

    client.engine.answer = hand_over
    client.say("ひどい")
    text = client.http.get("/metrics").text
    assert value(text, 'zenbu_handovers_total{priority="high",trigger="anger"}') == 1
    assert value(text, 'zenbu_tickets_unclosed{status="open"}') == 1
    assert value(text, 'zenbu_tickets_unclosed{status="claimed"}') == 0


def test_what_waits_is_shown(no_settings: Path, database_url: str, database: Database) -> None:
    settings = Settings(database_url=database_url, now=MORNING)
    with TestClient(create_app(settings, lambda *_: FakeEngine(), worker=False)) as http:
        with database.write() as session:
            outbox.emit(session, "turn.failed", "m_1", {}, MORNING)
            outbox.emit(session, "booking.reminder", "b_1", {}, MORNING, due_at=MORNING + timedelta(days=1))
        text = http.get("/metrics").text
        assert value(text, 'zenbu_outbox{state="due"}') == 1
        assert value(text, 'zenbu_outbox{state="dead"}') == 0


def test_nothing_a_customer_is_or_says_stands_in_the_metrics(client: Client) -> None:
    client.say("山田花子です。電話は090-1234-5678です", "key-of-hanako")
    client.http.get(f"/{client.conversation_id}")
    client.http.request("HANAKO", "/healthz")
    text = client.http.get("/metrics").text
    for private in ("山田", "1234-5678", "090-", "hanako", "HANAKO", client.conversation_id, client.token):
        assert private not in text


def test_two_applications_do_not_count_together(client: Client, settings: Settings) -> None:
    client.say("はい")
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as other:
        assert "zenbu_turns_total{" not in other.get("/metrics").text


def test_metrics_are_shown_to_who_has_the_token(no_settings: Path, database_url: str) -> None:
    settings = Settings(database_url=database_url, metrics_token=TOKEN)
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
            assert_problem(http.get("/metrics", headers=headers), 401, "wrong-token")
        assert http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
