import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.effects import BookVisit, CancelVisit, Effect, HoldVisit, MoveVisit, OpenHandover, RaiseHandover
from domain.turn import TurnOutcome, TurnRequest
from services.records import StoredRecords
from services.turns import TurnUnsettled
from services.visits import ForeignBooking
from store.models import Booking, Conversation, Customer, Hold, OutboxEvent, Ticket
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk, count

SATURDAY = MORNING.replace(day=28, hour=11)


def visit(booking_id: str = "B-1", start: datetime = SATURDAY, technician: str = "t1") -> BookVisit:
    return BookVisit(
        booking_id,
        technician,
        start,
        start + timedelta(hours=2, minutes=15),
        "standard",
        ("late_night",),
        15800,
        {"name": "山田花子", "phone": "090-1234-5678"},
    )


def hold(start: datetime = SATURDAY, technician: str = "t1", expires: datetime | None = None) -> HoldVisit:
    end = start + timedelta(hours=2, minutes=15)
    return HoldVisit(technician, start, end, expires or MORNING + timedelta(minutes=10))


def handover(ticket_id: str = "T-1") -> OpenHandover:
    return OpenHandover(ticket_id, "anger", "high", "15分以内", MORNING, senior=True, brief={"summary": "要約"})


def does(*turns: Effect | list[Effect]) -> Callable[[TurnRequest], TurnOutcome]:
    """A responder that returns one turn's effects after another, and none at the end."""
    queue: Iterator[Effect | list[Effect]] = iter(turns)

    def answer(_: TurnRequest) -> TurnOutcome:
        effects = next(queue, [])
        return outcome("承りました。", effects=effects if isinstance(effects, list) else [effects])

    return answer


def topics(database: Database) -> list[str]:
    with database.read() as session:
        return [event.topic for event in session.query(OutboxEvent).order_by(OutboxEvent.id)]


def booking(database: Database, booking_id: str = "B-1") -> Booking:
    with database.read() as session:
        return session.get_one(Booking, booking_id)


def test_visit_is_booked_with_the_reply(database: Database) -> None:
    desk = Desk(database, does(visit()))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "確定する")
    row = booking(database)
    assert (row.starts_at, row.status, row.amount, row.addons) == (SATURDAY, "booked", 15800, ["late_night"])
    assert row.conversation_id == conversation
    assert row.customer_id is not None
    assert row.contact["name"] == "山田花子"
    assert topics(database) == ["booking.booked"]


def test_failing_effect_leaves_nothing_of_the_turn(database: Database) -> None:
    desk = Desk(database, does([visit(), CancelVisit("B-of-nobody", 0)]))
    conversation = desk.open_known()
    with pytest.raises(ForeignBooking, match="B-of-nobody"):
        desk.turns.accept(conversation, "確定する")
    assert count(database, Booking) == 0
    assert count(database, OutboxEvent) == 0
    assert desk.texts(conversation) == ["確定する"]


def test_one_of_many_gets_the_visit(database: Database) -> None:
    together = threading.Barrier(6)
    names = iter(range(6))

    def answer(request: TurnRequest) -> TurnOutcome:
        if request.message_id not in seen:
            seen.add(request.message_id)
            together.wait(10)
            return outcome("予約しました。", effects=[visit(f"B-{next(names)}")])
        return outcome("その時間は埋まりました。")

    seen: set[str] = set()
    desk = Desk(database, answer, patience=30, computations=6)
    conversations = [desk.open_known() for _ in range(6)]
    with ThreadPoolExecutor(6) as clients:
        replies = list(clients.map(lambda c: desk.turns.accept(c, "確定する")["message"], conversations))
    assert sorted(replies) == ["その時間は埋まりました。"] * 5 + ["予約しました。"]
    assert count(database, Booking) == 1
    assert topics(database) == ["booking.booked"]


def test_database_refuses_a_second_live_visit_at_the_same_start(database: Database) -> None:
    desk = Desk(database, does(visit()))
    desk.turns.accept(desk.open_known(), "確定する")

    def second(status: str) -> None:
        row = booking(database)
        with database.write() as session:
            session.add(
                Booking(
                    id=f"B-{status}",
                    technician_id=row.technician_id,
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                    terms_start=row.starts_at,
                    status=status,
                    plan="light",
                    addons=[],
                    amount=0,
                    fees=0,
                    contact={},
                )
            )

    second("cancelled")
    with pytest.raises(IntegrityError):
        second("booked")


