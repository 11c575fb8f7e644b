from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, text

from domain.clock import TOKYO
from domain.effects import BookVisit, OpenHandover
from domain.retention import RetentionTerms, Span
from domain.turn import TurnOutcome, TurnRequest
from services import retention
from services.retention import Retention
from store.models import (
    Booking,
    Contract,
    Conversation,
    Customer,
    Delivery,
    IntakeEvent,
    Interaction,
    Invoice,
    Message,
    OutboxEvent,
    RecoveryEntry,
    RecoveryProposal,
    Score,
    StaffAction,
    SupportCase,
    SurveyAnswer,
    Ticket,
    Turn,
    UsageEvent,
)
from store.outbox import add_deliveries, emit
from store.session import Database
from store.staff import VIEW
from store.success import expiry
from tests.fakes import history
from tests.fakes.clock import HandClock
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk, count

TERMS = RetentionTerms(conversations=Span(months=36), bookings=Span(months=84), events=Span(days=30))
THEN = datetime(2026, 11, 25, 10, tzinfo=TOKYO)


def answer(request: TurnRequest) -> TurnOutcome:
    if request.text == "予約":
        start = request.now + timedelta(days=22, hours=1)
        visit = BookVisit("bk-1", "t1", start, start + timedelta(hours=2), "light", (), 8800, {"name": "山田"})
        return outcome(effects=[visit])
    if request.text == "人":
        return outcome(effects=[OpenHandover("tk-1", "human_request", "normal", "", None, senior=False)])
    return echo(request)


def after(**span: int) -> HandClock:
    return HandClock(THEN.replace(year=THEN.year + span.pop("years", 0)) + timedelta(**span))


def run(database: Database, clock: HandClock) -> dict[str, int]:
    return Retention(database, TERMS, clock, clock).run()


def test_conversation_is_kept_to_the_day_and_not_longer(database: Database) -> None:
    desk = Desk(database, answer)
    conversation = desk.open()
    desk.turns.accept(conversation, "足音です")
    assert run(database, after(years=3))["conversations"] == 0
    assert run(database, after(years=3, seconds=1))["conversations"] == 1
    assert [count(database, model) for model in (Conversation, Message, Turn)] == [0, 0, 0]


def test_time_is_counted_from_the_last_word(database: Database) -> None:
    desk = Desk(database, answer)
    conversation = desk.open()
    desk.clock.at = after(years=2).at
    desk.turns.accept(conversation, "まだいます")
    assert run(database, after(years=4))["conversations"] == 0
    assert run(database, after(years=5, seconds=1))["conversations"] == 1


def test_conversation_a_person_has_to_answer_is_kept(database: Database) -> None:
    desk = Desk(database, answer)
    desk.turns.accept(desk.open(), "人")
    assert run(database, after(years=4))["conversations"] == 0
    with database.write() as session:
        session.execute(text("UPDATE tickets SET status = 'closed'"))
        session.add(StaffAction(staff_id=None, action="close", ticket_id="tk-1", detail={}, at=THEN))
    assert run(database, after(years=4))["conversations"] == 1
    assert count(database, Ticket) == 0
    assert count(database, StaffAction) == 1


def test_booking_outlives_its_conversation_until_the_books_are_closed(database: Database) -> None:
    desk = Desk(database, answer)
    with database.write() as session:
        session.add(Customer(id="c-1", name="山田", type="b2c", noise_hours=[]))
    desk.turns.accept(desk.conversations.open(customer_id="c-1").conversation_id, "予約")
    assert run(database, after(years=3, seconds=1))["conversations"] == 0  # the visit is more recent
    assert run(database, after(years=4))["conversations"] == 1
    with database.read() as session:
        assert session.get_one(Booking, "bk-1").contact == {"name": "山田"}
    assert run(database, after(years=7))["bookings"] == 0
    assert run(database, after(years=7, days=23))["bookings"] == 1
    assert count(database, Booking) == 0


@pytest.mark.parametrize(("status", "left"), [("waiting", 1), ("delivered", 0), ("dropped", 0), ("dead", 0)])
def test_event_goes_once_no_channel_has_to_deliver_it(database: Database, status: str, left: int) -> None:
    with database.write() as session:
        emit(session, "booking.booked", "bk-1", {}, THEN)
        session.flush()
        add_deliveries(session, session.scalars(select(OutboxEvent)).one(), ["mail"], THEN)
        session.scalars(select(Delivery)).one().status = status
    assert run(database, after(days=30))["outbox"] == 0
    run(database, after(days=31))
    assert count(database, OutboxEvent) == count(database, Delivery) == left


def test_event_that_is_not_due_yet_is_kept(database: Database) -> None:
    with database.write() as session:
        emit(session, "booking.reminder", "bk-1", {}, THEN, due_at=after(days=60).at)
    assert run(database, after(days=59))["outbox"] == 0


def test_transactions_are_small(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    desk = Desk(database, answer)
    for _ in range(5):
        desk.open()
    commits: list[int] = []
    event.listen(database.engine, "commit", lambda _: commits.append(1))
    assert run(database, after(years=4))["conversations"] == 5
    assert len(commits) == 3 + 1 + 1
    assert count(database, Conversation) == 0


def test_what_customers_said_goes_with_the_words_and_what_was_sold_with_the_books(database: Database) -> None:
    """Rows of the day are kept to the day, and no table is forgotten."""
    with database.write() as session:
        history.customer(session, "c-1")
        history.everything(session, "c-1", THEN)
        history.recovery(session, "c-1", THEN)
        history.usage(session, "c-1", "measurement", THEN)
        history.contract(session, "c-1", THEN.date(), ended_on=THEN.date())
        session.add(StaffAction(staff_id="giver", action=VIEW, customer_id="c-1", detail={}, at=THEN))
    tables = (
        *(SurveyAnswer, SupportCase, Score, IntakeEvent, Interaction, UsageEvent, Contract, Invoice),
        *(RecoveryProposal, RecoveryEntry, StaffAction),
    )
    assert set(tables) == set(expiry.OLD)

    def left() -> list[int]:
        return [count(database, table) for table in tables]

    assert run(database, after(years=3))["history"] == 0
    assert run(database, after(years=3, seconds=1))["history"] == 8
    assert left() == [0, 0, 0, 0, 0, 1, 2, 1, 0, 1, 0]
    assert run(database, after(years=6, days=330))["history"] == 0
    assert run(database, after(years=7, days=1))["history"] == 4
    assert left() == [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]  # a contract that runs is kept
    assert count(database, Customer) == 1
