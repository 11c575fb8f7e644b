from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import ReplyOut
from services.ids import new_id
from services.settings import Settings
from store.conversations import add_message, locked
from store.models import Conversation, Customer, Message
from store.session import Database
from tests.api.conftest import Client
from tests.fakes.clock import MORNING
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
    assert set(answer.json()) == {"conversation_id", "token", "message", "notice"}
    assert answer.json()["notice"] == "[privacy_notice]"
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


def test_listed_site_may_embed_the_chat_and_no_other(no_settings: Path, database_url: str) -> None:
    settings = Settings(database_url=database_url, allowed_origins=("https://shop.example",))
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = http.options("/v1/conversations", headers=headers)
            assert (answer.headers.get("access-control-allow-origin") == origin) is allowed


def test_service_whose_event_streams_broke_is_not_ready(app: FastAPI, http: TestClient) -> None:
    app.state.feed.close()
    answer = http.get("/readyz")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:zenbu:problem:not-ready")
    assert http.get("/healthz").status_code == 200


def test_transcript_names_places_and_authors(client: Client, database: Database) -> None:
    client.say("人と話したい")
    with database.write() as session:
        conversation = locked(session, client.conversation_id)
        assert conversation is not None
        for role, author, text in (("notice", None, "担当の佐藤が対応を始めました。"), ("staff", "佐藤", "佐藤です。")):
            add_message(
                session, conversation, id=new_id("m"), role=role, author=author, text=text, at=MORNING, status="said"
            )
    messages = client.read().json()["messages"]
    assert [m["seq"] for m in messages] == [1, 2, 3, 4, 5]
    assert [(m["role"], m["author"]) for m in messages[3:]] == [("notice", None), ("staff", "佐藤")]


def test_staff_may_be_rated_and_notices_may_not(client: Client, database: Database) -> None:
    ids = {role: new_id("m") for role in ("staff", "notice")}
    with database.write() as session:
        conversation = locked(session, client.conversation_id)
        assert conversation is not None
        for role, name in ids.items():
            add_message(session, conversation, id=name, role=role, text="はい。", at=MORNING, status="said")
    for role, status in (("staff", 204), ("notice", 404)):
        feedback = {"message_id": ids[role], "helpful": True}
        answer = client.http.post(f"{client.path}/feedback", json=feedback, headers=client.headers)
        assert answer.status_code == status
