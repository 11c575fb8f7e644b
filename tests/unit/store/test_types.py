from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from domain.clock import TOKYO
from store.models import Customer, OutboxEvent
from store.session import Database


def store_event(database: Database, at: datetime, payload: dict[str, Any]) -> OutboxEvent:
    with database.write() as session:
        session.add(OutboxEvent(topic="t", key="k", payload=payload, at=at))
    with database.read() as session:
        return session.query(OutboxEvent).one()


def test_time_comes_back_in_tokyo(database: Database) -> None:
    at = datetime(2026, 11, 25, 1, 30, 5, 123456, tzinfo=UTC)
    stored = store_event(database, at, {}).at
    assert stored == at
    assert stored.tzinfo is TOKYO
    assert stored.utcoffset() == timedelta(hours=9)


def test_time_is_stored_in_utc(database: Database) -> None:
    store_event(database, datetime(2026, 11, 25, 8, 0, tzinfo=TOKYO), {})
    with database.read() as session:
        raw = session.execute(text("SELECT at FROM outbox")).scalar_one()
    stored = datetime.fromisoformat(raw) if isinstance(raw, str) else raw.astimezone(UTC).replace(tzinfo=None)
    assert stored == datetime(2026, 11, 24, 23, 0)  # noqa: DTZ001


def test_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"):
        store_event(database, datetime(2026, 11, 25, 8, 0), {})  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kept", "comes_back"),
    [
        ({"a": "日本語", "b": [1, 2.5, None, True]}, {"a": "日本語", "b": [1, 2.5, None, True]}),
        ({"a": "x\x00y"}, {"a": "xy"}),
        ({"a": "x\ud800y"}, {"a": "xy"}),
        ({"a": "\\u0000 is not NUL"}, {"a": "\\u0000 is not NUL"}),
    ],
)
def test_json_comes_back_the_same_on_both(database: Database, kept: dict[str, Any], comes_back: dict[str, Any]) -> None:
    assert store_event(database, datetime.now(TOKYO), kept).payload == comes_back


def test_json_that_is_none_is_refused_on_both(database: Database) -> None:
    with pytest.raises((StatementError, ValueError), match="not JSON compliant"):
        store_event(database, datetime.now(TOKYO), {"score": float("nan")})


def test_no_json_is_null(database: Database) -> None:
    with database.write() as session:
        session.add(Customer(id="u1", name="山田", type="b2c", noise_hours=[22, 23]))
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM customers WHERE address IS NULL")) == 1
        assert session.get_one(Customer, "u1").noise_hours == [22, 23]
