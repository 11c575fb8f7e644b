"""The graph over a scripted brain: what the nodes around the skills add."""

from typing import Any

import pytest

from domain.dialogue import DialogueState
from domain.effects import OpenHandover
from domain.turn import OpenTicket, TurnOutcome, TurnRequest
from graphs.composition import ConversationEngine
from knowledge.pack import Pack, load_pack
from tests.fakes.brains import scripted_engine
from tests.fakes.clock import MORNING
from tests.fakes.records import FakeRecords
from tests.fakes.traces import Traces
from tests.unit.knowledge.conftest import FLORIST

SCRIPT: dict[str, dict[str, Any]] = {
    "料金は?": {"topics": ["price-list"]},
    "足音がうるさい": {"intent": "trouble", "slots": {"noise_type": "footsteps"}},
    "ひどい対応だ": {"intent": "grievance", "handover": 0.35, "feeling": ("anger", "company", 2), "trigger": "anger"},
    "天気は?": {"intent": "off_topic"},
    "うーん": {"intent": "affirm"},
}


@pytest.fixture(scope="module")
def engine(pack: Pack) -> ConversationEngine:
    return scripted_engine(pack, FakeRecords(), SCRIPT)


def play(engine: ConversationEngine, *texts: str, ticket: OpenTicket | None = None) -> list[TurnOutcome]:
    outcomes: list[TurnOutcome] = []
    for text in texts:
        state = outcomes[-1].state if outcomes else {}
        outcomes.append(engine.respond(TurnRequest("c1", "m1", text, MORNING, state=state, ticket=ticket)))
    return outcomes


def test_turn_is_counted_and_recorded(engine: ConversationEngine) -> None:
    first, second = play(engine, "料金は?", "足音がうるさい")
    assert DialogueState.from_json(second.state).turn == 2
    assert first.record["route"] == "faq"
    assert first.record["brain"] == "local"
    assert first.record["ms"] >= 0


def test_record_holds_no_text_of_the_customer(engine: ConversationEngine) -> None:
    (outcome,) = play(engine, "料金は?")
    assert "料金は?" not in str(outcome.record)


def test_buttons_of_a_question_are_expected_next(engine: ConversationEngine) -> None:
    (outcome,) = play(engine, "足音がうるさい")
    assert list(outcome.state["expects"]) == [option.value for option in outcome.reply.options]


def test_third_turn_without_progress_calls_a_person(engine: ConversationEngine) -> None:
    outcomes = play(engine, "うーん", "うーん", "うーん")
    assert [outcome.reply.type for outcome in outcomes] == ["conversation", "conversation", "escalation"]
    assert outcomes[-1].reply.handover is not None
    assert outcomes[-1].reply.handover.trigger == "stalled"


def test_progress_between_starts_the_count_again(engine: ConversationEngine) -> None:
    assert play(engine, "うーん", "うーん", "料金は?", "うーん")[-1].reply.type == "conversation"


def test_second_uncovered_subject_calls_a_person(engine: ConversationEngine) -> None:
    outcome = play(engine, "天気は?", "天気は?")[-1]
    assert outcome.reply.handover is not None
    assert outcome.reply.handover.trigger == "uncovered"


def test_nobody_is_called_twice(engine: ConversationEngine) -> None:
    waiting = OpenTicket("tk", "human_request", "normal", claimed=False)
    outcome = play(engine, "うーん", "うーん", "うーん", ticket=waiting)[-1]
    assert not any(isinstance(effect, OpenHandover) for effect in outcome.effects)


def test_displeasure_adds_up_until_a_person_is_due(engine: ConversationEngine) -> None:
    first, second = play(engine, "ひどい対応だ", "ひどい対応だ")
    assert first.reply.handover is None
    assert second.reply.handover is not None
    assert second.reply.handover.trigger == "anger"


def test_bot_says_nothing_where_a_person_has_the_conversation(engine: ConversationEngine) -> None:
    (outcome,) = play(engine, "料金は?", ticket=OpenTicket("tk", "anger", "high", claimed=True))
    assert (outcome.reply.message, outcome.reply.owner, outcome.effects) == ("", "person", ())


def test_state_of_another_version_is_refused(engine: ConversationEngine) -> None:
    with pytest.raises(ValueError, match="version 7"):
        engine.respond(TurnRequest("c1", "m1", "料金は?", MORNING, state={"version": 7}))


def test_state_stays_small_however_long_the_conversation(engine: ConversationEngine) -> None:
    outcomes = play(engine, *["料金は?", "足音がうるさい"] * 20)
    assert len(str(outcomes[-1].state)) <= len(str(outcomes[3].state)) + 20


def test_greeting_offers_the_first_steps(engine: ConversationEngine) -> None:
    greeting = engine.greeting()
    assert greeting.message.startswith("こんにちは。ZENBUサポートのAIアシスタントです。")
    assert [option.label for option in greeting.options] == ["無料診断をはじめる", "今すぐ予約する", "人と話したい"]


def test_two_packs_live_side_by_side(engine: ConversationEngine) -> None:
    florist = scripted_engine(load_pack(FLORIST), FakeRecords(), SCRIPT)
    assert "花束の値段" in [source.title for source in play(florist, "料金は?")[0].reply.sources]
    assert "料金一覧" in [source.title for source in play(engine, "料金は?")[0].reply.sources]


def test_turn_and_its_steps_are_traced_without_words(pack: Pack) -> None:
    traces = Traces()
    play(scripted_engine(pack, FakeRecords(), SCRIPT, traces.tracing), "料金は?")
    steps = [span.name for span in traces.spans]
    assert steps == ["node perceive", "node answer_faq", "node word", "node verify", "invoke_agent zenbu"]
    turn = traces.attributes("invoke_agent zenbu")
    assert (turn["gen_ai.conversation.id"], turn["zenbu.route"], turn["zenbu.brain"]) == ("c1", "faq", "local")
    assert "料金は" not in traces.shown()
