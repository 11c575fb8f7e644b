"""Lets a model choose tools: bounded in steps, calls and time. What it says is nobody's answer; what it called is told.

Reading tools of one step run side by side, writing ones one by one. A result goes back to the model as
data, between marks it is told not to take orders from; whoever asked makes sentences of it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedEnough
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from agents.llm.client import LlmClient
from agents.llm.deadlines import Deadline
from agents.llm.faults import LlmFault
from agents.llm.prompting import Prompt
from agents.llm.turn import LlmTurn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.tools import BaseTool

AT_ONCE: Final = 4
"""Reading tools that run side by side."""

LONGEST_RESULT: Final = 4_000
"""Characters of a result that go back to the model."""


@dataclass(frozen=True)
class Called:
    """A tool that was called. `result` is None where it refused; then `refusal` says why."""

    tool: str
    arguments: Mapping[str, Any]
    result: Mapping[str, Any] | None
    refusal: str = ""


@dataclass(frozen=True)
class Bounds:
    """How often the model is asked, and how many tools are called, at most."""

    steps: int = 3
    calls: int = 8


@dataclass
class Looked:
    """What came of it.

    Attributes:
        called: Every tool that was called, in order; each with the same arguments once.
        steps: How often the model was asked.
    """

    called: list[Called] = field(default_factory=list)
    steps: int = 0


def run_tools(
    client: LlmClient,
    prompt: Prompt,
    tools: Sequence["BaseTool"],
    turn: LlmTurn,
    deadline: Deadline,
    bounds: Bounds,
    enough: Callable[[Sequence[Called]], bool],
) -> Looked:
    """Asks the model which tools to call, and calls them, until nothing is left to call.

    Args:
        client: What asks the model.
        prompt: What is asked.
        tools: What may be called, of one caller: whose data is meant follows from how they were made.
        turn: Whose data is masked, and on whose account it goes.
        deadline: When to be done.
        bounds: How much at most.
        enough: Whether what a step called needs no further look; saves the model's last word.

    Returns:
        What was called. A fault after the first step ends it with what there is.

    Raises:
        LlmFault: The model chose nothing that can be called.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    messages: list[BaseMessage] = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
    looked, known = Looked(), {tool.name: tool for tool in tools}
    while looked.steps < bounds.steps and len(looked.called) < bounds.calls and deadline.left > 0:
        try:
            answer = client.with_tools(messages, tools, turn, deadline, purpose=prompt.name, most=prompt.most)
        except LlmFault:
            if not looked.called:
                raise
            break
        looked.steps += 1
        calls = _new(answer.tool_calls, looked.called)[: bounds.calls - len(looked.called)]
        if not calls:
            break
        step = _run(calls, known, deadline)
        looked.called += step
        if enough(step):
            break
        messages += _told(answer.tool_calls, calls, step)
    return looked


def _new(calls: Sequence[Any], called: Sequence[Called]) -> list[Any]:
    """Calls that were not made yet, each once."""
    made = {_key(call.tool, call.arguments) for call in called}
    new: dict[str, Any] = {}
    for call in calls:
        key = _key(call["name"], call["args"])
        if key not in made:
            new.setdefault(key, call)
    return list(new.values())


def _key(tool: str, arguments: Mapping[str, Any]) -> str:
    return f"{tool} {json.dumps(arguments, sort_keys=True, ensure_ascii=False, default=str)}"


def _run(calls: Sequence[Any], tools: Mapping[str, "BaseTool"], deadline: Deadline) -> list[Called]:
    """Runs the calls of one step; what a slow look-up has not brought by the deadline is as good as refused."""
    reading = [call for call in calls if _reads(tools[call["name"]])]
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tool")
    try:
        # Each with the context of this turn, which its spans belong to.
        under_way = {id(call): pool.submit(copy_context().run, _call, tools[call["name"]], call) for call in reading}
        return [
            _awaited(under_way[id(call)], call, deadline) if id(call) in under_way else _call(tools[call["name"]], call)
            for call in calls
        ]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _awaited(future: "Future[Called]", call: Any, deadline: Deadline) -> Called:
    try:
        return future.result(timeout=deadline.left)
    except WaitedEnough:
        return Called(call["name"], call["args"], None, "There is no time left for this.")


def _reads(tool: "BaseTool") -> bool:
    return (tool.metadata or {}).get("access") == "read"


def _call(tool: "BaseTool", call: Any) -> Called:
    made = tool.invoke(call["args"])
    if isinstance(made, Mapping):
        return Called(call["name"], call["args"], made)
    return Called(call["name"], call["args"], None, str(made))


def _told(asked: Sequence[Any], run: Sequence[Any], step: Sequence[Called]) -> list["BaseMessage"]:
    """A step as the model reads it: its calls, and what each returned. The protocol wants an answer to every call."""
    from langchain_core.messages import AIMessage, ToolMessage

    results = {id(call): called for call, called in zip(run, step, strict=True)}
    messages: list[BaseMessage] = [AIMessage(content="", tool_calls=list(asked))]
    for call in asked:
        called = results.get(id(call))
        if called is None:
            told = {"refused": "This call was left out: it was made already, or there were too many."}
        elif called.result is None:
            told = {"refused": called.refusal}
        else:
            told = {"data": called.result}  # type: ignore[dict-item]
        content = json.dumps(told, ensure_ascii=False, default=str)[:LONGEST_RESULT]
        messages.append(ToolMessage(content=content, tool_call_id=call["id"]))
    return messages