@pytest.mark.parametrize(
    ("minutes", "free"), [(0, False), (134, False), (194, False), (195, True), (-194, False), (-195, True)]
)
def test_technician_needs_the_gap_between_visits(database: Database, minutes: int, free: bool) -> None:
    other = visit("B-2", SATURDAY + timedelta(minutes=minutes))
    desk = Desk(database, does(visit(), other, other, other))
    desk.turns.accept(desk.open_known(), "一人目")
    if free:
        desk.turns.accept(desk.open_known(), "二人目")
        assert count(database, Booking) == 2
    else:
        with pytest.raises(TurnUnsettled, match="no longer free"):
            desk.turns.accept(desk.open_known(), "二人目")
        assert len(desk.engine.requests) == 4
        assert count(database, Booking) == 1


def test_conflict_is_computed_again_with_fresh_eyes(database: Database) -> None:
    desk = Desk(database, does(visit(), visit("B-2"), []))
    desk.turns.accept(desk.open_known(), "一人目")
    conversation = desk.open_known()
    assert desk.turns.accept(conversation, "二人目")["message"] == "承りました。"
    assert len(desk.engine.requests) == 3
    assert count(database, Booking) == 1
    assert desk.texts(conversation) == ["二人目", "承りました。"]


def test_hold_keeps_others_away_until_it_expires(database: Database) -> None:
    desk = Desk(database, does(hold(), visit(), [], visit(), visit()))
    first, second = desk.open_known(), desk.open_known()
    desk.turns.accept(first, "この時間で")
    records = StoredRecords(database, desk.clock)
    span = SATURDAY - timedelta(hours=1), SATURDAY + timedelta(hours=4)
    assert records.busy(*span, first, ["t1"]) == []
    taken = records.busy(*span, second, ["t1"])
    assert [(b.technician_id, b.start, b.end) for b in taken] == [
        ("t1", SATURDAY - timedelta(hours=1), SATURDAY + timedelta(hours=3, minutes=15))
    ]
    desk.turns.accept(second, "確定する")
    assert count(database, Booking) == 0
    desk.clock.advance(minutes=10)
    assert records.busy(*span, second, ["t1"]) == []
    desk.turns.accept(second, "確定する")
    assert count(database, Booking) == 1
    assert count(database, Hold) == 0


def test_conversation_holds_one_visit_and_uses_it_up(database: Database) -> None:
    later = SATURDAY + timedelta(hours=8)
    desk = Desk(database, does(hold(), hold(later), visit(start=later)))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "11時で")
    desk.turns.accept(conversation, "やっぱり19時で")
    with database.read() as session:
        assert [row.starts_at for row in session.query(Hold)] == [later]
    desk.turns.accept(conversation, "確定する")
    assert (count(database, Hold), count(database, Booking)) == (0, 1)


def test_cancelled_visit_frees_the_technician_and_notes_the_fee(database: Database) -> None:
    desk = Desk(database, does(visit(), CancelVisit("B-1", 3840), visit("B-2")))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "確定する")
    desk.turns.accept(conversation, "キャンセルする")
    assert (booking(database).status, booking(database).fees) == ("cancelled", 3840)
    desk.turns.accept(desk.open_known(), "確定する")
    assert booking(database, "B-2").status == "booked"
    assert topics(database) == ["booking.booked", "booking.cancelled", "booking.booked"]


@pytest.mark.parametrize("days", [-1, 3])
def test_moved_visit_keeps_the_terms_of_the_nearer_date(database: Database, days: int) -> None:
    there = SATURDAY + timedelta(days=days)
    move = MoveVisit("B-1", "t2", there, there + timedelta(hours=2), 2000)
    desk = Desk(database, does(visit(), move))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "確定する")
    desk.turns.accept(conversation, "変更する")
    row = booking(database)
    assert (row.starts_at, row.technician_id, row.fees) == (there, "t2", 2000)
    assert row.terms_start == min(SATURDAY, there)


def test_visit_can_be_moved_a_little(database: Database) -> None:
    there = SATURDAY + timedelta(hours=2)
    desk = Desk(database, does(visit(), MoveVisit("B-1", "t1", there, there + timedelta(hours=2), 0)))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "確定する")
    desk.turns.accept(conversation, "変更する")
    assert booking(database).starts_at == there


@pytest.mark.parametrize(
    "wish", [CancelVisit("B-1", 0), MoveVisit("B-1", "t2", SATURDAY, SATURDAY + timedelta(hours=2), 0)]
)
def test_visit_of_somebody_else_is_out_of_reach(database: Database, wish: Effect) -> None:
    desk = Desk(database, does(visit(), wish))
    desk.turns.accept(desk.open_known(), "確定する")
    with pytest.raises(ForeignBooking):
        desk.turns.accept(desk.open_known(), "キャンセルする")
    assert booking(database).status == "booked"


