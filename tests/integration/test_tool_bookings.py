"""A visit is booked, moved and cancelled by tools: stated first, and only after the customer's own yes."""

import pytest
from sqlalchemy import select

from domain.turn import TurnOutcome, TurnRequest
from services.turns import TurnUnsettled
from store.models import Booking, Customer, Hold, ToolCall, ToolProposal
from store.session import Database
from tests.fakes.engine import outcome
from tests.fakes.service import count
from tests.fakes.tools import ToolTalk, refusal_of
from tools.context import CustomerContext
from tools.refusal import Refused
from tools.toolbox import Toolbox


@pytest.fixture
def talk(database: Database) -> ToolTalk:
    """佐藤花子, on record with everything a visit needs."""
    with database.write() as session:
        session.add(
            Customer(
                id="c-1",
                name="佐藤花子",
                type="b2c",
                prefecture="東京都",
                address="東京都杉並区桃井1-2-3",
                phone="090-1234-5678",
                email="sato@example.com",
                noise_hours=[],
            )
        )
    return ToolTalk(database, "c-1")


def proposed(talk: ToolTalk, wish: str = "土曜の午後") -> str:
    visits = talk.say("いつ空いていますか", "find_visits", plan="standard", wish=wish)["visits"]
    made = talk.say("これで", "propose_booking", plan="standard", start=visits[0]["start"], payment="クレジットカード")
    proposal: str = made["proposal"]
    return proposal


def booked(talk: ToolTalk) -> str:
    proposal = proposed(talk)
    booking_id: str = talk.say("はい、お願いします", "confirm_proposal", proposal=proposal)["booking_id"]
    return booking_id


def the_booking(talk: ToolTalk) -> Booking:
    with talk.desk.database.read() as session:
        return session.scalars(select(Booking)).one()


def test_visit_is_booked_after_a_yes_to_what_was_stated(talk: ToolTalk) -> None:
    visits = talk.say("空きは", "find_visits", plan="standard", wish="土曜の午後")["visits"]
    made = talk.say(
        "一番目で", "propose_booking", plan="standard", start=visits[0]["start"], payment="クレジットカード"
    )
    assert "スタンダードプラン" in made["statement"] and "キャンセル料" in made["statement"]
    assert count(talk.desk.database, Booking) == 0
    assert count(talk.desk.database, Hold) == 1
    done = talk.say("はい", "confirm_proposal", proposal=made["proposal"])
    booking = the_booking(talk)
    assert (booking.id, booking.starts_at.isoformat()) == (done["booking_id"], visits[0]["start"])
    assert (booking.amount, booking.contact["payment"]) == (visits[0]["total"], "クレジットカード")


@pytest.mark.parametrize(
    "said", ["いくらになりますか", "やっぱりやめます", "お願いしますと言うまで待って", "うーん", "。"]
)
def test_nothing_is_booked_without_a_plain_yes(talk: ToolTalk, said: str) -> None:
    proposal = proposed(talk)
    with pytest.raises(Refused, match="no plain yes"):
        talk.say(said, "confirm_proposal", proposal=proposal)
    assert count(talk.desk.database, Booking) == 0


def test_yes_to_something_else_before_the_proposal_confirms_nothing(database: Database, talk: ToolTalk) -> None:
    proposal = proposed(talk)
    with database.write() as session:
        row = session.get_one(ToolProposal, proposal)
        # As if it had been made in answer to the very message that says yes.
        row.message_id = "same"
    original = talk._answer
    talk.desk.engine.answer = lambda request: original(
        type(request)(**{**request.__dict__, "message_id": "same"})  # the turn itself keeps its id
    )
    with pytest.raises(Refused, match="has not answered the proposal yet"):
        talk.say("はい", "confirm_proposal", proposal=proposal)


def test_proposal_that_lapsed_is_refused(talk: ToolTalk) -> None:
    proposal = proposed(talk)
    talk.desk.clock.advance(minutes=11)
    with pytest.raises(Refused, match="no such proposal any more"):
        talk.say("はい", "confirm_proposal", proposal=proposal)


def test_one_yes_books_once(talk: ToolTalk) -> None:
    proposal = proposed(talk)
    talk.say("はい", "confirm_proposal", proposal=proposal)
    with pytest.raises(Refused, match="no such proposal any more"):
        talk.say("はい", "confirm_proposal", proposal=proposal)
    assert count(talk.desk.database, Booking) == 1


