from typing import Any

import pytest

from graphs.composition import ConversationEngine
from graphs.understanding import UnreadableLine, understand
from knowledge.pack import Pack
from tests.fakes.brains import scripted_engine
from tests.fakes.clock import MORNING
from tests.fakes.records import FakeRecords

ANGRY = {"intent": "grievance", "handover": 0.9, "trigger": "anger", "feeling": ("anger", "company", 3)}
SCRIPT: dict[str, dict[str, Any]] = {
    "料金は?": {"topics": {f"t{n}": 0.5 / n for n in range(1, 8)} | {}, "decision": "answer"},
    "料金を教えて": {"topics": ["price-list"]},
    "足音がうるさい": {"intent": "trouble", "slots": {"noise_type": "footsteps"}},
    "毎日です": {"intent": "trouble", "slots": {"frequency": "daily"}},
    "もういい": ANGRY,
    "人を出して": {"intent": "request_person", "handover": 1.0},
}


@pytest.fixture(scope="module")
def engine(pack: Pack) -> ConversationEngine:
    return scripted_engine(pack, FakeRecords(), SCRIPT)


def read(engine: ConversationEngine, **line: Any) -> dict[str, Any]:
    return understand(engine, {"id": "x", **line}, MORNING)


def test_message_is_told_as_it_was_understood(engine: ConversationEngine) -> None:
    result = read(engine, text="料金は?")
    assert (result["id"], result["intent"], result["decision"], result["answerable"]) == (
        "x",
        "question",
        "answer",
        True,
    )
    assert result["sentiment"] == {"label": "neutral", "target": "none", "intensity": 0}
    assert result["handover"] is None


def test_five_topics_are_told_best_first(engine: ConversationEngine) -> None:
    assert [topic["id"] for topic in read(engine, text="料金は?")["faq"]] == ["t1", "t2", "t3", "t4", "t5"]


def test_every_slot_is_told_unsaid_ones_as_null(engine: ConversationEngine) -> None:
    slots = read(engine, text="足音がうるさい")["slots"]
    assert slots["noise_type"] == "footsteps"
    assert slots["wants"] is None
    assert len(slots) == 10


def test_handover_is_told_with_its_priority(engine: ConversationEngine) -> None:
    assert read(engine, text="もういい")["handover"] == {"trigger": "anger", "priority": "high"}


def test_dates_are_read_at_the_time_of_the_line(engine: ConversationEngine) -> None:
    assert read(engine, text="明日の夜")["dates"] == ["2026-11-26"]
    assert read(engine, text="明日の夜", now="2027-01-01T09:00")["dates"] == ["2027-01-02"]
    assert read(engine, text="明日の夜")["part"] == "night"


@pytest.mark.parametrize("text", ["", "  ", "あ" * 2001])
def test_message_nobody_could_read_is_told_with_its_fault(engine: ConversationEngine, text: str) -> None:
    result = read(engine, text=text)
    assert (result["answerable"], result["decision"], result["handover"]) == (False, "decline", None)
    assert result["error"].startswith("The message")


@pytest.mark.parametrize("wrapped", [False, True])
def test_conversation_is_played_with_its_replies(engine: ConversationEngine, wrapped: bool) -> None:
    turns: list[Any] = ["足音がうるさい", "毎日です"]
    if wrapped:
        turns = [{"role": "customer", "text": text} for text in turns]
    result = read(engine, turns=turns)
    assert [reply["turn"] for reply in result["replies"]] == [0, 1]
    assert result["slots"]["noise_type"] == "footsteps"
    assert result["slots"]["frequency"] == "daily"
    assert (result["at"], result["handover"]) == (None, None)


def test_first_turn_at_which_a_person_is_due_is_told(engine: ConversationEngine) -> None:
    result = read(engine, turns=["足音がうるさい", "人を出して", "もういい"])
    assert (result["at"], result["handover"]) == (1, {"trigger": "human_request", "priority": "normal"})
    assert result["replies"][2]["handover"]["priority"] == "high"


def test_turns_of_others_are_passed_over_but_counted(engine: ConversationEngine) -> None:
    turns = [{"role": "bot", "text": "こんにちは"}, {"text": "料金を教えて"}, {"role": "user", "text": "もういい"}]
    result = read(engine, turns=turns)
    assert [reply["turn"] for reply in result["replies"]] == [1, 2]
    assert result["at"] == 2


def test_what_the_bot_may_say_after_the_handover_is_played_too(engine: ConversationEngine) -> None:
    result = read(engine, turns=["もういい", "料金を教えて"])
    assert result["replies"][1]["type"] == "faq"


def test_unreadable_turn_does_not_end_the_conversation(engine: ConversationEngine) -> None:
    result = read(engine, turns=[" ", "料金を教えて"])
    assert "error" in result["replies"][0]
    assert result["replies"][1]["type"] == "faq"


def test_conversation_without_turns_is_empty(engine: ConversationEngine) -> None:
    assert read(engine, turns=[])["replies"] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({}, 'a line needs "text"'),
        ({"text": 5}, 'a line needs "text"'),
        ({"turns": "料金は?"}, 'a line needs "text"'),
        ({"turns": [5]}, "turn 0 is neither a text nor an object"),
        ({"turns": ["料金は?", {"role": "customer"}]}, "turn 1 is neither a text nor an object"),
        ({"text": "料金は?", "now": "yesterday"}, "give an ISO 8601 time"),
    ],
)
def test_line_of_another_shape_is_refused(engine: ConversationEngine, line: dict[str, Any], words: str) -> None:
    with pytest.raises(UnreadableLine, match=words):
        read(engine, **line)
