import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event, text

from api.middleware import BODY_LIMIT, BodyLimit
from domain.turn import KnowledgeOutage, TurnOutcome, TurnRequest
from store.session import Database, StoreUnavailable
from tests.api.conftest import Client
from tests.api.live import serving


def assert_problem(answer: Any, status: int, name: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"urn:zenbu:problem:{name}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in answer.text
    return body


def test_no_token(client: Client) -> None:
    answer = client.http.get(client.path)
    assert_problem(answer, 401, "wrong-token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "Bearer wrong", "Bearer a b", "Bearer \xe9"])
def test_wrong_token(client: Client, header: str) -> None:
    answer = client.http.get(client.path, headers={b"Authorization": header.encode("latin-1")})
    assert_problem(answer, 401, "wrong-token")


def test_token_of_another_conversation(client: Client) -> None:
    other = client.http.post("/v1/conversations").json()
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/messages", {"text": "はい"}),
        ("POST", "/feedback", {"message_id": "m_1", "helpful": True}),
        ("POST", "/survey", {"nps": 1}),
    ):
        answer = client.http.request(
            method, f"/v1/conversations/{other['conversation_id']}{path}", json=body, headers=client.headers
        )
        assert_problem(answer, 404, "unknown-conversation")


@pytest.mark.parametrize("name", ["c_nobody", "%00", "a%00b", "%ED%A0%80", "x" * 300, "..", "'--"])
def test_unknown_conversation(client: Client, name: str) -> None:
    answer = client.http.get(f"/v1/conversations/{name}", headers=client.headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"{", b'{"text": }', b"\xff\xfe", b"[" * 50_000, b'{"text": 1' + b"0" * 5000 + b"}"])
def test_malformed_json(client: Client, body: bytes) -> None:
    answer = client.send_raw(body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"text": 5}',
        b'{"text": null}',
        b'{"text": NaN}',
        b'{"text": ["a"]}',
        b'{"text": "a", "client_message_id": ""}',
        b'{"text": "a", "client_message_id": "\\u0000"}',
        b'{"text": "a", "client_message_id": "\\ud800"}',
        b'{"text": "a", "client_message_id": 7}',
        b'{"\\ud800": 1}',
    ],
)
def test_body_of_another_shape(client: Client, body: bytes) -> None:
    problem = assert_problem(client.send_raw(body), 422, "invalid-request")
    assert problem["errors"]


@pytest.mark.parametrize("message", ["", "   ", "\n", "\x00", "\u200b", "あ" * 2001, "a" * 2001])
def test_unreadable_message(client: Client, message: str) -> None:
    assert_problem(client.say(message), 422, "unreadable-message")
    assert len(client.read().json()["messages"]) == 1


def test_longest_message_is_read(client: Client) -> None:
    assert client.say("あ" * 2000).status_code == 200


@pytest.mark.parametrize("escaped", [r"\ud800", r"\udfff\ud800", r"\u0000", r"\u0007", r"\u202e", r"\ufeff"])
def test_characters_that_mean_nothing_are_dropped(client: Client, escaped: str) -> None:
    answer = client.send_raw(f'{{"text": "こん{escaped}にちは"}}'.encode())
    assert answer.status_code == 200
    assert answer.json()["message"] == "1: こんにちは"
    assert_problem(client.send_raw(f'{{"text": "{escaped}"}}'.encode()), 422, "unreadable-message")


def test_comment_with_half_a_character_is_kept_without_it(client: Client) -> None:
    reply = client.say("料金は?").json()["message_id"]
    body = f'{{"message_id": "{reply}", "helpful": false, "comment": "違\\ud800う\\u0000"}}'.encode()
    headers = {**client.headers, "Content-Type": "application/json"}
    assert client.http.post(f"{client.path}/feedback", content=body, headers=headers).status_code == 204


def test_emoji_is_kept(client: Client) -> None:
    assert client.send_raw(rb'{"text": "\ud83d\ude22"}').json()["message"] == "1: 😢"


def test_client_message_id_reused(client: Client) -> None:
    client.say("はい", "k1")
    assert_problem(client.say("いいえ", "k1"), 409, "message-id-reused")


def test_body_too_large(client: Client) -> None:
    body = json.dumps({"text": "a" * 70_000}).encode()
    assert_problem(client.send_raw(body), 413, "body-too-large")
    assert_problem(client.http.post("/nowhere", content=body), 413, "body-too-large")


