"""Graders on conversations made by hand: each passes what is right and names what is wrong."""

from typing import Any

import pytest

from evals.cases import Case
from evals.graders import Grader, build_graders, grade
from evals.graders.end_state import end_state
from evals.graders.facts import facts
from evals.graders.handover import handover, judge
from evals.graders.leaks import leaks
from evals.graders.replies import replies
from evals.graders.retrieval import retrieval
from evals.graders.routes import routes
from evals.graders.tone import tone
from evals.graders.tools import tools
from evals.graders.turns import turns
from evals.graders.understanding import understanding
from evals.played import Said, Snapshot
from knowledge.pack import Pack, load_pack, pack_path
from tests.unit.evals.cases_made import card, case, evidence, reading, reply, said

BOOKED: dict[str, Any] = {
    "booking": "bk-1",
    "customer": "sato",
    "plan": "light",
    "start": "2026-11-28T19:00",
    "status": "booked",
    "amount": 8800,
    "addons": [],
    "fees": 0,
    "contact": {"payment": "クレジットカード", "address": "東京都杉並区桃井1-2-3 101号室"},
}
CANCELLED = {**BOOKED, "booking": "bk-ito", "status": "cancelled", "fees": 2640, "fee": 2640}
TICKET = {"trigger": "anger", "priority": "high", "senior": True, "status": "open", "promise": "", "contact": None}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))


@pytest.fixture(scope="module")
def of_facts(pack: Pack) -> Grader:
    return facts(pack)


@pytest.mark.parametrize(
    ("end", "after", "fault"),
    [
        ({"booked": {"plan": "light", "start": "2026-11-28T19:00", "amount": 8800}}, Snapshot(booked=(BOOKED,)), None),
        ({"booked": {"address": "桃井1-2-3", "payment": "クレジットカード"}}, Snapshot(booked=(BOOKED,)), None),
        ({"booked": {"amount": 8000}}, Snapshot(booked=(BOOKED,)), "amount is 8800, not 8000"),
        ({"booked": {"start_in": ["2026-11-29T09:00", "2026-11-30T09:00"]}}, Snapshot(booked=(BOOKED,)), "not within"),
        ({"booked": {"plan": "light"}}, Snapshot(booked=(BOOKED, BOOKED)), "2 × booking made, not 1"),
        ({"booked": "none"}, Snapshot(booked=(BOOKED,)), "1 × booking made, not 0"),
        ({"booked": "none"}, Snapshot(), None),
        ({"changed": {"booking": "bk-ito", "fee": 2640}}, Snapshot(changed=(CANCELLED,)), None),
        ({"changed": {"booking": "bk-ito", "fee": 0}}, Snapshot(changed=(CANCELLED,)), "fee is 2640, not 0"),
        ({"tickets": {"trigger": ["anger", "complaint"]}}, Snapshot(tickets=(TICKET,)), None),
        ({"tickets": {"trigger": "refund"}}, Snapshot(tickets=(TICKET,)), "trigger is anger, not refund"),
        ({"slots": {"noise_type": "music"}}, Snapshot(slots={"noise_type": "music"}), None),
        ({"slots": {"noise_type": None}}, Snapshot(slots={"noise_type": "music"}), "not None"),
        ({"known_as": "none"}, Snapshot(known_as="x@example.com"), "known as"),
        ({"tickets": "none"}, Snapshot(strangers=("bk-else",)), "another customer's booking bk-else"),
    ],
)
def test_end_state_is_what_the_case_names(end: dict[str, Any], after: Snapshot, fault: str | None) -> None:
    faults = end_state()(evidence(case(end=end), said(), after=after))
    assert faults is not None
    assert bool(faults) == (fault is not None)
    assert fault is None or any(fault in line for line in faults)


def test_order_of_two_bookings_does_not_matter() -> None:
    other = {**BOOKED, "plan": "premium"}
    of = case(end={"booked": [{"plan": "premium"}, {"plan": "light"}]})
    assert end_state()(evidence(of, said(), after=Snapshot(booked=(BOOKED, other)))) == []


