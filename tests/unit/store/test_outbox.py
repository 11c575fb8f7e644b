from pathlib import Path

from alembic import command
from sqlalchemy import text

from store.models import OutboxEvent
from store.schema import alembic_config, upgrade
from store.session import Database


def test_events_of_before_there_was_delivery_are_not_sent_after_the_fact(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    with database.write() as session:
        config = alembic_config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0003")
        session.execute(
            text(
                "INSERT INTO outbox (topic, key, payload, at, attempts)"
                " VALUES ('booking.booked', 'B-1', '{}', '2026-11-25 01:00:00', 0)"
            )
        )
    upgrade(database)
    with database.read() as session:
        event = session.query(OutboxEvent).one()
    database.close()
    assert (event.topic, event.due_at) == ("booking.booked", None)
    assert event.routed_at == event.at
