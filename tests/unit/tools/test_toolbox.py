"""How tools are called, as LangChain tools and without."""

from datetime import timedelta
from pathlib import Path

import pytest
from langchain_core.tools import BaseTool

from domain.effects import NoteToolCall, OpenHandover
from domain.staff import NotAllowed, Role
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.records import FakeRecords
from tests.fakes.tools import deps_over, refusal_of, staff_tools
from tools.context import CustomerContext, ToolDeps
from tools.langchain import build_tools
from tools.refusal import UnknownTool
from tools.toolbox import Toolbox


@pytest.fixture
def deps(tmp_path: Path) -> ToolDeps:
    """Nothing is stored; the database is never reached."""
    return deps_over(Database(f"sqlite:///{tmp_path / 'none.db'}"), records=FakeRecords())


def known() -> CustomerContext:
    return CustomerContext("c1", "c-1", "m1", "人と話したい", MORNING)


def named(tools: list[BaseTool], name: str) -> BaseTool:
    return next(tool for tool in tools if tool.name == name)


def test_unknown_tool_is_answered_with_those_there_are(deps: ToolDeps) -> None:
    with pytest.raises(UnknownTool, match=r"no tool 'get_all'.*search_faq, list_plans"):
        Toolbox(deps, known()).call("get_all", {})


def test_customer_has_none_of_the_staffs_tools(deps: ToolDeps) -> None:
    assert "There is no tool" in refusal_of(Toolbox(deps, known()).call, "get_customer_360", customer_id="c-1")


def test_argument_that_is_not_declared_is_refused_and_told(deps: ToolDeps) -> None:
    said = refusal_of(Toolbox(deps, known()).call, "search_faq", question="駐車場", customer_id="c-2")
    assert "customer_id: there is no such argument" in said
    assert said.endswith("Its arguments: question, limit.")


def test_argument_out_of_bounds_is_refused(deps: ToolDeps) -> None:
    assert "limit: Input should be less than or equal to 10" in refusal_of(
        Toolbox(deps, known()).call, "search_faq", question="駐車場", limit=1_000
    )


def test_faq_is_answered_with_ids_scores_and_figures_in_place(deps: ToolDeps) -> None:
    found = Toolbox(deps, known()).call("search_faq", {"question": "車で来ますか", "limit": 1})
    (topic,) = found["topics"]
    assert (topic["id"], topic["score"], found["answered"]) == ("parking", 0.9, 0.8)
    assert "{" not in topic["answer"]


def test_plans_are_those_of_the_catalogue(deps: ToolDeps) -> None:
    plans = Toolbox(deps, known()).call("list_plans", {})
    assert {plan["id"]: plan["price"] for plan in plans["plans"]} == {
        name: plan.price for name, plan in deps.pack.plans.items()
    }
    assert {plan["id"] for plan in plans["business_plans"]} == set(deps.pack.business_plans)


def test_langchain_tool_returns_the_same_result(deps: ToolDeps) -> None:
    tool = named(build_tools(deps, known()), "search_faq")
    assert tool.invoke({"question": "駐車場"}) == Toolbox(deps, known()).call("search_faq", {"question": "駐車場"})
    assert tool.metadata == {"access": "read", "audience": ["customer", "qa", "staff"]}


def test_langchain_tool_tells_the_model_what_it_refuses(deps: ToolDeps) -> None:
    nobody = CustomerContext("c1", None, "m1", "予約は?", MORNING)
    tools = build_tools(deps, nobody)
    assert "Nobody is known" in named(tools, "get_my_record").invoke({})
    assert "there is no such argument" in named(tools, "search_faq").invoke({"question": "?", "customer_id": "c-1"})


def test_faults_are_not_told_but_seen(deps: ToolDeps, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(FakeRecords, "account", broken)
    with pytest.raises(ZeroDivisionError):
        named(build_tools(deps, known()), "get_my_usage").invoke({})


def test_write_is_collected_with_a_note_that_masks(deps: ToolDeps) -> None:
    context = known()
    made = Toolbox(deps, context).call("request_person", {"note": "電話は090-1234-5678、佐藤です"})
    opened, note = context.effects
    assert isinstance(opened, OpenHandover) and opened.ticket_id == made["ticket_id"]
    assert isinstance(note, NoteToolCall) and "[電話]" in note.arguments["note"]
    assert note.effect == {"effects": ["OpenHandover"]}


def test_person_is_promised_as_the_business_hours_say(deps: ToolDeps) -> None:
    at_night = CustomerContext("c1", "c-1", "m1", "人と話したい", MORNING + timedelta(hours=12))
    by_day = Toolbox(deps, known()).call("request_person", {})["promise"]
    assert by_day != Toolbox(deps, at_night).call("request_person", {})["promise"]


def test_somebody_who_waits_is_not_put_into_the_queue_twice(deps: ToolDeps) -> None:
    waiting = CustomerContext("c1", "c-1", "m1", "まだですか", MORNING, waiting=True)
    assert "called already" in refusal_of(Toolbox(deps, waiting).call, "request_person")
    assert waiting.effects == []


def test_person_is_called_once_a_turn(deps: ToolDeps) -> None:
    context = known()
    toolbox = Toolbox(deps, context)
    toolbox.call("request_person", {})
    assert "called already" in refusal_of(toolbox.call, "request_person")
    assert [type(effect) for effect in context.effects] == [OpenHandover, NoteToolCall]


@pytest.mark.parametrize("role", ["cs", "senior", "csm", "manager", "admin"])
def test_staff_without_writes_only_read(deps: ToolDeps, role: Role) -> None:
    reading, writing = staff_tools(deps, role), staff_tools(deps, role, writes=True)
    assert {tool.access for tool in reading.tools.values()} == {"read"}
    assert set(writing.tools) - set(reading.tools) == {"update_ticket"}


def test_role_is_checked_again_when_a_tool_runs(deps: ToolDeps) -> None:
    ticket_tool = staff_tools(deps, "csm").tools["list_tickets"]
    with pytest.raises(Exception, match="The role qa does not permit this") as caught:
        staff_tools(deps, "qa").run(ticket_tool, {})
    assert isinstance(caught.value.__cause__, NotAllowed)