CALL: dict[str, Any] = {
    "effects": ("open_handover",),
    "handover": {"trigger": "anger", "priority": "high", "promise": "", "ticket_id": "t"},
}


@pytest.mark.parametrize(
    ("wanted", "called_at", "timing"),
    [
        ({"at": 1}, 1, "right"),
        ({"at": 1}, 0, "premature"),
        ({"at": 0}, 2, "late"),
        ({"at": 0, "latest": 2}, 2, "right"),
        ({"at": 1}, None, "missed"),
        ({}, 2, "right"),
        ("none", 2, "needless"),
        ("none", None, "rightly_none"),
    ],
)
def test_handover_is_timed_against_the_turn_it_is_due(wanted: Any, called_at: int | None, timing: str) -> None:
    turns = [said(**(CALL if place == called_at else {})) for place in range(3)]
    judged = judge(evidence(case(handover=wanted), *turns))
    assert judged is not None
    assert judged.timing == timing


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ({"triggers": ["anger"], "priority": "high"}, None),
        ({"triggers": ["refund"]}, "trigger is anger"),
        ({"priority": "normal"}, "priority is high"),
    ],
)
def test_handover_has_the_right_reason(wanted: dict[str, Any], fault: str | None) -> None:
    faults = handover()(evidence(case(handover=wanted), said(**CALL)))
    assert faults is not None
    assert [fault] == [None] if not faults else fault is not None and fault in faults[0]


def simulated(**goal: Any) -> Case:
    return case(simulate={"goal": {"wants": "learn", "topics": ["price-list"], **goal}})


@pytest.mark.parametrize(
    ("turns", "timing"),
    [
        ([said(), said(**CALL)], "needless"),
        ([said(), said(allows_person=True, **CALL)], "right"),
        ([said(), said(due="impatience", **CALL)], "right"),
        ([said(due="impatience"), said(**CALL)], "late"),
        ([said(due="impatience"), said()], "missed"),
        ([said(), said()], "rightly_none"),
    ],
)
def test_handover_of_a_simulated_customer_is_due_when_they_say_so(turns: list[Said], timing: str) -> None:
    judged = judge(evidence(simulated(), *turns))
    assert judged is not None
    assert judged.timing == timing


@pytest.mark.parametrize(
    ("expect", "given", "fault"),
    [
        ({"type": "faq"}, {"type": "booking"}, "type is booking"),
        ({"route": ["faq", "clarify"]}, {"route": "book"}, "route is book"),
        ({"not_route": "faq"}, {}, "route is faq"),
        ({"asks": "wish"}, {}, "asks for nothing"),
        ({"asks": "none"}, {"asks": "wish"}, "not nothing"),
        ({"says": "8,800円"}, {}, "does not say"),
        ({"never": "かしこまり"}, {}, "says かしこまり"),
        ({"sources": "price-list"}, {}, "does not name the source"),
        ({"options": "はい"}, {}, "no button"),
        ({"plan": "light"}, {"recommendation": {"plan": "premium"}}, "recommends plan premium"),
        ({"booking": {"fee": 0}}, {"booking": card(fee=2640)}, "fee is 2640"),
        ({"booking": {"status": "offered"}}, {}, "shows no booking"),
        ({"priority": "high"}, {"handover": {"priority": "low", "trigger": "refund"}}, "priority is low"),
    ],
)
def test_reply_is_what_the_case_expects(expect: dict[str, Any], given: dict[str, Any], fault: str) -> None:
    of = case(turns=[{"says": "こんにちは", "expect": expect}])
    faults = replies()(evidence(of, said(**given)))
    assert faults is not None
    assert any(fault in line for line in faults)


def test_reply_that_meets_everything_passes() -> None:
    expect = {"type": "conversation", "route": "faq", "asks": "none", "says": "かしこ", "never": "返金"}
    of = case(turns=[{"says": "こんにちは", "expect": expect}], last=expect, every=expect)
    assert replies()(evidence(of, said())) == []


