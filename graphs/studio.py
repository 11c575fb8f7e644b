"""The conversation graph as LangGraph's own tools run it: a thread is a conversation, a saver keeps its state.

Nothing is written: what a turn would write is shown beside its reply. `langgraph.json` names `make_graph`.
"""

from dataclasses import asdict
from typing import Any, TypedDict

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from domain.clock import Clock
from domain.text import accept
from domain.turn import Responder, TurnRequest
from graphs.composition import build_engine
from services.nobody import NobodyKnown
from services.settings import load_settings


class ThreadState(TypedDict, total=False):
    """A customer's text goes in; reply and effects come out; the dialogue is carried from turn to turn."""

    text: str
    reply: dict[str, Any]
    effects: list[dict[str, Any]]
    dialogue: dict[str, Any]


ThreadGraph = CompiledStateGraph[ThreadState, None, ThreadState, ThreadState]


def make_graph() -> ThreadGraph:
    """The graph over the pack and encoder of the settings; whoever runs it brings the saver."""
    settings = load_settings()
    clock = settings.clock()
    records = NobodyKnown()
    engine = build_engine(settings, records, clock)
    records.staff = engine.technicians()
    return build_thread_graph(engine, clock)


def build_thread_graph(engine: Responder, clock: Clock, saver: BaseCheckpointSaver[str] | None = None) -> ThreadGraph:
    """One node that plays a turn through the conversation graph.

    Args:
        engine: What answers.
        clock: Tells when a message was said.
        saver: Keeps the state of each thread.
    """

    def turn(state: ThreadState, config: RunnableConfig) -> ThreadState:
        thread = str(config.get("configurable", {}).get("thread_id", "thread"))
        request = TurnRequest(thread, thread, accept(state["text"]), clock.now(), state=state.get("dialogue", {}))
        outcome = engine.respond(request)
        return {
            "reply": outcome.reply.as_json(),
            "effects": [{"effect": type(effect).__name__, **asdict(effect)} for effect in outcome.effects],
            "dialogue": outcome.state,
        }

    graph = StateGraph(ThreadState)
    graph.add_node("turn", turn)
    graph.add_edge(START, "turn")
    graph.add_edge("turn", END)
    return graph.compile(checkpointer=saver)
