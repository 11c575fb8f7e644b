"""A plain loop of a model with tools (ReAct): what most agents do, to compare with."""

from collections import defaultdict
from typing import Any, Final

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from domain.dialogue import DialogueState
from domain.records import Records
from domain.reply import Reply
from domain.turn import TurnOutcome, TurnRequest
from evals.agents.agent import Agent
from graphs.composition import ConversationEngine, build_desk, load_reader
from graphs.topic_search import search_with
from services.settings import load_settings
from tests.fakes.llm_server import KEY, MODEL
from tools.context import CustomerContext, CustomerDeps
from tools.langchain import build_tools

MOST_STEPS: Final = 5
SYSTEM: Final = "あなたはカスタマーサポートの担当です。道具を使って調べ、お客さまに答えてください。"


class ReactAgent(Agent):
    """Answers each message by the model's own words after the tools it called.

    Args:
        engine: Whose pack and services it stands on.
        records: What is stored.
        url: Where the model is served.
    """

    def __init__(self, engine: ConversationEngine, records: Records, url: str) -> None:
        super().__init__(engine, records)
        self._model = ChatOpenAI(base_url=url, api_key=SecretStr(KEY), model=MODEL, max_retries=0, timeout=30)
        desk = build_desk(engine.pack, records)
        reader = load_reader(load_settings())[1]
        find = search_with(lambda: reader)
        self._deps = CustomerDeps(desk.pack, records, find, desk.hours, desk.promises, desk.new_id)
        self._said: dict[str, list[BaseMessage]] = defaultdict(lambda: [SystemMessage(SYSTEM)])

    def answer(self, request: TurnRequest) -> TurnOutcome:
        """Asks the model until it calls no more tools."""
        context = CustomerContext.of(request)
        tools = {tool.name: tool for tool in build_tools(self._deps, context)}
        model, messages = self._model.bind_tools(list(tools.values())), self._said[request.conversation_id]
        messages.append(HumanMessage(request.text))
        for _ in range(MOST_STEPS):
            said = model.invoke(messages)
            assert isinstance(said, AIMessage)
            messages.append(said)
            for call in said.tool_calls:
                result: Any = tools[call["name"]].invoke(call)
                assert isinstance(result, ToolMessage)
                messages.append(result)
            if not said.tool_calls:
                break
        reply = Reply("conversation", str(messages[-1].content), "react", 1.0)
        return TurnOutcome(reply, DialogueState().as_json(), tuple(context.effects), {"brain": "react"})
