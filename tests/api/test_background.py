"""The background work inside the server."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from domain.clock import SystemClock
from services.settings import Settings
from store import outbox
from store.models import OutboxEvent
from store.session import Database
from tests.fakes.engine import FakeEngine
from tests.integration.test_turns import until


@pytest.fixture(autouse=True)
def code(database: Database) -> None:
    """A code that somebody waits for."""
    with database.write() as session:
        payload = {"email": "a@example.com", "code": "042137", "conversation_id": "c"}
        outbox.emit(session, "mail.code", "c", payload, SystemClock().now())


def test_server_does_the_background_work(settings: Settings) -> None:
    with TestClient(create_app(settings, lambda *_: FakeEngine())) as http:
        until(lambda: list(settings.data_dir.glob("mail/*.eml")) != [])
        assert http.get("/readyz").status_code == 200


def test_server_leaves_the_background_work_to_a_worker_where_it_is_told_to(
    settings: Settings, database: Database
) -> None:
    with TestClient(create_app(settings, lambda *_: FakeEngine(), worker=False)) as http:
        assert http.get("/readyz").status_code == 200
    with database.read() as session:
        assert session.query(OutboxEvent).one().routed_at is None
