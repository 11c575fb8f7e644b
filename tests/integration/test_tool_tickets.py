"""The staff's tools: customers, tickets, turns; every write noted in the transaction that made it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.effects import OpenHandover
from domain.staff import Role
from store.models import Customer, StaffAction, Ticket, ToolCall
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk, count
from tests.fakes.staff import hire, staff_door
from tests.fakes.tools import deps_over, member, refusal_of, staff_tools
from tools.context import StaffContext
from tools.refusal import Refused
from tools.toolbox import Toolbox

SECRET = "090-1234-5678"


@pytest.fixture
def desk(database: Database) -> Desk:
    """鈴木一郎 asked something and waits for a person."""
    ticket = OpenHandover("T-1", "complaint", "normal", "2時間以内", MORNING, senior=False, brief={"message": "困った"})
    desk = Desk(
        database, lambda request: outcome("承りました。", effects=[ticket]) if request.text == "人" else echo(request)
    )
    hire(staff_door(database, desk.clock))
    with database.write() as session:
        session.add(Customer(id="c-1", name="鈴木一郎", type="b2b", email="suzuki@example.com", noise_hours=[]))
    conversation = desk.conversations.open(customer_id="c-1").conversation_id
    desk.turns.accept(conversation, f"鈴木一郎です。電話は{SECRET}です")
    desk.clock.advance(minutes=1)
    desk.turns.accept(conversation, "人")
    return desk


def call(desk: Desk, tool: str, role: Role = "cs", *, writes: bool = True, **arguments: Any) -> dict[str, Any]:
    return staff_tools(deps_over(desk.database, desk.clock), role, writes=writes).call(tool, arguments)


@pytest.mark.parametrize("text", ["鈴木", "一郎", "c-1", "suzuki@example.com"])
def test_customer_is_found_by_name_id_and_address(desk: Desk, text: str) -> None:
    (found,) = call(desk, "search_customers", text=text)["customers"]
    assert found["customer_id"] == "c-1"


@pytest.mark.parametrize("text", ["%", "_", "c_1", "' OR 1=1 --"])
def test_wildcards_find_nobody(desk: Desk, text: str) -> None:
    assert call(desk, "search_customers", text=text) == {"customers": [], "next": None}


def test_whole_customer_is_read_with_what_is_unknown_as_null(desk: Desk) -> None:
    view = call(desk, "get_customer_360", customer_id="c-1")
    assert (view["name"], view["support"]["tickets"]) == ("鈴木一郎", 1)
    assert view["survey"]["nps"] is None and view["money"]["mean_payment_delay_days"] is None


def test_unknown_customer_says_how_to_look(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"no customer 'c-x'.*search_customers"):
        call(desk, "get_customer_360", customer_id="c-x")


def test_tickets_are_listed_and_read(desk: Desk) -> None:
    (ticket,) = call(desk, "list_tickets")["tickets"]
    assert (ticket["ticket_id"], ticket["priority"]) == ("T-1", "normal")
    assert call(desk, "get_ticket", ticket_id="T-1")["customer"]["customer_id"] == "c-1"


def test_ticket_is_claimed_and_closed_with_a_note_of_each(desk: Desk) -> None:
    assert call(desk, "update_ticket", ticket_id="T-1", action="claim") == {"ticket_id": "T-1", "done": "claim"}
    call(desk, "update_ticket", ticket_id="T-1", action="close", outcome="solved", note=f"折り返し{SECRET}")
    with desk.database.read() as session:
        ticket = session.get_one(Ticket, "T-1")
        calls = list(session.scalars(select(ToolCall).order_by(ToolCall.id)))
    assert (ticket.status, ticket.outcome) == ("closed", "solved")
    assert [(row.tool, row.staff_id, row.role, row.customer_id) for row in calls] == [
        ("update_ticket", "tanaka", "cs", "c-1")
    ] * 2
    assert calls[1].effect == {"ticket_id": "T-1", "action": "close", "outcome": "solved"}
    assert SECRET not in str(calls[1].arguments) and "[電話]" in calls[1].arguments["note"]


def test_closing_needs_an_outcome(desk: Desk) -> None:
    with pytest.raises(Refused, match="outcome is missing"):
        call(desk, "update_ticket", ticket_id="T-1", action="close")


def test_what_is_refused_changes_nothing_and_leaves_no_note(desk: Desk) -> None:
    with pytest.raises(Refused, match="Claim it first"):
        call(desk, "update_ticket", ticket_id="T-1", action="return")
    with pytest.raises(Refused, match="There is no ticket T-9"):
        call(desk, "update_ticket", ticket_id="T-9", action="claim")
    assert count(desk.database, ToolCall) == 0


def test_without_writes_there_is_no_such_tool(desk: Desk) -> None:
    tools = staff_tools(deps_over(desk.database, desk.clock), "manager")
    assert "There is no tool 'update_ticket'" in refusal_of(
        tools.call, "update_ticket", ticket_id="T-1", action="claim"
    )


def test_ticket_stays_as_it_was_where_the_note_cannot_be_stored(desk: Desk) -> None:
    with desk.database.write() as session:
        session.query(StaffAction).delete()
    before = count(desk.database, StaffAction)
    context = StaffContext(member("cs", "nobody"), desk.clock.now(), writes=True)
    stranger = Toolbox(deps_over(desk.database, desk.clock), context)
    with pytest.raises(IntegrityError):
        stranger.call("update_ticket", {"ticket_id": "T-1", "action": "claim"})
    with desk.database.read() as session:
        assert session.get_one(Ticket, "T-1").status == "open"
    assert (count(desk.database, ToolCall), count(desk.database, StaffAction)) == (0, before)


def test_qa_reads_turns_and_conversations_masked(desk: Desk) -> None:
    turns = call(desk, "list_turns", "qa")["turns"]
    assert [turn["question"] for turn in turns] == ["人", "[氏名]です。電話は[電話]です"]
    assert turns[0]["record"] == {"brain": "fake"}
    said = call(desk, "read_conversation", "qa", conversation_id=turns[0]["conversation_id"])
    assert SECRET not in str(said) and "鈴木一郎" not in str(said)
    assert "[氏名]" in str(said)


def test_qa_has_no_tool_for_a_customers_record(desk: Desk) -> None:
    with pytest.raises(Refused, match="There is no tool"):
        call(desk, "get_customer_360", "qa", customer_id="c-1")


def test_turns_are_paged_and_chosen(desk: Desk) -> None:
    (newest,) = call(desk, "list_turns", limit=1)["turns"]
    assert newest["question"] == "人"
    assert call(desk, "list_turns", route="answer_faq")["turns"] == []
    with pytest.raises(Refused, match="no ISO 8601"):
        call(desk, "list_turns", before="yesterday")
