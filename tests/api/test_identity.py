"""Opening a conversation as somebody a site vouches for, and for how long a token opens it."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import jwt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import create_app
from services.conversations import TOKEN_LIFE
from services.settings import Settings, SettingsError
from store.models import Customer, Message
from store.session import Database
from tests.api.conftest import Client
from tests.api.test_errors import assert_problem
from tests.fakes.engine import FakeEngine

SECRET = "a-shared-secret-of-forty-characters-here"


def identity(customer_id: str, seconds: float = 60) -> dict[str, str]:
    token = jwt.encode({"sub": customer_id, "exp": time.time() + seconds}, SECRET, algorithm="HS256")
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def site(no_settings: Path, database: Database, database_url: str, engine: FakeEngine) -> Iterator[TestClient]:
    """A production service that knows a site's key, and one customer."""
    with database.write() as session:
        session.add(Customer(id="u1", name="山田花子", type="b2c", noise_hours=[]))
    settings = Settings(env="production", secret_key="k" * 48, jwt_public_key=SECRET, database_url=database_url)
    with TestClient(create_app(settings, lambda *_: engine)) as http:
        yield http


def test_visitor_whom_the_site_names_is_served_as_that_customer(site: TestClient, engine: FakeEngine) -> None:
    opened = site.post("/v1/conversations", headers=identity("u1"))
    assert opened.status_code == 201
    Client(site, engine, opened.json()["conversation_id"], opened.json()["token"]).say("予約を確認したい")
    assert engine.requests[0].customer_id == "u1"


def test_visitor_without_identity_is_nobody(site: TestClient, engine: FakeEngine) -> None:
    opened = site.post("/v1/conversations").json()
    Client(site, engine, opened["conversation_id"], opened["token"]).say("はい")
    assert engine.requests[0].customer_id is None


@pytest.mark.parametrize(
    "headers",
    [
        identity("u404"),
        identity("u1", seconds=-3600),
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic dTE6cHc="},
        {"Authorization": "Bearer " + "x" * 9000},
    ],
)
def test_identity_that_cannot_be_believed_opens_nothing(site: TestClient, headers: dict[str, str]) -> None:
    answer = site.post("/v1/conversations", headers=headers)
    assert_problem(answer, 401, "wrong-identity")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_identity_is_refused_where_no_key_is_set(http: TestClient) -> None:
    assert_problem(http.post("/v1/conversations", headers=identity("u1")), 401, "wrong-identity")


def test_service_with_an_unusable_key_does_not_start(no_settings: Path, database_url: str) -> None:
    settings = Settings(jwt_public_key="short", database_url=database_url)
    with (
        pytest.raises(SettingsError, match="ZENBU_JWT_PUBLIC_KEY"),
        TestClient(create_app(settings, lambda *_: FakeEngine())),
    ):
        pytest.fail("it starts")


def test_token_expires_after_the_last_message(client: Client, database: Database) -> None:
    def age(days: timedelta) -> None:
        with database.write() as session:
            for message in session.scalars(select(Message)):
                message.at -= days

    age(TOKEN_LIFE - timedelta(hours=1))
    assert client.read().status_code == 200
    age(timedelta(hours=2))
    assert_problem(client.read(), 401, "wrong-token")
    assert_problem(client.say("はい"), 401, "wrong-token")


def test_message_prolongs_the_token(client: Client, database: Database) -> None:
    with database.write() as session:
        for message in session.scalars(select(Message)):
            message.at -= TOKEN_LIFE - timedelta(hours=1)
    assert client.say("はい").status_code == 200
    with database.write() as session:
        for message in session.scalars(select(Message)):
            message.at -= timedelta(days=2)
    assert client.read().status_code == 200