def test_one_yes_books_once_however_often_a_model_calls(talk: ToolTalk) -> None:
    proposal = proposed(talk)
    refusals: list[str] = []

    def answer(request: TurnRequest) -> TurnOutcome:
        context = CustomerContext.of(request)
        toolbox = Toolbox(talk.deps, context)
        toolbox.call("confirm_proposal", {"proposal": proposal})
        refusals.append(refusal_of(toolbox.call, "confirm_proposal", proposal=proposal))
        return outcome(effects=context.effects)

    talk.desk.engine.answer = answer
    talk.desk.turns.accept(talk.conversation_id, "はい", "m-yes")
    assert count(talk.desk.database, Booking) == 1
    assert "confirmed in this turn already" in refusals[0]


def test_proposal_of_another_conversation_is_unknown(database: Database, talk: ToolTalk) -> None:
    proposal = proposed(talk)
    other = ToolTalk(database, None)
    with pytest.raises(Refused, match="no such proposal any more"):
        other.say("はい", "confirm_proposal", proposal=proposal)
    assert count(database, Booking) == 0


def test_visit_is_moved_after_a_yes(talk: ToolTalk) -> None:
    booking_id = booked(talk)
    visits = talk.say("別の日は", "find_visits", plan="standard", wish="来週の日曜の午前")["visits"]
    made = talk.say("それで", "propose_move", booking_id=booking_id, start=visits[0]["start"])
    assert "変更してよろしいですか" in made["statement"]
    done = talk.say("はい", "confirm_proposal", proposal=made["proposal"])
    assert (done["status"], done["fee"]) == ("rescheduled", 0)
    assert the_booking(talk).starts_at.isoformat() == visits[0]["start"]


def test_visit_is_cancelled_for_the_fee_that_was_stated(talk: ToolTalk) -> None:
    booking_id = booked(talk)
    talk.desk.clock.at = the_booking(talk).starts_at.replace(hour=9)
    made = talk.say("キャンセルしたい", "propose_cancellation", booking_id=booking_id)
    assert "12,800円" in made["statement"]
    done = talk.say("はい、キャンセルしてください", "confirm_proposal", proposal=made["proposal"])
    booking = the_booking(talk)
    assert (done["fee"], booking.status, booking.fees) == (12_800, "cancelled", 12_800)


def test_fee_that_rose_since_it_was_stated_is_stated_again(talk: ToolTalk) -> None:
    booking_id = booked(talk)
    start = the_booking(talk).starts_at
    talk.desk.clock.at = start.replace(day=start.day - 3, hour=23, minute=55)
    made = talk.say("キャンセルしたい", "propose_cancellation", booking_id=booking_id)
    talk.desk.clock.advance(minutes=9)
    with pytest.raises(Refused, match="no longer what was stated"):
        talk.say("はい", "confirm_proposal", proposal=made["proposal"])
    assert the_booking(talk).status == "booked"


def test_time_nobody_is_free_at_is_refused(talk: ToolTalk) -> None:
    booked(talk)
    with pytest.raises(Refused, match="Ask find_visits"):
        talk.say("これで", "propose_booking", plan="light", start="2026-11-28T10:00:00+09:00", payment="銀行振込")
    with pytest.raises(Refused, match="no ISO 8601 time"):
        talk.say("これで", "propose_booking", plan="light", start="土曜", payment="銀行振込")


def test_nobody_unknown_books_by_tool(database: Database, talk: ToolTalk) -> None:
    stranger = ToolTalk(database, None)
    with pytest.raises(Refused, match="Nobody is known"):
        stranger.say("はい", "propose_booking", plan="light", start="2026-11-28T11:00:00+09:00", payment="銀行振込")


def test_every_write_is_noted_with_its_effect(talk: ToolTalk) -> None:
    booked(talk)
    with talk.desk.database.read() as session:
        calls = list(session.scalars(select(ToolCall).order_by(ToolCall.id)))
    assert [call.tool for call in calls] == ["propose_booking", "confirm_proposal"]
    assert {(call.role, call.customer_id, call.conversation_id) for call in calls} == {
        ("customer", "c-1", talk.conversation_id)
    }
    assert calls[1].effect == {"effects": ["UseProposal", "BookVisit"]}


def test_write_that_fails_leaves_no_note(database: Database, talk: ToolTalk, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = proposed(talk)
    taken = ToolTalk(database, "c-1")
    monkeypatch.setattr("tools.proposals._agrees", lambda call, kind: True)
    with database.write() as session:
        hold = session.scalars(select(Hold)).one()
        hold.conversation_id = taken.conversation_id  # somebody else was quicker
    with pytest.raises(TurnUnsettled):
        talk.say("はい", "confirm_proposal", proposal=proposal)
    with database.read() as session:
        assert [call.tool for call in session.scalars(select(ToolCall))] == ["propose_booking"]
        assert session.get_one(ToolProposal, proposal).used_at is None
