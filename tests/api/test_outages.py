"""The database fails in mid-request: 503 with Retry-After, and a message is accepted whole or not at all."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, event, make_url, text

from api.app import create_app
from domain.turn import TurnOutcome, TurnRequest
from services.settings import Settings
from store.models import Message
from store.session import Database
from tests.api.conftest import Client
from tests.fakes.engine import FakeEngine, echo
from tests.fakes.service import count

LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def http(settings: Settings, engine: FakeEngine) -> Iterator[TestClient]:
    """Without background work, whose transactions would be counted among the requests'."""
    with TestClient(create_app(settings, lambda *_: engine, worker=False), raise_server_exceptions=False) as http:
        yield http


def assert_postponed(answer: Any) -> None:
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:zenbu:problem:store-unavailable"
    assert int(answer.headers["Retry-After"]) > 0


def database_of(client: Client) -> Database:
    database = client.http.app.state.application.database  # type: ignore[attr-defined]
    assert isinstance(database, Database)
    return database


class TestSqlite:
    @pytest.fixture
    def settings(self, no_settings: Path, migrated_sqlite: Path) -> Settings:
        shutil.copy(migrated_sqlite, no_settings / "zenbu.db")
        return Settings(database_url=f"sqlite:///{no_settings / 'zenbu.db'}", data_dir=no_settings)

    def test_file_locked_by_another_process(
        self, client: Client, no_settings: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        database = database_of(client)
        database.engine.dispose()
        event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
        other = subprocess.Popen(
            [sys.executable, "-c", LOCK, str(no_settings / "zenbu.db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"locked\n"
            assert_postponed(client.say("はい", "k1"))
            assert count(database, Message) == 1
            assert client.read().status_code == 200
            other.terminate()
        assert client.say("はい", "k1").json()["message"] == "1: はい"

    def test_full_disk_while_a_message_is_accepted(self, client: Client) -> None:
        long = "あ" * 1900
        with full(database_of(client).engine):
            answers = [client.say(long, f"k{number}") for number in range(8)]
        postponed = [number for number, answer in enumerate(answers) if answer.status_code != 200]
        assert postponed
        for number in postponed:
            assert_postponed(answers[number])
        assert_answered_once(client, [long] * 8)

    def test_file_that_became_read_only(self, client: Client) -> None:
        engine = database_of(client).engine
        with read_only(engine):
            assert_postponed(client.say("はい", "k1"))
            assert client.read().json()["messages"][1:] == []
        assert client.say("はい", "k1").status_code == 200


class TestPostgres:
    @pytest.fixture
    def settings(self, no_settings: Path, migrated_postgres: str) -> Settings:
        return Settings(database_url=migrated_postgres, data_dir=no_settings)

    def test_connections_killed_while_nothing_runs(self, client: Client, migrated_postgres: str) -> None:
        kill_connections(migrated_postgres)
        assert client.say("はい", "k1").status_code == 200

    def test_connections_killed_while_a_message_is_accepted(self, client: Client, migrated_postgres: str) -> None:
        with before_commit(database_of(client).engine, 1, lambda: kill_connections(migrated_postgres)):
            assert_postponed(client.say("はい", "k1"))
        assert client.read().json()["messages"][1:] == []
        assert client.say("はい", "k1").json()["message"] == "1: はい"

    def test_connections_killed_while_the_reply_is_stored(self, client: Client, migrated_postgres: str) -> None:
        with before_commit(database_of(client).engine, 2, lambda: kill_connections(migrated_postgres)):
            assert_postponed(client.say("はい", "k1"))
        assert_answered_once(client, ["はい"], "k1")

    def test_server_restarted_while_a_turn_is_computed(self, client: Client, migrated_postgres: str) -> None:
        restart = closed(migrated_postgres)

        def answer(request: TurnRequest) -> TurnOutcome:
            restart.__enter__()
            return echo(request)

        client.engine.answer = answer
        assert_postponed(client.say("はい", "k1"))
        assert_postponed(client.say("はい", "k1"))
        assert client.http.get("/healthz").status_code == 200
        assert client.http.get("/readyz").status_code == 503
        restart.__exit__(None, None, None)
        client.engine.answer = echo
        release(database_of(client))
        assert_answered_once(client, ["はい"], "k1")


def assert_answered_once(client: Client, texts: list[str], repeated: str | None = None) -> None:
    """Every message was stored once and is answered once, as soon as it is repeated."""
    for number, message in enumerate(texts):
        assert client.say(message, repeated or f"k{number}").status_code == 200
    said = client.read().json()["messages"][1:]
    assert sorted(m["text"] for m in said if m["role"] == "customer") == sorted(texts)
    assert sum(m["role"] == "bot" for m in said) == len(texts)


def release(database: Database) -> None:
    """What was under way when the server went keeps its lease until it runs out; a test does not wait for that."""
    with database.write() as session:
        session.execute(text("UPDATE conversations SET lease = NULL, lease_until = NULL"))


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """The file cannot grow by more than a few pages."""
    with limited(engine, lambda cursor: f"max_page_count={cursor.execute('PRAGMA page_count').fetchone()[0] + 4}"):
        yield


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Nothing can be written."""
    with limited(engine, lambda _: "query_only=ON"):
        yield


@contextmanager
def limited(engine: Engine, pragma: Any) -> Iterator[None]:
    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA {pragma(connection)}")

    engine.dispose()
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def before_commit(engine: Engine, number: int, act: Any) -> Iterator[None]:
    """Acts just before the engine commits for the nth time."""
    commits = 0

    def on_commit(_connection: Any) -> None:
        nonlocal commits
        commits += 1
        if commits == number:
            act()

    event.listen(engine, "commit", on_commit)
    try:
        yield
    finally:
        event.remove(engine, "commit", on_commit)
    assert commits >= number


@contextmanager
def elsewhere(url: str) -> Iterator[Any]:
    """A connection to the server, not to its database."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    admin = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        yield connection
    admin.dispose()


def kill_connections(url: str) -> None:
    with elsewhere(url) as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": make_url(url).database},
        )


@contextmanager
def closed(url: str) -> Iterator[None]:
    """As while the server restarts: all connections are cut, and no new one is taken."""
    name = make_url(url).database
    with elsewhere(url) as connection:
        connection.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"))
    kill_connections(url)
    try:
        yield
    finally:
        with elsewhere(url) as connection:
            connection.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true"))
