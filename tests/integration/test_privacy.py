"""Everything about somebody can be exported, and is gone when it is erased."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.effects import BookVisit, OpenHandover
from domain.turn import TurnOutcome, TurnRequest
from services.opening import UnknownConversation
from services.privacy import ANONYMOUS, PrivacyService, UnknownPerson, VisitAhead
from store.models import (
    Base,
    Booking,
    CampaignMail,
    Customer,
    DoorPlace,
    EmailCode,
    Invoice,
    Message,
    OutboxEvent,
    SlackPost,
    StaffAction,
    ToolCall,
    ToolProposal,
)
from store.outbox import emit
from store.personal import IMPERSONAL, reached_from
from store.session import Database
from tests.fakes import history
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk, count
from tests.integration.test_turns import Gate

NAME, PHONE, EMAIL, PIANO = "高橋麻衣", "080-9876-5432", "mai@example.com", "夜中のピアノ"
TRACES = (NAME, PHONE, EMAIL, PIANO, "c-a")


def answer(request: TurnRequest) -> TurnOutcome:
    start = request.now.replace(month=12, day=17, hour=11)
    if request.text == "予約":
        contact = {"name": NAME, "phone": PHONE, "email": EMAIL}
        visit = BookVisit("bk-a", "t1", start, start.replace(hour=13), "standard", (), 12800, contact)
        return outcome(effects=[visit])
    if request.text == "人":
        ticket = OpenHandover("tk-a", "human_request", "normal", "", None, senior=False, brief={"message": PIANO})
        return outcome(effects=[ticket])
    return echo(request)


@pytest.fixture
def desk(database: Database) -> Desk:
    """A customer who booked, called a person and told a story; and somebody else."""
    desk = Desk(database, answer)
    with database.write() as session:
        session.add(Customer(id="c-a", name=NAME, type="b2c", phone=PHONE, email=EMAIL, noise_hours=[]))
        session.add(Customer(id="c-b", name="中村健太", type="b2c", noise_hours=[]))
    conversation = desk.conversations.open(customer_id="c-a").conversation_id
    for said in (PIANO, "予約", "人"):
        desk.turns.accept(conversation, said)
    desk.turns.accept(desk.conversations.open(customer_id="c-b").conversation_id, "はい")
    with database.write() as session:
        now = desk.clock.at
        history.everything(session, "c-a", now)
        history.recovery(session, "c-a", now)
        history.review(session, conversation, "giver", now)
        session.add(StaffAction(staff_id=None, action="claim", ticket_id="tk-a", detail={}, at=now))
        session.add(StaffAction(staff_id=None, action="view", customer_id="c-a", detail={}, at=now))
        whose = {"customer_id": "c-a", "conversation_id": conversation}
        called = {"at": now, "tool": "hand_over", "role": "customer", "arguments": {"message": PIANO}, "effect": {}}
        session.add(ToolCall(**called, **whose))
        deed = {"id": "tp-a", "conversation_id": conversation, "message_id": "m-a", "kind": "cancel", "deed": {}}
        session.add(ToolProposal(**deed, made_at=now, expires_at=now))
        session.add(DoorPlace(digest="d", conversation_id=conversation, went_on=None))
        session.add(CampaignMail(customer_id="c-a", mail="tutorial", at=now))
        session.add(SlackPost(ticket_id="tk-a", channel="C0123456789", ts="1764032400.000001"))
        session.add(
            EmailCode(
                conversation_id=conversation,
                email=EMAIL,
                digest="d",
                sent_at=now,
                expires_at=now,
                tries=0,
                proved_at=None,
            )
        )
        emit(session, "mail.code", EMAIL, {"conversation_id": conversation, "email": EMAIL, "code": "123456"}, now)
    return desk


@pytest.fixture
def privacy(desk: Desk) -> PrivacyService:
    return PrivacyService(desk.database, desk.clock)


def dump(database: Database) -> str:
    """The whole database, as text."""
    with database.read() as session:
        rows = {
            table.name: [list(row) for row in session.execute(select(table))] for table in Base.metadata.sorted_tables
        }
    return json.dumps(rows, ensure_ascii=False, default=str)


def cancel_visits(database: Database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE bookings SET status = 'cancelled'"))


def test_every_table_is_about_a_customer_or_says_it_is_not() -> None:
    # Events have no foreign key: they are found by the ids in them.
    reached = reached_from("customers") | reached_from("outbox")
    assert reached | IMPERSONAL == set(Base.metadata.tables)
    assert reached & IMPERSONAL == set()


def test_export_holds_every_table_with_something_about_the_customer(desk: Desk, privacy: PrivacyService) -> None:
    exported = privacy.export("c-a")
    tables = exported["tables"]
    assert set(tables) == reached_from("customers") - {"holds"} | {"outbox"}
    assert [row["name"] for row in tables["customers"]] == [NAME]
    assert PIANO in [row["text"] for row in tables["messages"]]
    assert {row["topic"] for row in tables["outbox"]} >= {"booking.booked", "handover.opened", "mail.code"}
    assert "c-b" not in json.dumps(exported)
    assert not {"token_hash", "lease", "digest"} & {
        column for rows in tables.values() for row in rows for column in row
    }


def test_export_of_nobody(privacy: PrivacyService) -> None:
    with pytest.raises(UnknownPerson, match="c-x"):
        privacy.export("c-x")


def test_erasing_leaves_no_trace_but_an_anonymous_booking(desk: Desk, privacy: PrivacyService) -> None:
    cancel_visits(desk.database)
    removed = privacy.erase("c-a")
    stored = dump(desk.database)
    assert [trace for trace in TRACES if trace in stored] == []
    with desk.database.read() as session:
        (booking,) = session.scalars(select(Booking)).all()
        (invoice,) = session.scalars(select(Invoice)).all()
    assert (booking.plan, booking.amount, booking.customer_id, booking.contact) == ("standard", 12800, None, {})
    assert (invoice.amount, invoice.customer_id) == (100_000, None)
    assert removed["conversations"] == 1
    assert removed["messages"] == 7
    assert count(desk.database, StaffAction) == 2
    assert count(desk.database, ToolCall) == 1
    assert set(ANONYMOUS) <= set(removed)


def test_erasing_leaves_everybody_else_alone(desk: Desk, privacy: PrivacyService) -> None:
    cancel_visits(desk.database)
    before = privacy.export("c-b")["tables"]
    privacy.erase("c-a")
    assert privacy.export("c-b")["tables"] == before


def test_customer_who_is_still_to_be_visited_is_not_erased(desk: Desk, privacy: PrivacyService) -> None:
    with pytest.raises(VisitAhead, match="2026-12-17"):
        privacy.erase("c-a")
    assert NAME in dump(desk.database)


def test_erasing_twice_says_that_nobody_is_there(desk: Desk, privacy: PrivacyService) -> None:
    cancel_visits(desk.database)
    privacy.erase("c-a")
    with pytest.raises(UnknownPerson):
        privacy.erase("c-a")


def test_conversation_of_nobody_known_is_erased_by_its_id(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    desk.turns.accept(conversation, PIANO)
    assert PrivacyService(database, desk.clock).erase(conversation)["messages"] == 3
    assert count(database, Message) == count(database, OutboxEvent) == 0


def test_turn_that_is_being_computed_meanwhile_stores_nothing(database: Database) -> None:
    gate = Gate()
    desk = Desk(database, gate)
    conversation = desk.open()
    with ThreadPoolExecutor(2) as clients:
        first = clients.submit(desk.turns.accept, conversation, "一つ目")
        assert gate.entered.wait(10)
        second = clients.submit(desk.turns.accept, conversation, "二つ目")
        wait_for(lambda: count(database, Message) == 3)
        PrivacyService(database, desk.clock).erase(conversation)
        gate.opened.set()
        for late in (first, second):
            with pytest.raises(UnknownConversation):
                late.result(20)
    assert count(database, Message) == 0
    assert desk.turns.recover() == 0


def wait_for(condition: Any) -> None:
    done = threading.Event()
    for _ in range(1000):
        if condition():
            return
        done.wait(0.01)
    raise AssertionError("never happened")
