"""Calls of a model show in a turn's trace, and nothing personal with them."""

from collections.abc import Iterator

import pytest

from agents.llm.client import LlmClient
from agents.llm.deadlines import Deadline
from agents.llm.faults import LlmFault
from agents.llm.prompting import Prompt
from agents.llm.turn import LlmTurn
from agents.llm.wire import Endpoint
from services.tracing import traced
from tests.fakes.llm_server import FAULTS, KEY, MODEL, LlmServer, llm_server
from tests.fakes.traces import Traces

PROMPT = Prompt("wording", 1, "Answer.", "高橋麻衣です。080-9876-5432")


@pytest.fixture(scope="module")
def server() -> Iterator[LlmServer]:
    with llm_server() as server:
        yield server


@pytest.fixture
def client(server: LlmServer) -> Iterator[LlmClient]:
    client = LlmClient(Endpoint(server.url, KEY, MODEL))
    yield client
    client.close()


def test_call_is_traced_with_its_tokens_and_masked_content(client: LlmClient) -> None:
    traces = Traces(content=True)
    with traced(traces.tracing, "turn", {}):
        turn = LlmTurn(Deadline(30), lambda: ("高橋麻衣",))
        "".join(client.stream(PROMPT, turn, turn.deadline))
    seen = traces.attributes(f"chat {MODEL}")
    assert seen["gen_ai.operation.name"] == "chat"
    assert seen["gen_ai.usage.input_tokens"] > 0
    assert "[氏名1]です。[電話1]" in seen["gen_ai.input.messages"]
    assert "高橋" not in traces.shown() and "9876" not in traces.shown()


def test_call_that_fails_names_the_kind_of_fault(server: LlmServer, client: LlmClient) -> None:
    traces = Traces()
    with traced(traces.tracing, "turn", {}):
        server.script.append(FAULTS["status_500"]())
        turn = LlmTurn(Deadline(30))
        with pytest.raises(LlmFault):
            "".join(client.stream(PROMPT, turn, turn.deadline))
    assert traces.attributes(f"chat {MODEL}")["error.type"] == "status_5xx"