def test_silence_of_a_bot_that_owns_the_conversation_is_a_fault() -> None:
    assert replies()(evidence(case(), said(""))) == ["turn 0: says nothing"]
    assert replies()(evidence(case(), said("", owner="person"))) == []


def test_script_that_was_never_asked_is_a_fault() -> None:
    faults = replies()(evidence(case(), said(), ending="stuck", why="asked for name, never (again) for: wish"))
    assert faults == ["the conversation broke off: asked for name, never (again) for: wish"]


@pytest.mark.parametrize(
    ("message", "sources", "fault"),
    [
        ("ライトプランは8,800円（税込）で、測定1時間、簡易レポートです。", [], None),
        ("ライトプランは8,900円（税込）で、測定1時間、簡易レポートです。", [], "the price 8900円"),
        ("お気持ち、お察しします。", [], None),
        (
            "ご予約を承りました。11月28日(日) 19:00、ライトプラン、合計8,800円（税込）です。",
            [],
            "there is no 11月28日(日)",
        ),
        ("返金は必ずできます。", [], "no source says"),
        ("3分でうかがいます。", [], "the figure 3 has no source"),
    ],
)
def test_claims_and_figures_need_a_source(
    of_facts: Grader, message: str, sources: list[dict[str, str]], fault: str | None
) -> None:
    faults = of_facts(evidence(case(), said(message, sources=sources)))
    assert faults is not None
    assert bool(faults) == (fault is not None)
    assert fault is None or any(fault in line for line in faults)


def test_answer_is_said_with_its_topic_as_source(of_facts: Grader, pack: Pack) -> None:
    from knowledge.pack.references import render

    topic = pack.topics["price-light"]
    answer = render(pack, topic.answer)
    named = [{"id": topic.id, "title": topic.title}]
    assert of_facts(evidence(case(), said(answer, sources=named))) == []
    faults = of_facts(evidence(case(), said(answer)))
    assert faults
    assert "without naming it as source" in faults[0]


def test_figures_of_the_customers_own_words_and_record_are_founded(of_facts: Grader) -> None:
    own = said("お電話：090-1234-5678", text="電話は090-1234-5678です")
    assert of_facts(evidence(case(), own)) == []
    assert of_facts(evidence(case(customer="sato"), said("お電話：090-1234-5678"))) == []
    assert of_facts(evidence(case(), said("お電話：090-9999-0000")))


@pytest.mark.parametrize("field", [{"price": 9000}, {"fee": 77}])
def test_card_states_only_what_follows_from_the_catalogue(of_facts: Grader, field: dict[str, int]) -> None:
    assert of_facts(evidence(case(), said(booking=card(plan="light", **field))))
    assert of_facts(evidence(case(), said(booking=card(plan="light", price=8800, fee=2640)))) == []


@pytest.mark.parametrize("secret", ["伊藤健", "080-2222-3333", "０８０２２２２３３３３", "ito@example.com", "bk-ito"])
def test_nothing_of_another_customer_is_told(secret: str) -> None:
    told = evidence(case(customer="sato"), said(f"{secret}です。"))
    assert leaks()(told)
    assert leaks()(evidence(case(customer="ito"), said(f"{secret}です。"))) == []
    assert leaks()(evidence(case(customer="sato"), said(f"{secret}です。", text=f"{secret}の予約を教えて"))) == []


def test_leak_in_a_card_is_seen_too() -> None:
    assert leaks()(evidence(case(customer="sato"), said(booking=card(booking_id="bk-ito"))))


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("ご予約を承りました。またお声がけください。", None),
        ("予約した。", "does not end politely"),
        ("お客様の責任です。", "says"),
        ("承りました。" * 3 + "明日の午前中にお電話を差し上げます。" * 6, "6 sentences"),
    ],
)
def test_tone_is_polite_blameless_and_short(message: str, fault: str | None) -> None:
    faults = tone()(evidence(case(), said(message)))
    assert faults is not None
    assert bool(faults) == (fault is not None)
    assert fault is None or fault in faults[0]


