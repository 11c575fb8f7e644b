import json
from datetime import timedelta
from pathlib import Path

import pytest

from services.fixtures import FixtureError, load_fixtures
from services.records import StoredRecords
from services.settings import Settings
from store.models import Customer
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.service import count

LENGTHS = {"standard": timedelta(hours=2, minutes=15)}
LINE = {
    "customer_id": "u1",
    "name": "山田花子",
    "prefecture": "東京都",
    "address": "東京都渋谷区1-2-3",
    "phone": "090-1234-5678",
    "noise_hours": [22, 23],
    "bookings": [
        {"booking_id": "B-1", "plan": "standard", "date": "2026-11-28", "start": "11:00", "addons": [], "amount": 12800}
    ],
}
pytestmark = pytest.mark.usefixtures("no_settings")


def written(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), encoding="utf-8")
    return path


def test_customers_and_bookings_are_there_afterwards(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path / "f.jsonl", LINE, "", {"customer_id": "u2", "name": "佐藤"})
    assert load_fixtures(path, database, Settings(), LENGTHS) == (2, 1)
    records = StoredRecords(database, HandClock())
    customer = records.customer("u1")
    assert customer is not None
    assert (customer.name, customer.type, customer.noise_hours) == ("山田花子", "b2c", (22, 23))
    [booking] = records.bookings("u1", "c_none")
    assert booking.start == MORNING.replace(day=28, hour=11)
    assert booking.end - booking.start == LENGTHS["standard"]
    assert records.bookings("u2", "c_none") == []


def test_loading_again_replaces(database: Database, tmp_path: Path) -> None:
    load_fixtures(written(tmp_path / "f.jsonl", LINE), database, Settings(), LENGTHS)
    load_fixtures(written(tmp_path / "f.jsonl", {**LINE, "name": "山田太郎"}), database, Settings(), LENGTHS)
    customer = StoredRecords(database, HandClock()).customer("u1")
    assert customer is not None
    assert customer.name == "山田太郎"
    assert count(database, Customer) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "f.jsonl:2"),
        ({"name": "x"}, "customer_id"),
        ({**LINE, "bookings": [{**LINE["bookings"][0], "plan": "gold"}]}, "'gold' is unknown"),  # type: ignore[dict-item]
    ],
)
def test_wrong_line_is_named_and_nothing_is_stored(
    database: Database, tmp_path: Path, line: object, fault: str
) -> None:
    path = written(tmp_path / "f.jsonl", LINE, line)
    with pytest.raises(FixtureError, match=fault):
        load_fixtures(path, database, Settings(), LENGTHS)
    assert count(database, Customer) == 0


def test_fixtures_are_for_development(database: Database, tmp_path: Path) -> None:
    settings = Settings(env="production", secret_key="k" * 48)
    with pytest.raises(FixtureError, match="production"):
        load_fixtures(written(tmp_path / "f.jsonl", LINE), database, settings, LENGTHS)
