"""The graph with a language model behind it: what it may change, and that nothing is missed when it is out."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from agents.llm.client import LlmClient
from agents.llm.model import LanguageModel, LlmTerms
from agents.llm.spending import Prices
from agents.llm.wire import Endpoint
from domain.dialogue import DialogueState
from domain.llm_spending import Limit, Spent
from domain.turn import TurnOutcome, TurnRequest
from graphs.composition import ConversationEngine
from knowledge.pack import Pack, load_pack
from tests.fakes.brains import scripted_engine
from tests.fakes.clock import MORNING
from tests.fakes.llm_server import FAULTS, KEY, MODEL, LlmServer, Said, llm_server
from tests.fakes.records import FakeRecords
from tests.unit.knowledge.conftest import FLORIST

ASKED = "お相手の方と話し合ったり、手紙を渡したりしたことはありますか？"
NOISY = "上の階の足音で3か月眠れず困っています"
UNCLEAR = "前に頼んだあれのことなんですが"
TORN = "何度も同じことを説明しています"
DANGER = "もう死にたいです"
SCRIPT: dict[str, dict[str, Any]] = {
    NOISY: {"intent": "trouble", "slots": {"noise_type": "footsteps"}, "feeling": ("anxiety", "neighbour", 2)},
    UNCLEAR: {
        "confidence": 0.3,
        "answerable": 0.4,
        "decision": "ask_back",
        "topics": {"price-list": 0.4, "cancel-fee": 0.3},
        "intents": (("question", 0.3), ("my_booking", 0.2)),
    },
    TORN: {"intent": "question", "handover": 0.45, "trigger": "impatience", "topics": {"price-list": 0.4}},
    DANGER: {"intent": "trouble", "danger": "self_harm", "confidence": 0.2, "topics": {"price-list": 0.4}},
}
HEARD = {
    "intent": "question",
    "topics": [],
    "feeling": "neutral",
    "at": "none",
    "strength": 0,
    "person": "none",
    "slots": [],
}
TERMS = LlmTerms(prices=Prices(1.0, 2.0))
NOTHING = Spent()


pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
"""The library warns of what broken endpoints send."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[LlmServer]:
    with llm_server() as server:
        yield server


@pytest.fixture
def llm(endpoint: LlmServer) -> LlmServer:
    endpoint.script.clear()
    endpoint.asked.clear()
    return endpoint


def engine_of(pack: Pack, llm: LlmServer, terms: LlmTerms = TERMS, spent: Spent = NOTHING) -> ConversationEngine:
    records = FakeRecords(spent=(spent, spent))
    model = LanguageModel(LlmClient(Endpoint(llm.url, KEY, MODEL)), terms, records)
    model.client.prepare()
    return scripted_engine(pack, records, SCRIPT, model=model)


def say(engine: ConversationEngine, text: str, told: list[str] | None = None, **fields: Any) -> TurnOutcome:
    tell = told.append if told is not None else None
    return engine.respond(TurnRequest("c1", "m1", text, MORNING, tell=tell, **fields))


def heard(**changes: Any) -> Said:
    return Said(json.dumps({**HEARD, **changes}))


def test_a_reply_is_worded_and_told_sentence_by_sentence(pack: Pack, llm: LlmServer) -> None:
    llm.script.append(Said(f"それはおつらいですね。\n{ASKED}", size=3))
    told: list[str] = []
    outcome = say(engine_of(pack, llm), NOISY, told)
    assert outcome.reply.message == f"それはおつらいですね。\n{ASKED}"
    assert len(told) > 1
    assert "".join(told) == outcome.reply.message
    assert outcome.record["brain"] == "llm"
    assert outcome.record["llm"]["calls"] == outcome.spent.calls == 1
    assert outcome.spent.yen > 0


def test_the_customers_own_figures_may_be_said_back(pack: Pack, llm: LlmServer) -> None:
    llm.script.append(Said(f"3か月眠れず、おつらいですね。\n{ASKED}"))
    assert say(engine_of(pack, llm), NOISY).reply.message.startswith("3か月眠れず、おつらいですね。")


def test_what_the_model_claims_never_goes_out(pack: Pack, llm: LlmServer) -> None:
    llm.script.append(Said("必ず解決します。\n料金は500円です。\n弁護士に訴えましょう。"))
    outcome = say(engine_of(pack, llm), NOISY)
    plain = say(scripted_engine(pack, FakeRecords(), SCRIPT), NOISY)
    assert outcome.reply == plain.reply
    assert outcome.record["fell_back"]
    assert sum(outcome.record["llm"]["dropped"].values()) == 2  # then it is read no further


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"slow_headers", "slow_drip", "stalls"}))
def test_no_fault_is_noticed(pack: Pack, llm: LlmServer, fault: str) -> None:
    engine, plain = engine_of(pack, llm), scripted_engine(pack, FakeRecords(), SCRIPT)
    for text in (NOISY, UNCLEAR):
        llm.script.extend([FAULTS[fault](), FAULTS[fault]()])
        outcome = say(engine, text)
        assert (outcome.reply.route, outcome.reply.asks) == (say(plain, text).reply.route, say(plain, text).reply.asks)
        assert "{F" not in outcome.reply.message
        llm.script.clear()