def test_known_customer_reaches_their_visit_from_another_conversation(database: Database) -> None:
    with database.write() as session:
        session.add(Customer(id="u1", name="山田花子", type="b2c", noise_hours=[22]))
    desk = Desk(database, does(visit(), CancelVisit("B-1", 0)))
    first = desk.conversations.open(customer_id="u1").conversation_id
    desk.turns.accept(first, "確定する")
    second = desk.conversations.open(customer_id="u1").conversation_id
    desk.turns.accept(second, "キャンセルする")
    assert booking(database).status == "cancelled"


def test_visit_cancelled_twice_is_computed_again(database: Database) -> None:
    desk = Desk(database, does(visit(), CancelVisit("B-1", 0), CancelVisit("B-1", 500), []))
    conversation = desk.open_known()
    for text in ("確定する", "キャンセルする", "キャンセルする"):
        desk.turns.accept(conversation, text)
    assert booking(database).fees == 0
    assert len(desk.engine.requests) == 4


def test_technician_who_left_is_a_conflict(database: Database) -> None:
    desk = Desk(database, does(visit(technician="t9"), []))
    desk.turns.accept(desk.open_known(), "確定する")
    assert count(database, Booking) == 0


def test_handover_is_there_for_people_and_tells_the_channels(database: Database) -> None:
    desk = Desk(database, does([], handover()))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "質問です")
    desk.turns.accept(conversation, "人を出して")
    with database.read() as session:
        ticket = session.query(Ticket).one()
        event = session.query(OutboxEvent).one()
    assert (ticket.status, ticket.priority, ticket.senior, ticket.due) == ("open", "high", True, MORNING)
    assert (event.topic, event.key, event.payload["brief"]) == ("handover.opened", "T-1", {"summary": "要約"})
    state = desk.conversations.transcript(conversation)["handover"]
    assert (state["ticket_id"], state["status"], state["promise"]) == ("T-1", "open", "15分以内")


def test_graph_is_told_of_the_open_ticket_and_can_raise_it(database: Database) -> None:
    raised = RaiseHandover("T-1", "safety", "urgent", "5分以内", MORNING)
    desk = Desk(database, does(handover(), raised))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "人を出して")
    desk.turns.accept(conversation, "もう死にたい")
    ticket = desk.engine.requests[1].ticket
    assert ticket is not None
    assert (ticket.ticket_id, ticket.trigger, ticket.priority, ticket.claimed) == ("T-1", "anger", "high", False)
    with database.read() as session:
        row = session.get_one(Ticket, "T-1")
    assert (row.trigger, row.priority, row.promise) == ("safety", "urgent", "5分以内")
    assert topics(database) == ["handover.opened", "handover.raised"]


def test_second_handover_of_a_conversation_is_a_conflict(database: Database) -> None:
    desk = Desk(database, does(handover(), handover("T-2"), []))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "人を出して")
    desk.turns.accept(conversation, "まだ?")
    assert count(database, Ticket) == 1


def test_effects_count_by_the_conversations_own_time(database: Database) -> None:
    later = MORNING + timedelta(days=1)
    desk = Desk(database, does(hold(), visit()))
    desk.turns.accept(desk.open_known(), "この時間で")
    conversation = desk.open_known()
    with database.write() as session:
        session.get_one(Conversation, conversation).frozen_at = later
    desk.turns.accept(conversation, "確定する")
    assert booking(database).made_at == later


def test_state_and_effects_of_a_conflict_are_not_kept(database: Database) -> None:
    def answer(request: TurnRequest) -> TurnOutcome:
        said = echo(request)
        first = len(desk.engine.requests) == 1
        return replace(said, effects=(visit(technician="t9"),)) if first else said

    desk = Desk(database, answer)
    assert desk.turns.accept(desk.open_known(), "はい")["message"] == "1: はい"


def test_time_beside_the_visit_that_shall_move_there_can_be_held(database: Database) -> None:
    there = SATURDAY + timedelta(hours=2)
    hold = HoldVisit("t1", there, there + timedelta(hours=2), there, moved="B-1")
    desk = Desk(database, does(visit(), hold))
    conversation = desk.open_known()
    desk.turns.accept(conversation, "確定する")
    desk.turns.accept(conversation, "変更する")
    with database.read() as session:
        assert session.scalars(select(Hold)).one().starts_at == there
