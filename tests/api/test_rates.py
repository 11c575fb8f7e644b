"""How often a client may write."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from limits.errors import StorageError
from limits.strategies import MovingWindowRateLimiter

from api.app import create_app
from api.rates import ADDRESS_SHARE
from domain.turn import TurnOutcome, TurnRequest
from services.opening import MOST_WAITING
from services.settings import MESSAGES_A_MINUTE, Settings, SettingsError
from store.models import Message
from store.session import Database
from tests.api.conftest import Client
from tests.api.test_errors import assert_problem
from tests.fakes.engine import FakeEngine, echo
from tests.fakes.service import count

QUOTA = 3
PROXY = "192.0.2.1"
pytestmark = pytest.mark.usefixtures("no_settings")


@contextmanager
def limited(database_url: str, **settings: Any) -> Iterator[TestClient]:
    """A service with a low limit, behind a proxy."""
    given = Settings(database_url=database_url, rate_limit=QUOTA, trusted_proxies=PROXY, **settings)
    with TestClient(create_app(given, lambda *_: FakeEngine()), client=(PROXY, 1)) as http:
        yield http


@pytest.fixture
def http(database_url: str) -> Iterator[TestClient]:
    with limited(database_url) as http:
        yield http


def open_from(http: TestClient, address: str) -> Client:
    opened = http.post("/v1/conversations", headers={"X-Forwarded-For": address})
    assert opened.status_code == 201
    return Client(http, FakeEngine(), opened.json()["conversation_id"], opened.json()["token"])


def say_from(client: Client, address: str) -> Any:
    headers = {**client.headers, "X-Forwarded-For": address}
    return client.http.post(f"{client.path}/messages", json={"text": "はい"}, headers=headers)


def assert_limited(answer: Any, policy: str, quota: int) -> None:
    assert_problem(answer, 429, "too-many-requests")
    seconds = int(answer.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert answer.headers["ratelimit-policy"] == f'"{policy}";q={quota};w=60'
    assert answer.headers["ratelimit"] == f'"{policy}";r=0;t={seconds}'


def test_conversation_that_writes_too_often_waits_and_others_do_not(http: TestClient, database: Database) -> None:
    client, other = open_from(http, "203.0.113.1"), open_from(http, "203.0.113.2")
    assert [say_from(client, f"203.0.113.{n}").status_code for n in range(QUOTA)] == [200] * QUOTA
    stored = count(database, Message)
    assert_limited(say_from(client, "203.0.113.9"), "conversation", QUOTA)
    assert count(database, Message) == stored
    assert say_from(other, "203.0.113.2").status_code == 200


def test_feedback_and_survey_count_too(http: TestClient) -> None:
    client = open_from(http, "203.0.113.1")
    for _ in range(QUOTA):
        http.post(f"{client.path}/survey", json={"nps": 9}, headers=client.headers)
    assert_limited(http.post(f"{client.path}/survey", json={"nps": 9}, headers=client.headers), "conversation", QUOTA)
    feedback = {"message_id": "m_1", "helpful": True}
    assert_limited(http.post(f"{client.path}/feedback", json=feedback, headers=client.headers), "conversation", QUOTA)


def test_address_that_opens_too_often_waits_and_others_do_not(http: TestClient) -> None:
    for _ in range(QUOTA):
        open_from(http, "203.0.113.1")
    answer = http.post("/v1/conversations", headers={"X-Forwarded-For": "203.0.113.1"})
    assert_limited(answer, "opening", QUOTA)
    open_from(http, "203.0.113.2")


def test_address_that_guesses_tokens_is_stopped(http: TestClient) -> None:
    headers = {"Authorization": "Bearer guess", "X-Forwarded-For": "203.0.113.1"}
    path, body = "/v1/conversations/c_1/messages", {"text": "はい"}
    answers = [http.post(path, json=body, headers=headers) for _ in range(QUOTA * ADDRESS_SHARE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {404}
    assert_limited(answers[-1], "address", QUOTA * ADDRESS_SHARE)


def test_forwarded_address_of_a_stranger_is_not_believed(database_url: str) -> None:
    settings = Settings(database_url=database_url, rate_limit=QUOTA, trusted_proxies=("192.0.2.77",))
    with TestClient(create_app(settings, lambda *_: FakeEngine()), client=(PROXY, 1)) as http:
        for n in range(QUOTA):
            open_from(http, f"203.0.113.{n}")
        answer = http.post("/v1/conversations", headers={"X-Forwarded-For": "203.0.113.99"})
        assert_limited(answer, "opening", QUOTA)


def test_limit_moves_on_with_time(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client = open_from(http, "203.0.113.1")
    for _ in range(QUOTA):
        say_from(client, "203.0.113.1")
    wait = int(say_from(client, "203.0.113.1").headers["retry-after"])
    real = time.time
    monkeypatch.setattr("time.time", lambda: real() + wait + 1)
    assert say_from(client, "203.0.113.1").status_code == 200


def test_limit_is_on_in_production_and_off_on_a_developers_machine() -> None:
    assert Settings().messages_a_minute == 0
    assert Settings(env="production", secret_key="k" * 48).messages_a_minute == MESSAGES_A_MINUTE
    assert Settings(rate_limit=7).messages_a_minute == 7
    assert Settings(env="production", secret_key="k" * 48, rate_limit=0).messages_a_minute == 0


def test_customers_are_served_while_nobody_can_count_them(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> bool:
        raise StorageError(ConnectionError("redis is gone"))

    monkeypatch.setattr(MovingWindowRateLimiter, "hit", gone)
    client = open_from(http, "203.0.113.1")
    assert [say_from(client, "203.0.113.1").status_code for _ in range(QUOTA + 1)] == [200] * (QUOTA + 1)


@pytest.mark.parametrize("storage", ["redis://127.0.0.1:1", "nonsense://", "nonsense"])
def test_storage_that_cannot_be_used_is_refused_at_the_start(tmp_path: Path, storage: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        create_app(Settings(data_dir=tmp_path, rate_limit_storage=storage), lambda *_: FakeEngine())
    assert str(refusal.value).endswith("pip install redis")


def test_messages_that_wait_have_an_end_and_none_of_them_is_lost(http: TestClient, database_url: str) -> None:
    """While a reply is made, a client goes on sending; what was accepted is answered, the rest was never taken."""
    computing, released = threading.Event(), threading.Event()

    def slow(request: TurnRequest) -> TurnOutcome:
        computing.set()
        assert released.wait(20)
        return echo(request)

    settings = Settings(database_url=database_url)
    with TestClient(create_app(settings, lambda *_: FakeEngine(slow))) as http:
        opened = http.post("/v1/conversations").json()
        client = Client(http, FakeEngine(), opened["conversation_id"], opened["token"])
        answers: dict[int, Any] = {}

        def say(n: int) -> None:
            answers[n] = client.say(f"m{n}", f"k{n}")

        threads = [threading.Thread(target=say, args=(n,)) for n in range(MOST_WAITING + 5)]
        threads[0].start()
        assert computing.wait(10)
        for thread in threads[1:]:
            thread.start()
        until = time.monotonic() + 20
        while len(answers) < 5:
            assert time.monotonic() < until, "nobody is refused"
            time.sleep(0.01)
        refused = dict(answers)
        released.set()
        for thread in threads:
            thread.join()
        for answer in refused.values():
            assert_problem(answer, 429, "too-many-waiting")
            assert int(answer.headers["retry-after"]) > 0
        accepted = {n for n in answers if n not in refused}
        assert {answers[n].status_code for n in accepted} == {200}
        assert len(accepted) == MOST_WAITING
        said = client.read(limit=500).json()["messages"]
        assert {m["text"] for m in said if m["role"] == "customer"} == {f"m{n}" for n in accepted}
        again = next(iter(refused))
        assert client.say(f"m{again}", f"k{again}").status_code == 200
