"""What browsers of other sites, and curious methods, are answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from domain.turn import TurnOutcome, TurnRequest
from services.settings import Settings
from tests.api.conftest import Client
from tests.api.test_errors import assert_problem
from tests.fakes.engine import FakeEngine

SHOP = "https://shop.example"


@pytest.fixture
def embedded(no_settings: Path, database_url: str, engine: FakeEngine) -> Iterator[Client]:
    """A client on a page of a listed site."""
    settings = Settings(database_url=database_url, allowed_origins=(SHOP,), rate_limit=3)
    app = create_app(settings, lambda *_: engine)
    with TestClient(app, raise_server_exceptions=False, headers={"Origin": SHOP}) as http:
        opened = http.post("/v1/conversations")
        assert opened.headers["access-control-allow-origin"] == SHOP
        yield Client(http, engine, opened.json()["conversation_id"], opened.json()["token"])


def test_listed_site_may_stream_and_come_back(embedded: Client) -> None:
    asked = "authorization,content-type,last-event-id"
    for path, method in ((f"{embedded.path}/messages", "POST"), (f"{embedded.path}/events", "GET")):
        answer = embedded.http.options(
            path, headers={"Access-Control-Request-Method": method, "Access-Control-Request-Headers": asked}
        )
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == SHOP
        assert method in answer.headers["access-control-allow-methods"]
        allowed = answer.headers["access-control-allow-headers"].lower()
        assert all(name in allowed for name in asked.split(","))


def test_unlisted_site_is_told_nothing(embedded: Client) -> None:
    answer = embedded.http.get(embedded.path, headers={**embedded.headers, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_errors_can_be_read_by_the_listed_site(embedded: Client) -> None:
    def broken(_: TurnRequest) -> TurnOutcome:
        raise ZeroDivisionError

    embedded.engine.answer = broken
    answers = [embedded.say("はい"), embedded.send_raw(b"x" * 70_000), embedded.say(""), embedded.say("はい")]
    answers += [embedded.say("はい"), embedded.http.get("/v1/nothing")]
    assert [answer.status_code for answer in answers] == [500, 413, 422, 500, 429, 404]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == SHOP
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    exposed = answers[4].headers["access-control-expose-headers"].lower()
    assert "retry-after" in exposed
    assert "ratelimit" in exposed


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/openapi.json", "/metrics"])
def test_head_is_get_without_its_body(http: TestClient, path: str) -> None:
    head, get = http.head(path), http.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


def test_head_of_a_conversation_tells_whether_it_may_be_read(client: Client) -> None:
    assert client.http.head(client.path, headers=client.headers).status_code == 200
    assert client.http.head(client.path).status_code == 401


def test_head_of_an_endless_stream_is_refused(client: Client) -> None:
    answer = client.http.head(f"{client.path}/events", headers=client.headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
def test_method_that_is_not_offered_is_a_problem(client: Client, method: str) -> None:
    for path, allowed in (("/v1/conversations", "POST"), (f"{client.path}/messages", "POST"), (client.path, "GET")):
        answer = client.http.request(method, path, headers=client.headers)
        assert_problem(answer, 405, "method-not-allowed")
        assert answer.headers["allow"] == allowed
