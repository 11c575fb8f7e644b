from datetime import datetime
from typing import Any

import pytest

from domain.clock import TOKYO
from evals.simulation import Banks, Brief, SimulatedCustomer, load_banks
from tests.unit.evals.simulation.replies import answered, handed_over, offered, reply

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)
CONTACT = {
    "area": "東京都",
    "name": "星野",
    "address": "東京都北区田端1-2-3",
    "phone": "090-1111-2222",
    "email": "h@example.com",
}
BOOKS = {
    "wants": "book",
    "plan": "standard",
    "when": {"days": ["2026-12-05"], "since": "19:00", "until": "21:00"},
    "contact": CONTACT,
}
NOISE = {"noise_type": "footsteps", "source": "upstairs", "since": 60, "time_of_day": ["night"], "frequency": "daily"}


@pytest.fixture(scope="module")
def banks() -> Banks:
    return load_banks()


def customer(
    banks: Banks, goal: dict[str, Any], persona: dict[str, Any] | None = None, seed: int = 0
) -> SimulatedCustomer:
    steady = {"volunteers": 0, "presses": 0, **(persona or {})}
    brief = Brief.model_validate({"persona": steady, "goal": goal})
    return SimulatedCustomer(brief, now=NOW, seed=seed, case_id="case", banks=banks)


def say(who: SimulatedCustomer, *replies: dict[str, Any] | None, code: str | None = None) -> str:
    said = None
    for entry in replies:
        said = who.speak(entry, code=code)
    assert said is not None, who.ending
    return said.text


def test_same_seed_says_the_same_word_for_word(banks: Banks) -> None:
    replies = [None, reply("plan"), reply("area"), reply("wish"), reply("payment")]
    first, second = (customer(banks, BOOKS, {"voice": "kansai", "typing": ["slips"]}, seed=7) for _ in range(2))
    assert [first.speak(entry) for entry in replies] == [second.speak(entry) for entry in replies]


def test_other_seeds_say_it_otherwise(banks: Banks) -> None:
    assert len({say(customer(banks, BOOKS, seed=seed), None) for seed in range(12)}) > 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("plan", "スタンダード"),
        ("area", "東京都"),
        ("name", "星野"),
        ("address", "東京都北区田端1-2-3"),
        ("phone", "090-1111-2222"),
        ("email", "h@example.com"),
        ("payment", "カード"),
    ],
)
def test_what_is_asked_is_answered_from_the_goal(banks: Banks, asked: str, words: str) -> None:
    assert words in say(customer(banks, BOOKS), None, reply(asked))


def test_code_that_was_mailed_is_written(banks: Banks) -> None:
    assert "482913" in say(customer(banks, BOOKS), None, reply("code"), code="482913")


def test_first_candidate_that_suits_is_chosen(banks: Banks) -> None:
    said = customer(banks, BOOKS)
    said.speak(None)
    chosen = said.speak(offered("2026-12-04T19:00", "2026-12-05T21:00"))
    assert chosen is not None
    assert chosen.acts[0].value.isoformat() == "2026-12-05T21:00:00+09:00"


def test_wish_is_said_once_more_where_no_candidate_suits(banks: Banks) -> None:
    who = customer(banks, {**BOOKS, "when": {**BOOKS["when"], "flexible": False}})  # type: ignore[dict-item]
    who.speak(None)
    again = who.speak(offered("2026-12-04T09:00"))
    assert again is not None
    assert again.acts[0].about == "wish"


def test_wrong_plan_in_the_summary_is_put_right(banks: Banks) -> None:
    card = {"status": "offered", "plan": "premium", "start": "2026-12-05T19:00:00+09:00", "price": 24800}
    assert "スタンダード" in say(customer(banks, BOOKS), None, reply("confirm", booking=card))


