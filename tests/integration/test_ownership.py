from collections.abc import Callable
from dataclasses import replace

from domain.effects import BookVisit, Effect, HoldVisit, OpenHandover, RaiseHandover
from domain.turn import TurnOutcome, TurnRequest
from store.models import Booking, OutboxEvent, Ticket, Turn
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk, count
from tests.fakes.staff import hire, staff_door

Answer = Callable[[TurnRequest], TurnOutcome]


def with_ticket(database: Database, answer: Answer = echo) -> tuple[Desk, str]:
    """A conversation that waits for a person, and what answers from then on."""

    def first(_: TurnRequest) -> TurnOutcome:
        ticket = OpenHandover("T-1", "human_request", "normal", "2時間以内", None, senior=False)
        return outcome("担当者におつなぎします。", effects=[ticket])

    desk = Desk(database, first)
    conversation = desk.open()
    desk.turns.accept(conversation, "人を出して")
    desk.engine.answer = answer
    return desk, conversation


def claim(desk: Desk) -> None:
    door = staff_door(desk.database, desk.clock)
    door.serving.claim(hire(door), "T-1")


def test_bot_answers_until_a_person_claims_the_ticket(database: Database) -> None:
    desk, conversation = with_ticket(database)
    reply = desk.turns.accept(conversation, "予約は?")
    assert reply["owner"] == "bot"
    assert reply["message"]


def test_bot_is_silent_beside_a_person_and_the_message_is_passed_on(database: Database) -> None:
    def sells(_: TurnRequest) -> TurnOutcome:
        start = MORNING.replace(day=28)
        visit = BookVisit("B-1", "t1", start, start.replace(hour=12), "light", (), 8800, {})
        return outcome("プレミアムはいかがですか", effects=[visit], state={"moved": True})

    desk, conversation = with_ticket(database, sells)
    claim(desk)
    reply = desk.turns.accept(conversation, "こんにちは")
    assert (reply["message"], reply["owner"], reply["options"]) == ("", "person", [])
    request = desk.engine.requests[-1]
    assert request.ticket is not None
    assert request.ticket.claimed
    assert count(database, Booking) == 0
    with database.read() as session:
        passed_on = session.query(OutboxEvent).order_by(OutboxEvent.id.desc()).first()
    assert passed_on is not None
    assert passed_on.topic == "message.for_person"
    assert desk.texts(conversation)[-2:] == ["[staff_claimed] 田中", "こんにちは"]
    desk.turns.accept(conversation, "もしもし")
    assert desk.engine.requests[-1].state == {"v": 1}


def test_safety_is_answered_whoever_owns_the_conversation(database: Database) -> None:
    def safety(_: TurnRequest) -> TurnOutcome:
        start = MORNING.replace(day=28)
        effects: list[Effect] = [
            RaiseHandover("T-1", "safety", "urgent", "5分以内", None),
            HoldVisit("t1", start, start.replace(hour=12), MORNING.replace(hour=11)),
        ]
        return outcome("すぐに110番へ", type="escalation", effects=effects)

    desk, conversation = with_ticket(database, safety)
    claim(desk)
    reply = desk.turns.accept(conversation, "殺される")
    assert (reply["message"], reply["type"], reply["owner"]) == ("すぐに110番へ", "escalation", "person")
    with database.read() as session:
        assert session.get_one(Ticket, "T-1").priority == "urgent"


def test_reply_computed_before_a_claim_is_not_sent_after_it(database: Database) -> None:
    def claimed_meanwhile(request: TurnRequest) -> TurnOutcome:
        assert request.ticket is not None
        if not request.ticket.claimed:
            claim(desk)
        return replace(echo(request), state={"v": 1})

    desk, conversation = with_ticket(database, claimed_meanwhile)
    reply = desk.turns.accept(conversation, "料金は?")
    assert (reply["message"], reply["owner"]) == ("", "person")
    assert [request.ticket and request.ticket.claimed for request in desk.engine.requests[-2:]] == [False, True]
    assert count(database, Turn) == 2


def test_bot_answers_again_when_the_ticket_is_closed(database: Database) -> None:
    desk, conversation = with_ticket(database)
    claim(desk)
    door = staff_door(database, desk.clock)
    door.serving.close(door.members.get("tanaka"), "T-1", "solved")
    reply = desk.turns.accept(conversation, "もう一つ")
    assert (reply["message"], reply["owner"]) == ("1: もう一つ", "bot")
    assert desk.engine.requests[-1].ticket is None
    state = desk.conversations.transcript(conversation)
    assert (state["owner"], state["handover"]["status"]) == ("bot", "closed")
