"""The door other systems tell of customers through."""

import base64
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from domain.clock import SystemClock
from services.delivery.webhook import signed
from services.settings import Settings
from tests.fakes import history
from tests.fakes.engine import FakeEngine

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
PATH = "/v1/intake/events"
LOGIN = {"id": "evt_1", "type": "usage.login", "customer_id": "C-1", "at": "2026-11-20T10:00:00+09:00"}

Send = Callable[..., Any]


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """One kind is enough here: what takes events in is tried on both."""
    path = tmp_path / "zenbu.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


def client(settings: Settings) -> TestClient:
    return TestClient(create_app(settings, lambda *_: FakeEngine(), worker=False), raise_server_exceptions=False)


@pytest.fixture
def send(no_settings: Path, database_url: str) -> Any:
    """Sends signed events; C-1 is a customer."""
    settings = Settings(database_url=database_url, data_dir=no_settings, intake_secret=SECRET)
    with client(settings) as http:
        with http.app.state.application.database.write() as session:  # type: ignore[attr-defined]
            history.customer(session, "C-1")

        def post(said: Any, key: bytes = KEY, seconds: int = 0, sign: bool = True) -> Any:
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            at = SystemClock().now() + timedelta(seconds=seconds)
            headers = signed("msg_1", int(at.timestamp()), body, key) if sign else {}
            return http.post(PATH, content=body, headers={"Content-Type": "application/json", **headers})

        yield post


def test_event_is_taken_in_once(send: Send) -> None:
    assert send(LOGIN).json()["results"] == [{"id": "evt_1", "status": "accepted", "reason": None}]
    again = send(LOGIN)
    assert (again.status_code, again.json()["repeated"]) == (200, 1)


@pytest.mark.parametrize(
    ("changed", "status", "name"),
    [
        ({"at": "2026-11-20T11:00:00+09:00"}, 409, "event-id-reused"),
        ({"id": "evt_2", "customer_id": "C-9"}, 422, "event-refused"),
        ({"id": "evt_2", "at": "2026-11-20T10:00:00"}, 422, "invalid-request"),
        ({"id": "evt_2", "at": "0001-01-01T00:00:00+09:00"}, 422, "invalid-request"),
        ({"id": "evt_2", "type": "usage.dance"}, 422, "invalid-request"),
        ({"id": "evt_2", "price": 1}, 422, "invalid-request"),
        ({"id": "evt\u0000"}, 422, "invalid-request"),
        ({"id": "evt_2", "data": {"name": "\ud800"}}, 422, "invalid-request"),
    ],
)
def test_single_event_is_answered_by_its_own_status(
    send: Send, changed: dict[str, Any], status: int, name: str
) -> None:
    send(LOGIN)
    answer = send(LOGIN | changed)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:zenbu:problem:{name}")
    assert answer.headers["content-type"] == "application/problem+json"


def test_list_is_answered_event_by_event(send: Send) -> None:
    answer = send([LOGIN, LOGIN | {"id": "evt_2", "customer_id": "C-9"}, LOGIN | {"type": "usage.measurement"}])
    assert answer.status_code == 200
    assert [one["status"] for one in answer.json()["results"]] == ["accepted", "refused", "conflict"]
    assert (answer.json()["accepted"], answer.json()["refused"], answer.json()["conflict"]) == (1, 1, 1)


def test_body_of_the_wrong_shape_is_refused_as_a_whole(send: Send) -> None:
    assert send([LOGIN, {"id": "evt_2"}]).status_code == 422
    assert send([]).status_code == 422
    assert send([LOGIN | {"id": f"evt_{number}"} for number in range(501)]).status_code == 422
    assert send(b"{").status_code == 400
    assert send(LOGIN).json()["accepted"] == 1


def test_longest_list_is_taken_in_and_a_longer_body_is_not(send: Send) -> None:
    events = [LOGIN | {"id": f"evt_{number}", "data": {"name": "n" * 1_000}} for number in range(500)]
    assert send(events).json()["accepted"] == 500
    assert send(b"[" + b" " * 1024 * 1024 + b"]").status_code == 413


@pytest.mark.parametrize(
    "forged", [{"key": b"another key, as long as it"}, {"seconds": -400}, {"seconds": 400}, {"sign": False}]
)
def test_call_that_is_not_signed_now_with_our_key_changes_nothing(send: Send, forged: dict[str, Any]) -> None:
    answer = send(LOGIN, **forged)
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:zenbu:problem:wrong-signature")
    assert send(LOGIN).json()["accepted"] == 1


def test_without_a_secret_nothing_is_taken_in_outside_development(no_settings: Path, database_url: str) -> None:
    given: dict[str, Any] = {"database_url": database_url, "data_dir": no_settings, "secret_key": "k" * 48}
    with client(Settings(env="production", **given)) as http:
        answer = http.post(PATH, json=LOGIN)
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:zenbu:problem:intake-closed")
        assert "ZENBU_INTAKE_SECRET" in answer.json()["detail"]
    with client(Settings(**given)) as http:
        assert http.post(PATH, json=[LOGIN]).json()["refused"] == 1  # there is no such customer, but it is looked at


def test_senders_are_counted(no_settings: Path, database_url: str) -> None:
    with client(Settings(database_url=database_url, data_dir=no_settings, rate_limit=1)) as http:
        answers = [http.post(PATH, json=[LOGIN]).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_every_event_is_described_with_an_example(http: TestClient) -> None:
    document = http.get("/openapi.json").json()
    operation = document["paths"][PATH]["post"]
    assert {"200", "400", "401", "409", "413", "422", "429", "503"} <= operation["responses"].keys()
    shapes = document["components"]["schemas"]
    body = json.dumps(operation["requestBody"])
    named = [name for name in shapes if f'"#/components/schemas/{name}"' in body]
    assert len(named) == 7
    for name in named:
        assert shapes[name]["description"]
        (example,) = shapes[name]["examples"]
        assert http.post(PATH, json=[example]).json()["refused"] == 1  # of the right shape, of nobody