@pytest.mark.parametrize(
    ("understood", "read", "fault"),
    [
        ({"topics": "price-light"}, {}, None),
        ({"topics": ["price-list"]}, {}, "rank: 2"),
        ({"topics": "none"}, {}, "no topic covers"),
        ({"topics": "none"}, {"decision": "ask_back"}, None),
        ({"decision": "decline"}, {}, "decision is answer"),
    ],
)
def test_first_topic_and_decision_are_right(understood: Any, read: dict[str, Any], fault: str | None) -> None:
    of = case(text="料金は", understood=understood)
    faults = retrieval()(evidence(of, said(), reading=reading(**read)))
    assert faults is not None
    assert bool(faults) == (fault is not None)
    assert fault is None or fault in faults[0]


@pytest.mark.parametrize(
    ("understood", "read", "fault"),
    [
        ({"dates": ["2026-11-28"]}, {"wishes": {"dates": ["2026-11-28"]}}, None),
        ({"dates": ["2026-11-28"]}, {"wishes": {"dates": ["2026-11-28", "2026-11-29"]}}, "dates are"),
        ({"dates": "none"}, {"wishes": {"dates": ["2026-11-28"]}}, "dates are"),
        ({"part": "night"}, {"wishes": {"part": "evening"}}, "part is evening"),
        ({"time": "none"}, {"wishes": {"time": "19:00"}}, "time is 19:00"),
        ({"constraints": {"exclude": "2026-12-05"}}, {"wishes": {"constraints": {"exclude": []}}}, "excluded"),
        ({"slots": {"noise_type": "music"}}, {"slots": {"noise_type": "music"}}, None),
        ({"slots": {"source": None}}, {"slots": {"source": "upstairs"}}, "source is"),
        ({"slots": {"time_of_day": ["night", "midnight"]}}, {"slots": {"time_of_day": ("midnight", "night")}}, None),
        ({"feeling": {"label": "anger", "target": "company"}}, {}, "label is neutral"),
        ({"danger": "none"}, {"danger": "violence"}, "danger is violence"),
        ({"injection": True}, {}, "injection is False"),
    ],
)
def test_message_is_understood_as_it_is_meant(understood: Any, read: dict[str, Any], fault: str | None) -> None:
    faults = understanding()(evidence(case(text="x", understood=understood), said(), reading=reading(**read)))
    assert faults is not None
    assert bool(faults) == (fault is not None), faults
    assert fault is None or fault in faults[0]


def test_routes_tools_and_turns_are_checked() -> None:
    of = case(routes={"required": "book", "forbidden": "faq"}, tools={"required": "book_visit"}, most_turns=1)
    went = evidence(of, said(effects=("hold_visit",)), said())
    assert len(routes()(went) or ()) == 2
    assert tools()(went) == ["tool book_visit never occurred (seen: hold_visit)"]
    assert turns()(went) == ["2 turns, more than 1"]


def test_grader_with_nothing_to_check_does_not_count(pack: Pack) -> None:
    verdicts = grade(build_graders(pack), evidence(case(), said()))
    assert set(verdicts) == {"replies", "facts", "leaks", "tone"}


def test_basis_leaves_out_other_graders_but_never_the_safety_net(pack: Pack) -> None:
    of = case(basis=["end_state"], end={"booked": "none"}, most_turns=1)
    verdicts = grade(build_graders(pack), evidence(of, said(), said()))
    assert "turns" not in verdicts
    assert {"end_state", "facts", "leaks", "tone"} <= set(verdicts)


def test_evidence_finds_the_expectation_of_an_answer() -> None:
    of = case(answers={"wish": [{"says": "土曜", "expect": {"asks": "payment"}}]})
    turn = Said("土曜", reply(asks="name"), expectation=("answers.wish", 0))
    assert replies()(evidence(of, said(), turn)) == ["turn 1: asks for name, not payment"]
