import json
from pathlib import Path

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from domain.effects import CancelVisit
from domain.turn import TurnOutcome, TurnRequest
from graphs import studio
from graphs.studio import build_thread_graph
from tests.fakes.clock import HandClock
from tests.fakes.engine import FakeEngine, echo, outcome


def test_thread_carries_its_dialogue_from_turn_to_turn() -> None:
    graph = build_thread_graph(FakeEngine(echo), HandClock(), InMemorySaver())
    thread: RunnableConfig = {"configurable": {"thread_id": "c_1"}}
    first = graph.invoke({"text": "一つ目"}, thread)
    second = graph.invoke({"text": "二つ目"}, thread)
    assert (first["reply"]["message"], second["reply"]["message"]) == ("1: 一つ目", "2: 二つ目")


def test_threads_know_nothing_of_each_other() -> None:
    graph = build_thread_graph(FakeEngine(echo), HandClock(), InMemorySaver())
    for thread in ("c_1", "c_2"):
        said = graph.invoke({"text": "こんにちは"}, {"configurable": {"thread_id": thread}})
        assert said["reply"]["message"] == "1: こんにちは"


def test_what_would_be_written_is_shown() -> None:
    def cancel(request: TurnRequest) -> TurnOutcome:
        return outcome("取り消しました", effects=[CancelVisit("bk_1", 0)])

    shown = build_thread_graph(FakeEngine(cancel), HandClock()).invoke({"text": "やめます"})["effects"]
    assert shown == [{"effect": "CancelVisit", "booking_id": "bk_1", "fee": 0}]


def test_file_for_langgraphs_tools_names_the_graph() -> None:
    root = Path(studio.__file__).parent.parent
    path, _, function = json.loads((root / "langgraph.json").read_text())["graphs"]["conversation"].partition(":")
    assert (root / path).resolve() == Path(studio.__file__)
    assert callable(getattr(studio, function))
