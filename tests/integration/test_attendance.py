"""No handover is in nobody's hands: who has it must answer, or it is somebody else's."""

from typing import Any

import pytest

from domain.shifts import Shifts
from domain.staff import Role
from services.members import MemberFields
from services.records import NOBODY, StoredRecords
from services.staff import StaffDoor
from store.models import Conversation, OutboxEvent, Ticket
from store.session import Database
from tests.fakes.service import Desk
from tests.fakes.staff import hire, staff_door
from tests.fakes.waiting import waiting


def ticket(database: Database) -> Ticket:
    with database.read() as session:
        return session.get_one(Ticket, "T-1")


def told(database: Database) -> list[str]:
    with database.read() as session:
        topics = session.query(OutboxEvent.topic).filter(OutboxEvent.key == "T-1").order_by(OutboxEvent.id)
        return [topic for (topic,) in topics]


def claimed(database: Database, role: Role = "cs", **fields: Any) -> tuple[Desk, str, StaffDoor]:
    """A ticket that 田中 has claimed."""
    desk, conversation = waiting(database)
    door = staff_door(database, desk.clock)
    tanaka = hire(door)
    door.members.edit("tanaka", MemberFields("田中", role, "tanaka@example.com", **fields))
    door.serving.claim(tanaka, "T-1")
    return desk, conversation, door


def test_ticket_nobody_claims_in_time_is_told_once(database: Database) -> None:
    desk, _ = waiting(database)
    door = staff_door(database, desk.clock)
    desk.clock.advance(hours=2)
    assert door.attendance.run() == 0
    desk.clock.advance(minutes=1)
    assert (door.attendance.run(), door.attendance.run()) == (1, 0)
    assert told(database) == ["handover.opened", "handover.overdue"]


def test_who_claims_and_does_not_answer_is_told_on_and_then_loses_it(database: Database) -> None:
    desk, conversation, door = claimed(database)
    desk.clock.advance(minutes=14)
    assert door.attendance.run() == 0
    desk.clock.advance(minutes=1)
    assert (door.attendance.run(), door.attendance.run()) == (1, 0)
    assert told(database)[-1] == "handover.unanswered"
    desk.clock.advance(minutes=15)
    assert door.attendance.run() == 1
    row = ticket(database)
    assert (row.status, row.claimed_by) == ("open", None)
    assert desk.conversations.transcript(conversation)["messages"][-1]["text"] == "[staff_requeued]"
    assert desk.turns.accept(conversation, "料金は?")["owner"] == "bot"
    history = door.inbox.packet(hire(door, "boss", "manager"), "T-1")["history"]
    assert [event["action"] for event in history] == ["claim", "escalate", "requeue"]


def test_who_answers_keeps_it_however_long_the_customer_is_silent(database: Database) -> None:
    desk, conversation, door = claimed(database)
    door.serving.reply(door.members.get("tanaka"), "T-1", "お待たせしました。")
    desk.clock.advance(hours=3)
    assert door.attendance.run() == 0
    desk.turns.accept(conversation, "どうなりましたか")
    desk.clock.advance(minutes=15)
    door.serving.acknowledge(door.members.get("tanaka"), "T-1")
    assert door.attendance.run() == 0
    desk.clock.advance(minutes=30)
    assert door.attendance.run() == 1
    assert ticket(database).status == "open"


def test_ticket_of_who_left_goes_back_at_once(database: Database) -> None:
    _, _, door = claimed(database)
    door.members.edit("tanaka", MemberFields("田中", "cs", "tanaka@example.com", active=False))
    assert door.attendance.run() == 1
    assert (ticket(database).status, told(database)[-1]) == ("open", "handover.requeued")


def test_ticket_of_who_has_gone_home_goes_back_when_the_customer_writes(database: Database) -> None:
    desk, conversation, door = claimed(database)
    door.serving.reply(door.members.get("tanaka"), "T-1", "明日ご連絡します。")
    desk.clock.advance(hours=10)
    assert door.attendance.run() == 0
    desk.turns.accept(conversation, "やはり今日お願いします")
    desk.clock.advance(minutes=10)
    assert door.attendance.run() == 1
    assert ticket(database).status == "open"


def test_conversation_in_which_no_time_passes_is_left_alone(database: Database) -> None:
    desk, conversation, door = claimed(database)
    with database.write() as session:
        session.get_one(Conversation, conversation).frozen_at = desk.clock.now()
    desk.clock.advance(hours=9)
    assert door.attendance.run() == 0


@pytest.mark.parametrize(("hour", "there"), [(11, True), (14, False)])
def test_promise_needs_somebody_in_their_own_hours(database: Database, hour: int, there: bool) -> None:
    desk = Desk(database)
    door = staff_door(database, desk.clock)
    hours = Shifts.read({"wed": ["10:00", "13:00"]})
    door.members.add(MemberFields("田中", "cs", "tanaka@example.com", hours=hours))
    desk.clock.at = desk.clock.at.replace(hour=hour)
    assert StoredRecords(database, desk.clock, NOBODY).duty().serving is there