@pytest.mark.parametrize("fault", ["slow_headers", "slow_drip", "stalls"])
def test_what_is_too_slow_is_not_waited_for(pack: Pack, llm: LlmServer, fault: str) -> None:
    llm.script.append(FAULTS[fault]())
    outcome = say(engine_of(pack, llm, replace(TERMS, first_sentence=0.3, understanding=0.3)), NOISY)
    assert outcome.reply == say(scripted_engine(pack, FakeRecords(), SCRIPT), NOISY).reply
    assert outcome.record["llm"]["faults"] == {"timeout": 1}
    assert not outcome.record["fell_back"]


def test_an_unclear_message_is_understood_by_the_model(pack: Pack, llm: LlmServer) -> None:
    llm.script.append(heard(intent="my_booking"))
    outcome = say(engine_of(pack, llm), UNCLEAR)
    assert outcome.record["intent"] == "my_booking"
    assert outcome.record["understood_by"] == "llm"
    assert outcome.reply.route == "serve_account"


def test_the_model_chooses_among_the_topics_that_were_found(pack: Pack, llm: LlmServer) -> None:
    llm.script.append(heard(topics=["no-such-topic", "cancel-fee"]))
    outcome = say(engine_of(pack, llm), UNCLEAR)
    assert outcome.reply.type == "faq"
    assert [source.id for source in outcome.reply.sources] == ["cancel-fee"]


def test_where_the_local_brain_was_torn_the_model_decides_whether_a_person_is_due(pack: Pack, llm: LlmServer) -> None:
    llm.script.append(heard(person="none"))
    assert say(engine_of(pack, llm), TORN).reply.type != "escalation"
    llm.script.append(heard(person="anger"))
    outcome = say(engine_of(pack, llm), TORN)
    assert outcome.reply.handover is not None
    assert outcome.reply.handover.trigger == "anger"


def test_danger_is_never_the_models_to_judge(pack: Pack, llm: LlmServer) -> None:
    outcome = say(engine_of(pack, llm), DANGER)
    assert outcome.reply.handover is not None
    assert outcome.reply.handover.trigger == "safety"
    assert llm.asked == []


def test_slots_are_taken_from_the_packs_vocabulary_only(pack: Pack, llm: LlmServer) -> None:
    slots = [{"slot": "source", "value": "upstairs"}, {"slot": "source", "value": "moon"}, {"slot": "x", "value": "y"}]
    llm.script.append(heard(intent="trouble", slots=slots))
    assert say(engine_of(pack, llm), UNCLEAR).state["slots"] == {"source": "upstairs"}


def test_nothing_personal_is_sent_and_the_rest_of_the_prompt_stays_the_same(pack: Pack, llm: LlmServer) -> None:
    engine = engine_of(pack, llm)
    for text in (NOISY, NOISY + "。佐藤花子です。電話は090-1234-5678、メールはsato@example.comです"):
        SCRIPT.setdefault(text, SCRIPT[NOISY])
        say(engine, text, customer_id="c-1")
    sent = json.dumps([asked.messages for asked in llm.asked], ensure_ascii=False)
    assert len(llm.asked) == 2
    assert not any(word in sent for word in ("佐藤", "090", "sato@", "杉並"))
    assert len({asked.messages[0]["content"] for asked in llm.asked}) == 1


@pytest.mark.parametrize("asks", ["name", "address", "phone", "email", "code", "contact"])
def test_nobody_asks_a_model_about_an_answer_that_is_personal(pack: Pack, llm: LlmServer, asks: str) -> None:
    state = DialogueState(flow="booking", asks=asks, draft={"plan": "light"}).as_json()
    say(engine_of(pack, llm), UNCLEAR, state=state)
    assert llm.asked == []


@pytest.mark.parametrize("limit", [Limit(tokens=1_000), Limit(yen=5.0)])
@pytest.mark.parametrize("scope", ["conversation", "day"])
def test_beyond_its_budget_the_local_brain_goes_on_alone(pack: Pack, llm: LlmServer, limit: Limit, scope: str) -> None:
    whole = scope == "conversation"
    terms = replace(TERMS, per_conversation=limit if whole else Limit(), per_day=Limit() if whole else limit)
    outcome = say(engine_of(pack, llm, terms, Spent(3, 999, 4.99)), NOISY)
    assert outcome.reply == say(scripted_engine(pack, FakeRecords(), SCRIPT), NOISY).reply
    assert outcome.record["llm"]["faults"] == {"budget": 1}
    assert llm.asked == []


def test_a_pack_that_says_nothing_of_a_model_is_served_without(llm: LlmServer) -> None:
    florist = load_pack(FLORIST)
    say(engine_of(florist.model_copy(update={"language_model": None}), llm), NOISY)
    assert llm.asked == []
