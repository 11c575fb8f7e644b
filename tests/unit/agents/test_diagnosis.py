from collections.abc import Callable
from dataclasses import replace

import pytest

from agents.diagnosis import Diagnosing
from domain.plan import ReplyPlan
from tests.unit.agents.conftest import Talk, labels

Say = Callable[..., ReplyPlan]
TROUBLE = "上の階の足音がうるさくて困っています"
LEGAL = "上の階の足音が毎晩深夜まで続いて3か月、眠れません。訴えたいです"


@pytest.fixture
def say(talk: Talk, diagnosing: Diagnosing) -> Say:
    """The customer's messages in one intake."""
    return lambda text, **fields: talk.say(diagnosing.diagnose, text, "trouble", **fields)


def test_intake_asks_one_question_with_buttons(say: Say, talk: Talk) -> None:
    plan = say(TROUBLE)
    assert plan.template.count("？") == 1
    assert plan.asks == talk.state.asks == talk.state.asked[-1]
    assert plan.options


def test_intake_opens_with_sympathy_once(say: Say) -> None:
    assert say(TROUBLE).opening == "それはお困りですね。お話しくださりありがとうございます。"
    assert say("日中").opening == ""


def test_lost_sleep_is_met_with_sympathy_when_it_is_told(say: Say) -> None:
    say(TROUBLE)
    assert say("夜中で、眠れません").opening == "眠れない日が続くのは、本当におつらいですね。"


def test_intake_begun_by_its_button_has_nothing_to_feel_for_yet(say: Say) -> None:
    assert say("無料診断をはじめる", exact=True).opening.startswith("無料診断をはじめます。")


def test_no_question_is_asked_twice_and_at_most_five(say: Say, talk: Talk) -> None:
    say("無料診断をはじめる", exact=True)
    for _ in range(6):
        if talk.state.flow is None:
            break
        say("わからない")
    assert len(set(talk.state.asked)) == len(talk.state.asked) <= 5
    assert talk.state.plan == "light"


def test_after_five_questions_the_result_is_told(say: Say, talk: Talk) -> None:
    asked = ("time_of_day", "frequency", "since", "wants", "sleep_lost")
    talk.state = replace(talk.state, flow="diagnosis", asks="sleep_lost", asked=asked)
    assert say("足音です").type == "plan_recommendation"


def test_what_was_said_is_not_asked(say: Say, talk: Talk) -> None:
    say("上の階の足音が毎日うるさい")
    assert not {"noise_type", "frequency"} & set(talk.state.asked)


@pytest.mark.parametrize(
    ("slot", "label", "value"),
    [
        ("noise_type", "室外機・給湯器などの設備", "equipment"),
        ("time_of_day", "夜遅く", ["night"]),
        ("frequency", "週に1回くらい", "weekly"),
        ("since", "1か月以上前から", "2026-10-21"),
        ("wants", "まず実態を知りたい", "know"),
        ("negotiation_attempts", "3回以上ある", 3),
        ("sleep_lost", "眠れている", "no"),
    ],
)
def test_button_of_a_question_answers_it(
    talk: Talk, diagnosing: Diagnosing, slot: str, label: str, value: object
) -> None:
    talk.state = replace(talk.state, flow="diagnosis", asks=slot, asked=(slot,))
    talk.say(diagnosing.diagnose, label, "trouble", exact=True)
    assert talk.state.slots[slot] == value


def test_correction_takes_the_place_of_what_was_said(say: Say, talk: Talk) -> None:
    say("上の階の足音がうるさい")
    say("すみません、足音ではなくピアノの音でした")
    assert talk.state.slots["noise_type"] == "music"


def test_correction_after_the_result_leads_to_another_one(say: Say) -> None:
    say(LEGAL)
    say("工事の音の間違いでした。記録がほしいだけです")
    recommendation = say("まだない").recommendation
    assert recommendation is not None
    assert (recommendation.plan, recommendation.category) == ("standard", "工事・交通")


@pytest.mark.parametrize("text", ["もう結果を教えてください", "質問はもういいので結果だけ", "結果が知りたい"])
def test_customer_who_wants_the_result_gets_it_at_once(say: Say, text: str) -> None:
    say(TROUBLE)
    assert say(text).type == "plan_recommendation"


def test_not_knowing_is_an_answer(say: Say, talk: Talk) -> None:
    first = say(TROUBLE).asks
    plan = say("わからないです")
    assert plan.progress
    assert plan.asks != first
    assert first not in talk.state.slots


def test_answer_that_says_nothing_is_no_progress(say: Say) -> None:
    say(TROUBLE)
    assert not say("えーと").progress


def test_result_holds_category_urgency_plan_and_the_price_of_the_pack(say: Say, talk: Talk) -> None:
    plan = say(LEGAL)
    assert "「生活音」、急ぎの度合いは「高め」です" in plan.template
    assert "おすすめはプレミアムプラン（24,800円・税込）です。" in plan.template
    assert plan.recommendation is not None
    assert plan.recommendation.price == talk.desk.pack.plans["premium"].price
    assert labels(plan) == ["今すぐ予約する", "もっと詳しく相談する"]


def test_result_gives_two_reasons_from_what_was_said(say: Say) -> None:
    plan = say(LEGAL)
    assert "法的な対応をお考えとのことなので" in plan.template
    assert "夜の音は、時間帯別の分析" in plan.template
    assert "。。" not in plan.template


def test_result_names_the_plan_as_its_source(say: Say) -> None:
    assert [source.id for source in say(LEGAL).sources] == ["plans.premium"]


def test_result_keeps_what_was_not_said_open(say: Say) -> None:
    recommendation = say(LEGAL).recommendation
    assert recommendation is not None
    assert recommendation.slots["manager_contacted"] is None
    assert recommendation.slots["sleep_lost"] == "yes"


def test_construction_is_first_a_matter_for_the_municipality(say: Say) -> None:
    say("近くの工事の音がうるさい")
    assert "公害苦情相談窓口" in say("もう結果を教えて").template


def test_same_result_again_is_no_progress(say: Say) -> None:
    say(LEGAL)
    plan = say("そうなんですよ")
    assert not plan.progress
    assert "おすすめは変わりません" in plan.opening


def test_result_that_changes_says_so(say: Say) -> None:
    say("近くの工事の音がうるさい")
    say("もう結果を教えて")
    plan = say("体調を崩しました。やはり裁判で訴えたいです")
    assert plan.recommendation is not None
    assert plan.recommendation.plan == "premium"
    assert "おすすめを見直しました" in plan.opening


def test_more_after_the_result_is_heard_instead_of_the_result_again(say: Say) -> None:
    say(LEGAL)
    plan = say("もっと詳しく相談する", exact=True)
    assert plan.recommendation is None
    assert labels(plan) == ["プランの違い", "弁護士レビューとは", "追加料金の有無", "今すぐ予約する", "人と話したい"]
