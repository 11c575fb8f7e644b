from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from agents.diagnosis import Diagnosing, tells_of_noise
from domain.labels import Intent
from domain.plan import ReplyPlan
from domain.records import Booking
from tests.fakes.clock import MORNING
from tests.fakes.records import FakeRecords
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


def test_how_often_it_is_heard_does_not_move_the_hours(say: Say, talk: Talk) -> None:
    say("夜中にドンドンうるさくて困っています")
    talk.state = replace(talk.state, asks="frequency")
    say("毎晩です")
    assert (talk.state.slots["time_of_day"], talk.state.slots["frequency"]) == (["midnight"], "daily")


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


def test_hours_that_are_added_stay_beside_those_said_before(say: Say, talk: Talk) -> None:
    say("上の階の足音が夜中にうるさい")
    say("朝もうるさいです")
    assert set(talk.state.slots["time_of_day"]) == {"midnight", "early_morning"}


def test_hours_that_are_corrected_take_the_place_of_those_said_before(say: Say, talk: Talk) -> None:
    say("上の階の足音が夜中にうるさい")
    say("すみません、夜中ではなく朝5時でした")
    assert talk.state.slots["time_of_day"] == ["early_morning"]


def test_lost_sleep_told_after_the_result_is_met_with_sympathy(say: Say) -> None:
    say("上の階の足音が毎晩深夜まで、3か月続いています。訴えたいです")
    plan = say("実は眠れていません")
    assert plan.recommendation is not None
    assert plan.recommendation.urgency == "high"
    assert plan.opening.startswith("眠れない日が続くのは")


def test_customer_who_had_a_visit_is_told_what_the_standing_discount_leaves(
    say: Say, known: Talk, records: FakeRecords
) -> None:
    start = MORNING - timedelta(days=90)
    records.visits = [Booking("bk_0", "light", start, start + timedelta(hours=1), "booked", 8800)]
    assert "10%引き）が自動で適用されるため、お支払いは22,320円（税込）です。" in say(LEGAL).template


def test_unknown_customer_is_told_of_no_discount(say: Say) -> None:
    assert "割引" not in say(LEGAL).template


@pytest.mark.parametrize(
    ("text", "intent", "likely", "told"),
    [
        ("子供の足音", "question", 0.05, True),
        ("よなかのおとでねれません", "question", 0.2, True),
        ("子供の足音", "question", 0.0, False),
        ("裁判で使える証拠", "question", 0.2, False),
        ("足音の件で人と話したい", "request_person", 0.2, False),
    ],
)
def test_story_is_told_from_a_subject(talk: Talk, text: str, intent: Intent, likely: float, told: bool) -> None:
    turn = talk.turn(text, intent, intents=((intent, 0.9), ("trouble", likely)))
    assert tells_of_noise(turn.perception, turn.state) is told


def test_what_is_said_anew_after_a_result_is_told(say: Say, talk: Talk) -> None:
    say(LEGAL)
    turn = talk.turn("いえ、上ではなく隣でした", "deny")
    assert tells_of_noise(turn.perception, turn.state)
    assert not tells_of_noise(talk.turn("はい、上の階です", "affirm").perception, turn.state)
