from datetime import timedelta

from domain.records import Technician
from services.records import StoredRecords
from services.technicians import seed_technicians
from store.session import Database
from tests.fakes.clock import HandClock

PACK = [Technician("t1", ("東京都", "千葉県"), frozenset({5, 6}), timedelta(minutes=60))]


def test_technicians_come_back_as_the_pack_named_them(database: Database) -> None:
    assert seed_technicians(database, PACK) == 1
    assert StoredRecords(database, HandClock()).technicians() == PACK


def test_store_knows_better_than_the_pack(database: Database) -> None:
    seed_technicians(database, PACK)
    assert seed_technicians(database, [Technician("t2", ("東京都",), frozenset(), timedelta())]) == 0
    assert [technician.technician_id for technician in StoredRecords(database, HandClock()).technicians()] == ["t1"]