def test_body_too_large_that_does_not_say_so(client: Client) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(70):
            yield b" " * 1000

    answer = client.http.post(f"{client.path}/messages", content=chunks(), headers=client.headers)
    assert_problem(answer, 413, "body-too-large")


@pytest.mark.parametrize(
    "body",
    [
        {"customer_id": "u404"},
        {"customer_id": "u\x00"},
        {"now": "yesterday"},
        {"now": "0001-01-01T00:00:00Z"},
        {"now": "9999-12-31T23:59:59-12:00"},
        {"now": 1e300},
        {"channel": "WEB SITE"},
        {"channel": "w\x00"},
        {"locale": "日本語"},
    ],
)
def test_conversation_that_cannot_be_opened(http: TestClient, body: dict[str, Any]) -> None:
    answer = http.post("/v1/conversations", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [{}, {"nps": 11}, {"nps": -1}, {"csat": 0}, {"ces": 8}, {"nps": True}, {"nps": 9.5}, {"comment": "a" * 2001}],
)
def test_survey_out_of_range(client: Client, body: dict[str, Any]) -> None:
    answer = client.http.post(f"{client.path}/survey", json=body, headers=client.headers)
    assert_problem(answer, 422, "invalid-request")


@pytest.mark.parametrize(
    ("message_id", "status", "name"),
    [("m_nobody", 404, "unknown-reply"), ("\x00", 422, "invalid-request"), ("x" * 5000, 422, "invalid-request")],
)
def test_feedback_on_nothing(client: Client, message_id: str, status: int, name: str) -> None:
    body = {"message_id": message_id, "helpful": True}
    answer = client.http.post(f"{client.path}/feedback", json=body, headers=client.headers)
    assert_problem(answer, status, name)


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=501", f"after={10**30}"])
def test_page_that_cannot_be(client: Client, query: str) -> None:
    answer = client.http.get(f"{client.path}?{query}", headers=client.headers)
    assert_problem(answer, 422, "invalid-request")


def test_unknown_path_and_method(http: TestClient) -> None:
    assert_problem(http.get("/v1/nothing"), 404, "not-found")
    answer = http.delete("/v1/conversations")
    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"


def test_outage_of_the_knowledge(client: Client) -> None:
    def gone(_: TurnRequest) -> TurnOutcome:
        raise KnowledgeOutage("secret inner workings")

    healthy = client.engine.answer
    client.engine.answer = gone
    answer = client.say("はい", "k1")
    assert_problem(answer, 503, "knowledge-outage")
    assert int(answer.headers["retry-after"]) > 0
    assert "secret" not in answer.text
    client.engine.answer = healthy
    assert client.say("はい", "k1").status_code == 200


def test_fault_of_the_engine(client: Client) -> None:
    def broken(_: TurnRequest) -> TurnOutcome:
        raise ZeroDivisionError("secret inner workings")

    client.engine.answer = broken
    answer = client.say("はい")
    assert_problem(answer, 500, "fault")
    assert "secret" not in answer.text


def test_locked_database(client: Client, database: Database) -> None:
    engine = client.http.app.state.application.database.engine  # type: ignore[attr-defined]
    impatience, lock = {
        "sqlite": ("PRAGMA busy_timeout = 50", "SELECT 1"),
        "postgresql": ("SET lock_timeout = 50", "SELECT 1 FROM conversations FOR UPDATE"),
    }[engine.dialect.name]
    event.listen(engine, "checkout", lambda connection, *_: connection.cursor().execute(impatience))
    with database.write() as session:
        session.execute(text(lock))
        answer = client.say("はい", "k1")
    assert_problem(answer, 503, "store-unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert client.say("はい", "k1").status_code == 200


def test_database_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    application = client.http.app.state.application  # type: ignore[attr-defined]

    def gone() -> None:
        raise StoreUnavailable("postgresql://root:password@db refused")

    monkeypatch.setattr(application.database, "read", gone)
    for answer in (client.say("はい"), client.read(), client.http.get("/readyz")):
        assert_problem(answer, 503, "store-unavailable")
        assert "password" not in answer.text
    assert client.http.get("/healthz").status_code == 200


def test_body_that_does_not_arrive(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BodyLimit.__init__, "__defaults__", (BODY_LIMIT, 0.1, {}))
    with serving(app) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            head = f"POST /v1/conversations HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\n\r\n"
            connection.sendall(head.encode() + b"{")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"urn:zenbu:problem:body-too-slow" in answer
