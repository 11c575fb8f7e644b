"""Who may be promised to a customer follows from who is on the staff."""

from domain.staff import Duty
from services.members import MemberFields
from services.records import NOBODY, StoredRecords
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.staff import hire, staff_door


def test_nobody_is_promised_before_anybody_is_on_the_staff(database: Database) -> None:
    assert StoredRecords(database, HandClock()).duty() == Duty(serving=False, on_call=False)


def test_developers_machine_promises_what_the_pack_says_until_somebody_is_on_the_staff(database: Database) -> None:
    records = StoredRecords(database, HandClock(), Duty())
    assert records.duty() == Duty(serving=True, on_call=True)
    hire(staff_door(database, HandClock()))
    assert records.duty() == Duty(serving=True, on_call=False)


def test_who_only_reads_serves_nobody(database: Database) -> None:
    hire(staff_door(database, HandClock()), role="qa")
    assert StoredRecords(database, HandClock()).duty() == NOBODY


def test_who_left_is_not_counted_on(database: Database) -> None:
    door = staff_door(database, HandClock())
    hire(door, on_call=1)
    records = StoredRecords(database, HandClock(), Duty())
    assert records.duty() == Duty(serving=True, on_call=True)
    door.members.edit("tanaka", MemberFields("田中", "cs", "tanaka@example.com", active=False, on_call_order=1))
    assert records.duty() == NOBODY
