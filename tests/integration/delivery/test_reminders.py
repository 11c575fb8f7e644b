from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.clock import TOKYO
from store.models import Booking
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.office import Office, store, visit
from tests.fakes.outside import FakeChannel

SATURDAY = datetime(2026, 12, 5, 11, tzinfo=TOKYO)


@pytest.fixture
def mail() -> FakeChannel:
    return FakeChannel("mail")


@pytest.fixture
def office(database: Database, mail: FakeChannel) -> Office:
    return Office(database, mail)


def tell(office: Office, topic: str, start: datetime = SATURDAY, **more: Any) -> None:
    """What the service for visits emits, delivered."""
    office.emit(topic, "B-1", booking_id="B-1", start=start.isoformat(), **more)
    office.work()


def due(office: Office) -> list[tuple[str, str]]:
    return [(event.payload["kind"], f"{event.due_at:%m-%d %H:%M}") for event in office.scheduled()]


def reminded(mail: FakeChannel) -> list[str]:
    return [event.payload["kind"] for event in mail.told if event.topic == "booking.reminder"]


def let_pass(office: Office, until: datetime) -> None:
    while office.clock.at < until:
        office.clock.at = min(office.clock.at + timedelta(hours=1), until)
        office.work()


def test_visit_that_was_booked_is_called_to_mind_three_times(office: Office, mail: FakeChannel) -> None:
    store(office.database, [visit()])
    tell(office, "booking.booked")
    assert due(office) == [("three_days", "12-02 10:00"), ("one_day", "12-04 18:00"), ("set_out", "12-05 08:00")]
    let_pass(office, SATURDAY)
    assert reminded(mail) == ["three_days", "one_day", "set_out"]


def test_reminder_comes_at_its_time_and_not_before(office: Office, mail: FakeChannel) -> None:
    store(office.database, [visit()])
    tell(office, "booking.booked")
    office.clock.at = datetime(2026, 12, 2, 9, 59, tzinfo=TOKYO)
    office.work()
    assert reminded(mail) == []
    office.clock.advance(minutes=1)
    office.work()
    assert reminded(mail) == ["three_days"]


def test_early_visit_is_announced_two_hours_before(office: Office) -> None:
    tell(office, "booking.booked", SATURDAY.replace(hour=9))
    assert due(office)[-1] == ("set_out", "12-05 07:00")


def test_what_would_have_been_due_before_the_booking_is_not_sent(office: Office) -> None:
    office.clock.at = SATURDAY - timedelta(days=2)
    tell(office, "booking.booked")
    assert due(office) == [("one_day", "12-04 18:00"), ("set_out", "12-05 08:00")]


def test_visit_that_was_moved_is_called_to_mind_at_its_new_time_only(office: Office, mail: FakeChannel) -> None:
    later = SATURDAY + timedelta(days=7)
    store(office.database, [visit(start=later)])
    tell(office, "booking.booked")
    tell(office, "booking.moved", later)
    assert due(office) == [("three_days", "12-09 10:00"), ("one_day", "12-11 18:00"), ("set_out", "12-12 08:00")]
    let_pass(office, later)
    assert reminded(mail) == ["three_days", "one_day", "set_out"]


def test_visit_moved_away_and_back_is_called_to_mind_once(office: Office, mail: FakeChannel) -> None:
    store(office.database, [visit()])
    tell(office, "booking.booked")
    tell(office, "booking.moved", SATURDAY + timedelta(days=1))
    tell(office, "booking.moved", SATURDAY)
    let_pass(office, SATURDAY)
    assert reminded(mail) == ["three_days", "one_day", "set_out"]


def test_visit_that_was_cancelled_is_not_called_to_mind(office: Office) -> None:
    tell(office, "booking.booked")
    tell(office, "booking.cancelled", fee=0)
    assert due(office) == []


def test_booked_and_cancelled_before_any_worker_looked(office: Office) -> None:
    office.emit("booking.booked", "B-1", booking_id="B-1", start=SATURDAY.isoformat())
    office.emit("booking.cancelled", "B-1", booking_id="B-1", start=SATURDAY.isoformat(), fee=0)
    office.work()
    assert due(office) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "cancelled"}, "the visit will not take place"),
        ({"starts_at": SATURDAY + timedelta(hours=1)}, "the visit was moved"),
    ],
)
def test_reminder_on_its_way_is_dropped_when_the_visit_changes(
    office: Office, mail: FakeChannel, change: dict[str, object], why: str
) -> None:
    store(office.database, [visit()])
    tell(office, "booking.booked")
    office.clock.at = datetime(2026, 12, 4, 18, tzinfo=TOKYO)
    office.delivery.route()
    with office.database.write() as session:
        booking = session.get_one(Booking, "B-1")
        for name, value in change.items():
            setattr(booking, name, value)
    office.work()
    assert reminded(mail) == []
    assert {row.last_error for row in office.deliveries() if row.status == "dropped"} == {why}


def test_reminder_is_dropped_when_its_day_has_passed(office: Office, mail: FakeChannel) -> None:
    store(office.database, [visit()])
    tell(office, "booking.booked")
    office.clock.at = SATURDAY.replace(hour=7)  # nobody worked for days
    office.work()
    assert reminded(mail) == []
    let_pass(office, SATURDAY)
    assert reminded(mail) == ["set_out"]


def test_visit_is_not_announced_when_it_has_begun(office: Office, mail: FakeChannel) -> None:
    store(office.database, [visit()])
    tell(office, "booking.booked")
    office.clock.at = SATURDAY
    office.work()
    assert reminded(mail) == []


def test_reminders_are_counted_from_the_time_of_the_booking(office: Office) -> None:
    assert MORNING < SATURDAY
    office.clock.at = SATURDAY - timedelta(hours=1)
    tell(office, "booking.booked")
    assert due(office) == []
