from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import ReplyOut
from services.settings import Settings
from store.models import Conversation, Customer, Message
from store.session import Database
from tests.api.conftest import Client
from tests.fakes.engine import FakeEngine

REPLY_KEYS = {
    "message_id",
    "conversation_id",
    "type",
    "message",
    "route",
    "confidence",
    "sources",
    "options",
    "recommendation",
    "booking",
    "handover",
    "asks",
    "sentiment",
    "owner",
}


def test_conversation_opens_with_a_greeting(http: TestClient) -> None:
    answer = http.post("/v1/conversations", json={"channel": "widget", "locale": "ja-JP"})
    assert answer.status_code == 201
    assert set(answer.json()) == {"conversation_id", "token", "message"}
    assert answer.json()["message"] == "こんにちは。"
    assert answer.headers["cache-control"] == "no-store"


def test_conversation_opens_without_a_body(http: TestClient) -> None:
    assert http.post("/v1/conversations").status_code == 201


def test_reply_has_exactly_the_keys_of_the_contract(client: Client) -> None:
    answer = client.say("こんにちは")
    assert answer.status_code == 200
    assert set(answer.json()) == REPLY_KEYS == set(ReplyOut.model_fields)
    assert ReplyOut.model_validate(answer.json()).message == "1: こんにちは"
    assert answer.json()["sentiment"] == {"label": "neutral", "target": "none", "intensity": 0}
    assert answer.json()["sources"] == [{"id": "faq-1", "title": "料金"}]


def test_repeated_message_gets_the_same_reply(client: Client) -> None:
    first = client.say("はい", "k1")
    assert client.say("はい", "k1").json() == first.json()
    assert len(client.engine.requests) == 1


def test_transcript_shows_what_was_said(client: Client) -> None:
    reply = client.say("料金は?").json()
    page = client.read().json()
    assert set(page) == {"conversation_id", "channel", "locale", "owner", "handover", "messages", "next"}
    assert [(m["role"], m["text"]) for m in page["messages"]] == [
        ("bot", "こんにちは。"),
        ("customer", "料金は?"),
        ("bot", "1: 料金は?"),
    ]
    assert page["messages"][2]["reply"] == reply
    assert (page["owner"], page["handover"], page["next"]) == ("bot", None, None)


def test_transcript_is_paged(client: Client) -> None:
    client.say("料金は?")
    page = client.read(limit=2).json()
    assert len(page["messages"]) == 2
    assert [m["text"] for m in client.read(after=page["next"]).json()["messages"]] == ["1: 料金は?"]


def test_feedback_and_survey_are_kept(client: Client, database: Database) -> None:
    reply = client.say("料金は?").json()["message_id"]
    feedback = {"message_id": reply, "helpful": True, "comment": "助かりました"}
    assert client.http.post(f"{client.path}/feedback", json=feedback, headers=client.headers).status_code == 204
    survey = {"nps": 10, "csat": 5, "ces": 7}
    assert client.http.post(f"{client.path}/survey", json=survey, headers=client.headers).status_code == 204
    with database.read() as session:
        assert session.get_one(Message, reply).helpful is True
        assert (session.get_one(Conversation, client.conversation_id).survey or {})["nps"] == 10


def test_case_is_played_as_somebody_at_some_time(http: TestClient, engine: FakeEngine, database: Database) -> None:
    with database.write() as session:
        session.add(Customer(id="u1", name="山田花子", type="b2c", noise_hours=[]))
    opened = http.post("/v1/conversations", json={"customer_id": "u1", "now": "2026-11-25T10:00:00"}).json()
    Client(http, engine, opened["conversation_id"], opened["token"]).say("予約を確認したい")
    request = engine.requests[0]
    assert request.customer_id == "u1"
    assert request.now.isoformat() == "2026-11-25T10:00:00+09:00"


@pytest.mark.parametrize("who", [{"customer_id": "u1"}, {"now": "2026-11-25T10:00:00"}])
def test_nobody_is_played_outside_development(no_settings: Path, database_url: str, who: dict[str, str]) -> None:
    settings = Settings(env="production", secret_key="k" * 48, database_url=database_url)
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        answer = http.post("/v1/conversations", json=who)
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:zenbu:problem:development-only"
        assert http.post("/v1/conversations", json={}).status_code == 201


def test_health_and_readiness(http: TestClient) -> None:
    assert http.get("/healthz").json() == {"status": "alive"}
    assert http.get("/readyz").json() == {"status": "ready"}


def test_engine_is_closed_with_the_application(settings: Settings) -> None:
    engine = FakeEngine()
    with TestClient(create_app(settings, lambda *_: engine)):
        assert not engine.closed
    assert engine.closed


def test_listed_site_may_embed_the_chat_and_no_other(no_settings: Path, database_url: str) -> None:
    settings = Settings(database_url=database_url, allowed_origins=("https://shop.example",))
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = http.options("/v1/conversations", headers=headers)
            assert (answer.headers.get("access-control-allow-origin") == origin) is allowed