def test_right_summary_is_agreed_to(banks: Banks) -> None:
    who = customer(banks, BOOKS)
    who.speak(None)
    card = {"status": "offered", "plan": "standard", "start": "2026-12-05T19:00:00+09:00", "price": 12800}
    said = who.speak(reply("confirm", booking=card))
    assert said is not None
    assert said.acts[0].kind == "affirm"


def test_nothing_is_corrected_where_nothing_is_wrong(banks: Banks) -> None:
    who = customer(banks, BOOKS)
    who.speak(None)
    said = who.speak(reply("correct"))
    assert said is not None
    assert (said.acts[0].kind, said.acts[0].about) == ("affirm", "unchanged")


def test_booking_ends_with_the_goal_reached(banks: Banks) -> None:
    who = customer(banks, BOOKS, {"voice": "terse"})
    who.speak(None)
    assert who.speak(reply(booking={"status": "booked", "booking_id": "bk-1"})) is None
    assert who.ending is not None
    assert who.ending.reason == "goal_reached"


def test_fee_that_is_too_high_keeps_the_visit(banks: Banks) -> None:
    who = customer(banks, {"wants": "cancel", "fee_up_to": 1000})
    who.speak(None)
    said = who.speak(reply("confirm", booking={"status": "fee_asked", "fee": 3840}))
    assert said is not None
    assert said.acts[0].kind == "decline"
    assert who.speak(reply()) is None
    assert who.ending is not None
    assert who.ending.reason == "goal_reached"


def test_change_of_mind_holds_from_then_on(banks: Banks) -> None:
    who = customer(banks, {**BOOKS, "changes": [{"at": "payment", "fact": "plan", "to": "premium"}]})
    assert "プレミアム" in say(who, None, reply("payment"))
    assert "プレミアム" in say(who, reply("plan"))


def test_question_aside_comes_before_the_answer(banks: Banks) -> None:
    who = customer(banks, {**BOOKS, "asides": ["cancel-fee"]}, seed=1)
    who.speak(None)
    said = [who.speak(answered("cancel-fee", asks="wish") if turn else reply("wish")) for turn in range(3)]
    kinds = [entry.acts[0].kind for entry in said if entry]
    assert "request" in kinds
    assert kinds[-1] == "inform"


def test_something_told_wrong_is_put_right_in_the_next_message(banks: Banks) -> None:
    who = customer(banks, BOOKS, {"corrects": 1})
    who.speak(None)
    wrong = who.speak(reply("plan"))
    right = who.speak(reply("area"))
    assert wrong is not None and right is not None
    assert wrong.acts[0].wrong
    assert right.acts[0].kind == "correct"
    assert "スタンダード" in right.text


def test_nothing_that_is_not_known_is_made_up(banks: Banks) -> None:
    who = customer(banks, {"wants": "diagnose", "slots": NOISE})
    who.speak(None)
    said = who.speak(reply("wants"))
    assert said is not None
    assert said.acts[0].kind == "unknown"


def test_result_that_was_expected_is_the_end(banks: Banks) -> None:
    who = customer(banks, {"wants": "diagnose", "slots": NOISE, "recommended": "standard"})
    who.speak(None)
    assert who.speak(reply(recommendation={"plan": "standard"})) is None
    assert who.ending is not None
    assert who.ending.reason == "goal_reached"


def test_another_result_is_not(banks: Banks) -> None:
    who = customer(banks, {"wants": "diagnose", "slots": NOISE, "recommended": "standard"})
    who.speak(None)
    assert who.speak(reply(recommendation={"plan": "light"})) is None
    assert who.ending is not None
    assert who.ending.reason == "stuck"


def test_result_is_followed_by_its_booking(banks: Banks) -> None:
    who = customer(banks, {"wants": "diagnose", "slots": NOISE, "then_book": True, "contact": CONTACT})
    who.speak(None)
    said = who.speak(reply(recommendation={"plan": "light"}))
    assert said is not None
    assert said.acts[0].about == "go_on"
    assert "ライト" in say(who, reply("plan"))


