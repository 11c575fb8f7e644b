"""Over real HTTP: which tools a scripted model chooses, and what is made of it."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from agents.llm.client import LlmClient
from agents.llm.deadlines import Deadline
from agents.llm.faults import LlmFault
from agents.llm.prompting import Prompt
from agents.llm.tool_loop import Bounds, Looked, run_tools
from agents.llm.turn import LlmTurn
from agents.llm.wire import Endpoint
from tests.fakes.llm_server import FAULTS, KEY, MODEL, Call, LlmServer, Said, llm_server

PATIENCE = 30.0
"""Seconds."""

BOUNDS = Bounds()
PROMPT = Prompt("choose", 1, "Choose.", "<message>\n請求書と予約を教えて\n</message>")


def look_up(question: str) -> dict[str, Any]:
    """Looks something up."""
    if question == "secret":
        raise ToolException("That is not told.")
    return {"answer": question.upper()}


def tool(name: str, func: Any = look_up, access: str = "read") -> BaseTool:
    return StructuredTool.from_function(func, name=name, metadata={"access": access}, handle_tool_error=True)


@pytest.fixture(scope="module")
def server() -> Iterator[LlmServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def client(server: LlmServer) -> Iterator[LlmClient]:
    client = LlmClient(Endpoint(server.url, KEY, MODEL))
    yield client
    client.close()


def choose(client: LlmClient, *tools: BaseTool, bounds: Bounds = BOUNDS, enough: bool = False) -> Looked:
    turn = LlmTurn(Deadline(PATIENCE))
    return run_tools(client, PROMPT, tools, turn, turn.deadline, bounds, lambda step: enough)


def calls(*questions: str, tool: str = "look_up") -> Said:
    return Said(None, tuple(Call(tool, {"question": question}) for question in questions))


def results(looked: Looked) -> list[Any]:
    return [call.result for call in looked.called]


def test_results_go_back_to_the_model_as_data(server: LlmServer, client: LlmClient) -> None:
    server.script.extend([calls("a", "b"), Said("なし")])
    looked = choose(client, tool("look_up"))
    assert (results(looked), looked.steps) == ([{"answer": "A"}, {"answer": "B"}], 2)
    told = [json.loads(message["content"]) for message in server.asked[-1].results]
    assert told == [{"data": {"answer": "A"}}, {"data": {"answer": "B"}}]


def test_look_ups_of_one_step_run_side_by_side(server: LlmServer, client: LlmClient) -> None:
    together = threading.Barrier(2, timeout=PATIENCE)

    def meet(question: str) -> dict[str, Any]:
        """Returns once somebody else looks something up too."""
        together.wait()
        return {"met": question}

    server.script.append(calls("a", "b"))
    assert results(choose(client, tool("look_up", meet), enough=True)) == [{"met": "a"}, {"met": "b"}]


def test_what_a_tool_refuses_is_told_and_may_be_tried_otherwise(server: LlmServer, client: LlmClient) -> None:
    server.script.extend([calls("secret"), calls("a"), Said("なし")])
    looked = choose(client, tool("look_up"))
    assert [(call.result, call.refusal) for call in looked.called] == [
        (None, "That is not told."),
        ({"answer": "A"}, ""),
    ]


def test_the_same_call_is_made_once(server: LlmServer, client: LlmClient) -> None:
    server.script.extend([calls("a", "a"), calls("a")])
    assert results(choose(client, tool("look_up"))) == [{"answer": "A"}]


def test_a_model_that_never_ends_is_held_to_its_bounds(server: LlmServer, client: LlmClient) -> None:
    server.script.extend([calls(*map(str, range(10))), calls("x", "y"), calls("z")])
    looked = choose(client, tool("look_up"), bounds=Bounds(steps=2, calls=4))
    assert (len(looked.called), looked.steps) == (4, 1)
    server.script.clear()


@pytest.mark.parametrize("fault", ["unknown_tool", "broken_call", "status_500", "cut", "refusal", "none"])
def test_a_fault_of_the_first_step_is_raised(server: LlmServer, client: LlmClient, fault: str) -> None:
    server.script.extend([FAULTS[fault](), FAULTS[fault]()])  # some are worth a second try
    client.breaker.succeeded()
    with pytest.raises(LlmFault):
        choose(client, tool("look_up"))
    server.script.clear()


def test_a_later_fault_keeps_what_was_found(server: LlmServer, client: LlmClient) -> None:
    client.breaker.succeeded()
    server.script.extend([calls("a"), FAULTS["unknown_tool"]()])
    assert results(choose(client, tool("look_up"))) == [{"answer": "A"}]
