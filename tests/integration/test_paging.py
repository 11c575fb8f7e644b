"""Somebody on call is paged about danger, one after another, until a person shows up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from domain.effects import PageOnCall, RaiseHandover
from domain.turn import TurnOutcome, TurnRequest
from services.staff import StaffDoor
from store.models import Conversation, OutboxEvent, Ticket
from store.session import Database
from tests.fakes.engine import PAGING, echo, outcome
from tests.fakes.service import Desk
from tests.fakes.staff import hire, staff_door
from tests.fakes.waiting import Answer, waiting


def pages(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        events = session.query(OutboxEvent).filter(OutboxEvent.topic == "page.sent").order_by(OutboxEvent.id)
        return [event.payload for event in events]


def paged(database: Database) -> list[str]:
    return [page["staff_id"] for page in pages(database)]


def notices(desk: Desk, conversation: str) -> list[str]:
    messages = desk.conversations.transcript(conversation)["messages"]
    return [message["text"] for message in messages if message["role"] == "notice"]


def in_danger(database: Database, *on_call: str, answer: Answer = echo) -> tuple[Desk, str, StaffDoor]:
    """An urgent ticket, opened while these people are on call."""
    door = staff_door(database, Desk(database).clock)
    for place, member_id in enumerate(on_call, 1):
        hire(door, member_id, on_call=place, name=member_id)
    desk, conversation = waiting(database, answer, trigger="safety", priority="urgent", senior=True)
    return desk, conversation, staff_door(database, desk.clock)


def danger_again(_: TurnRequest) -> TurnOutcome:
    return outcome("すぐに110番へ", type="escalation", effects=[PageOnCall("T-1", PAGING)])


def test_first_on_call_is_paged_with_the_ticket(database: Database) -> None:
    in_danger(database, "ito", "kato")
    assert pages(database) == [{"ticket_id": "T-1", "staff_id": "ito", "step": 1}]


def test_next_is_paged_after_five_minutes_and_the_customer_is_told(database: Database) -> None:
    desk, conversation, door = in_danger(database, "ito", "kato")
    desk.clock.advance(minutes=4, seconds=59)
    assert door.paging.escalate() == 0
    desk.clock.advance(seconds=1)
    assert door.paging.escalate() == 1
    assert door.paging.escalate() == 0
    assert paged(database) == ["ito", "kato"]
    assert notices(desk, conversation) == ["[page_next]"]


def test_calling_goes_round_until_somebody_comes_and_is_told_of_once(database: Database) -> None:
    desk, conversation, door = in_danger(database, "ito", "kato")
    for _ in range(4):
        desk.clock.advance(minutes=5)
        door.paging.escalate()
    assert paged(database) == ["ito", "kato", "ito", "kato", "ito"]
    assert notices(desk, conversation) == ["[page_next]", "[page_repeated]"]


@pytest.mark.parametrize("how", ["acknowledge", "claim", "close"])
def test_calling_stops_where_somebody_came(database: Database, how: str) -> None:
    desk, _, door = in_danger(database, "ito", "kato")
    ito = door.members.get("ito")
    desk.clock.advance(minutes=2)
    if how == "close":
        door.serving.close(ito, "T-1", "solved")
    else:
        getattr(door.serving, how)(ito, "T-1")
    desk.clock.advance(minutes=10)
    assert door.paging.escalate() == 0


def test_who_acknowledged_and_did_not_come_is_not_waited_for_for_ever(database: Database) -> None:
    desk, _, door = in_danger(database, "ito", "kato")
    door.serving.acknowledge(door.members.get("ito"), "T-1")
    desk.clock.advance(minutes=15)
    assert door.paging.escalate() == 1
    assert paged(database) == ["ito", "kato"]


def test_several_workers_page_once(database: Database) -> None:
    desk, conversation, _ = in_danger(database, "ito", "kato")
    other = Database(database.engine.url.render_as_string(hide_password=False))
    doors = [staff_door(database, desk.clock), staff_door(other, desk.clock)]
    desk.clock.advance(minutes=5)
    with ThreadPoolExecutor(8) as workers:
        sent = list(workers.map(lambda n: doors[n % 2].paging.escalate(), range(8)))
    other.close()
    assert sum(sent) == 1
    assert paged(database) == ["ito", "kato"]
    assert notices(desk, conversation) == ["[page_next]"]


def test_who_left_or_is_never_on_call_is_not_paged(database: Database) -> None:
    desk, _, door = in_danger(database)
    assert paged(database) == []
    hire(door, "suzuki")
    assert door.paging.escalate() == 0
    hire(door, "ito", on_call=1)
    assert door.paging.escalate() == 1
    assert paged(database) == ["ito"]


def test_no_time_passes_where_the_conversations_clock_stands_still(database: Database) -> None:
    desk, conversation, door = in_danger(database, "ito", "kato")
    with database.write() as session:
        session.get_one(Conversation, conversation).frozen_at = desk.clock.now()
    desk.clock.advance(hours=1)
    assert door.paging.escalate() == 0


def test_ticket_that_becomes_urgent_is_paged(database: Database) -> None:
    def danger(_: TurnRequest) -> TurnOutcome:
        raised = RaiseHandover("T-1", "safety", "urgent", "5分以内", None)
        return outcome("すぐに110番へ", type="escalation", effects=[raised, PageOnCall("T-1", PAGING)])

    desk, conversation = waiting(database, danger)
    hire(staff_door(database, desk.clock), "ito", on_call=1)
    desk.turns.accept(conversation, "殺される")
    assert paged(database) == ["ito"]


def test_danger_named_again_while_a_page_is_on_its_way_pages_nobody(database: Database) -> None:
    desk, conversation, _ = in_danger(database, "ito", "kato", answer=danger_again)
    desk.clock.advance(minutes=2)
    desk.turns.accept(conversation, "もう死にたい")
    assert paged(database) == ["ito"]


def test_danger_named_to_a_person_who_is_there_pages_others_unless_they_answer(database: Database) -> None:
    desk, conversation, door = in_danger(database, "ito", "kato", answer=danger_again)
    door.serving.claim(door.members.get("ito"), "T-1")
    desk.clock.advance(minutes=2)
    desk.turns.accept(conversation, "もう死にたい")
    assert door.paging.escalate() == 0
    desk.clock.advance(minutes=5)
    assert door.paging.escalate() == 1
    assert paged(database) == ["ito", "kato"]


def test_danger_named_to_a_person_who_has_left_the_ticket_lying_pages_the_first_again(database: Database) -> None:
    desk, conversation, door = in_danger(database, "ito", "kato", answer=danger_again)
    door.serving.claim(door.members.get("kato"), "T-1")
    desk.clock.at += timedelta(hours=9)
    desk.turns.accept(conversation, "もう死にたい")
    assert paged(database) == ["ito", "ito"]


def test_danger_named_as_the_ticket_is_closed_is_computed_again(database: Database) -> None:
    def danger(request: TurnRequest) -> TurnOutcome:
        if request.ticket is None:
            return outcome("すぐに110番へ", type="escalation")
        door.serving.close(door.members.get("ito"), "T-1", "solved")
        return danger_again(request)

    desk, conversation, door = in_danger(database, "ito", answer=danger)
    assert desk.turns.accept(conversation, "もう死にたい")["message"] == "すぐに110番へ"
    with database.read() as session:
        assert session.get_one(Ticket, "T-1").status == "closed"