def test_questions_are_asked_one_after_the_other(banks: Banks) -> None:
    who = customer(banks, {"wants": "learn", "topics": ["pay-methods", "duration"]}, {"voice": "terse"})
    first = who.speak(None)
    second = who.speak(answered("pay-methods"))
    assert first is not None and second is not None
    assert (first.acts[0].about, second.acts[0].about) == ("pay-methods", "duration")
    assert who.speak(answered("duration")) is None
    assert who.ending is not None
    assert who.ending.reason == "goal_reached"


def test_stalled_customer_complains_then_asks_for_a_person_then_gives_up(banks: Banks) -> None:
    who = customer(banks, {"wants": "learn", "topics": ["pay-methods"]}, {"patience": 2})
    who.speak(None)
    kinds = []
    while (said := who.speak(reply())) is not None:
        kinds.append(said.acts[0].kind)
    assert kinds == ["request", "complain", "ask_person", "give_up"]
    assert [trigger for _, trigger in who.dues] == ["impatience", "human_request"]
    assert who.ending is not None
    assert who.ending.reason == "gave_up"


@pytest.mark.parametrize(("patience", "turn"), [(1, 1), (3, 3), (5, 5)])
def test_patience_is_so_many_turns_without_progress(banks: Banks, patience: int, turn: int) -> None:
    who = customer(banks, {"wants": "learn", "topics": ["pay-methods"]}, {"patience": patience})
    who.speak(None)
    while who.speak(reply()) is not None:
        pass
    assert who.dues[0] == (turn, "impatience")


def test_progress_brings_back_patience(banks: Banks) -> None:
    who = customer(banks, BOOKS, {"patience": 2})
    who.speak(None)
    for asked in ("plan", "plan", "area", "wish", "payment", "payment"):
        who.speak(reply(asked))
    assert who.dues == []


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        (BOOKS, "handed_over"),
        ({**BOOKS, "solvable": False}, "goal_reached"),
        ({"wants": "person", "demand": "refund", "contact": CONTACT}, "goal_reached"),
    ],
)
def test_person_is_the_right_end_only_where_one_is_due(banks: Banks, goal: dict[str, Any], reason: str) -> None:
    who = customer(banks, goal)
    assert "090-1111-2222" in say(who, None, handed_over())
    assert who.speak(reply()) is None
    assert who.ending is not None
    assert who.ending.reason == reason


def test_demand_is_due_from_its_first_word(banks: Banks) -> None:
    who = customer(banks, {"wants": "person", "demand": "refund"})
    said = who.speak(None)
    assert said is not None
    assert said.due == "refund"
    assert who.dues == [(0, "refund")]


def test_question_that_is_not_understood_is_the_simulators_own_fault(banks: Banks) -> None:
    who = customer(banks, BOOKS)
    who.speak(None)
    assert who.speak(reply("blood_type")) is None
    assert who.ending is not None
    assert who.ending.reason == "simulator_fault"
    assert "blood_type" in who.ending.why


def test_conversation_without_an_end_is_ended(banks: Banks) -> None:
    who = customer(banks, BOOKS, {"patience": 6})
    who.speak(None)
    turns = 0
    while who.speak(reply("plan" if turns % 2 else "area")) is not None:
        turns += 1
    assert who.ending is not None
    assert who.ending.reason == "stuck"


def test_button_that_means_it_is_pressed(banks: Banks) -> None:
    options = [{"label": "スタンダードプラン", "value": "スタンダードプラン"}]
    assert say(customer(banks, BOOKS, {"presses": 1}), None, reply("plan", options=options)) == "スタンダードプラン"


def test_offered_topic_that_is_meant_is_pressed(banks: Banks) -> None:
    who = customer(banks, {"wants": "learn", "topics": ["pay-methods"]})
    who.speak(None)
    options = [{"label": "支払い方法", "value": "どんな支払い方法がありますか？"}]
    assert say(who, reply("topic", options=options)) == "どんな支払い方法がありますか？"
