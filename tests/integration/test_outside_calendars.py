"""Technicians' calendars from elsewhere: read, stored in place of what was there, and kept free of visits."""

from datetime import datetime, timedelta

import pytest

from domain.clock import TOKYO
from domain.effects import HoldVisit
from services.outside_calendars import UnknownTechnician, UnreadableCalendar, busy_spans, import_calendar, merged
from services.records import StoredRecords
from services.turns import TurnUnsettled
from store.models import BusyTime
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import outcome
from tests.fakes.service import Desk, count

SINCE = datetime(2026, 11, 1, tzinfo=TOKYO)
UNTIL = datetime(2027, 2, 1, tzinfo=TOKYO)


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", *([] if "UID:" in event else [f"UID:{number}"]), *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def spans(*events: str) -> list[str]:
    found = merged(busy_spans(calendar(*events), SINCE, UNTIL))
    return [f"{start:%m-%d %H:%M}/{end:%m-%d %H:%M}" for start, end in found]


@pytest.mark.parametrize(
    ("event", "span"),
    [
        ("DTSTART;TZID=Asia/Tokyo:20261202T090000 DTEND;TZID=Asia/Tokyo:20261202T120000", "12-02 09:00/12-02 12:00"),
        ("DTSTART:20261208T000000Z DURATION:PT90M", "12-08 09:00/12-08 10:30"),
        ("DTSTART:20261211T100000 DTEND:20261211T110000", "12-11 10:00/12-11 11:00"),
        ("DTSTART;VALUE=DATE:20261205 DTEND;VALUE=DATE:20261207", "12-05 00:00/12-07 00:00"),
        ("DTSTART;VALUE=DATE:20261205", "12-05 00:00/12-06 00:00"),
        ("DTSTART:20261025T000000Z DTEND:20261102T000000Z", "11-01 00:00/11-02 09:00"),
    ],
)
def test_appointment_is_read_in_its_own_zone(event: str, span: str) -> None:
    assert spans(event) == [span]


@pytest.mark.parametrize("mark", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "SUMMARY:length"])
def test_appointment_that_takes_no_time_is_left_out(mark: str) -> None:
    event = "DTSTART:20261208T000000Z" + ("" if mark == "SUMMARY:length" else " DTEND:20261208T010000Z")
    assert spans(f"{event} {mark}") == []


def test_recurring_appointment_is_written_out_with_its_exceptions() -> None:
    weekly = (
        "UID:w DTSTART;TZID=Asia/Tokyo:20261102T090000 DTEND;TZID=Asia/Tokyo:20261102T100000 "
        "RRULE:FREQ=WEEKLY;UNTIL=20261130T000000Z EXDATE;TZID=Asia/Tokyo:20261116T090000 "
        "RDATE;TZID=Asia/Tokyo:20261204T090000"
    )
    moved = (
        "UID:w RECURRENCE-ID;TZID=Asia/Tokyo:20261123T090000 "
        "DTSTART;TZID=Asia/Tokyo:20261124T150000 DTEND;TZID=Asia/Tokyo:20261124T160000"
    )
    assert spans(weekly, moved) == [
        "11-02 09:00/11-02 10:00",
        "11-09 09:00/11-09 10:00",
        "11-24 15:00/11-24 16:00",
        "11-30 09:00/11-30 10:00",
        "12-04 09:00/12-04 10:00",
    ]


def test_recurring_appointment_keeps_the_hour_of_its_zone_over_a_change_of_the_clocks() -> None:
    daily = "DTSTART;TZID=America/New_York:20261031T200000 DURATION:PT1H RRULE:FREQ=DAILY;COUNT=2"
    assert spans(daily) == ["11-01 09:00/11-01 10:00", "11-02 10:00/11-02 11:00"]


@pytest.mark.parametrize("content", [b"", b"hello", calendar("DTSTART:abc"), calendar("SUMMARY:nothing")])
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableCalendar, match="Export it again"):
        list(busy_spans(content, SINCE, UNTIL))


def busy(day: int) -> bytes:
    return calendar(f"DTSTART;TZID=Asia/Tokyo:202612{day:02}T090000 DTEND;TZID=Asia/Tokyo:202612{day:02}T120000")


def test_calendar_imported_again_replaces_itself_alone(database: Database) -> None:
    Desk(database)
    import_calendar(database, "t1", busy(1), MORNING, name="private")
    import_calendar(database, "t1", busy(2), MORNING, name="school")
    assert import_calendar(database, "t1", busy(3), MORNING, name="school") == 1
    with database.read() as session:
        days = sorted(row.starts_at.day for row in session.query(BusyTime))
    assert days == [1, 3]


def test_calendar_of_nobody_is_refused(database: Database) -> None:
    Desk(database)
    with pytest.raises(UnknownTechnician, match="There are: t1, t2"):
        import_calendar(database, "t9", busy(1), MORNING)
    assert count(database, BusyTime) == 0


@pytest.mark.parametrize(("hour", "free"), [(11, False), (12, True)])
def test_technician_is_not_held_during_an_appointment(database: Database, hour: int, free: bool) -> None:
    start = MORNING.replace(month=12, day=1, hour=hour)
    hold = HoldVisit("t1", start, start + timedelta(hours=2), MORNING + timedelta(minutes=10))
    desk = Desk(database, lambda _: outcome(effects=[hold]))
    import_calendar(database, "t1", busy(1), MORNING)
    records = StoredRecords(database, desk.clock)
    assert bool(records.busy(start, start + timedelta(hours=2), "c", ["t1"])) is not free
    if free:
        desk.turns.accept(desk.open(), "この時間で")
    else:
        with pytest.raises(TurnUnsettled):
            desk.turns.accept(desk.open(), "この時間で")
