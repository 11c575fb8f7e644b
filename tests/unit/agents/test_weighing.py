"""After a recommendation: what it costs beside another plan."""

from dataclasses import replace

import pytest

from agents.diagnosis import Diagnosing
from agents.plans import recommend_plan
from agents.weighing import weighs_plans
from domain.plan import ReplyPlan
from tests.fakes.perceptions import perceived
from tests.unit.agents.conftest import Talk, labels


def ask(talk: Talk, diagnosing: Diagnosing, text: str, plan: str) -> ReplyPlan:
    talk.state = replace(talk.state, plan=plan)
    return talk.say(lambda turn: recommend_plan(turn, diagnosing), text, "question", topics=["price-list"])


@pytest.mark.parametrize(
    "text", ["もっと安いのはないですか?", "高いなあ", "ちょっと高くないですか", "予算オーバーです"]
)
def test_price_that_is_too_high_is_set_beside_the_next_cheaper_plan(
    talk: Talk, diagnosing: Diagnosing, text: str
) -> None:
    plan = ask(talk, diagnosing, text, "premium")
    assert [source.id for source in plan.sources] == ["plans.premium", "plans.standard"]
    assert plan.template.startswith("費用のことは、気になりますよね。")
    assert "24,800円" in plan.template
    assert "12,800円" in plan.template
    assert talk.state.plan == "premium"
    assert "今すぐ予約する" in labels(plan)


def test_cheapest_plan_has_nothing_cheaper_beside_it(talk: Talk, diagnosing: Diagnosing) -> None:
    assert "いちばんお手頃" in ask(talk, diagnosing, "もう少し安くなりませんか", "light").template


@pytest.mark.parametrize("text", ["プレミアムとの違いは?", "プレミアムのほうがいいですか、違いは?"])
def test_plan_that_is_named_is_set_beside_the_recommended_one(talk: Talk, diagnosing: Diagnosing, text: str) -> None:
    plan = ask(talk, diagnosing, text, "standard")
    assert [source.id for source in plan.sources] == ["plans.standard", "plans.premium"]
    assert "スタンダードプランの内容すべて、弁護士レビュー付きレポート" in plan.template
    assert "気になりますよね" not in plan.template


def test_difference_to_no_plan_in_particular_is_answered_from_the_faq(talk: Talk, diagnosing: Diagnosing) -> None:
    assert ask(talk, diagnosing, "何が違いですか", "standard").type == "faq"


@pytest.mark.parametrize(
    ("text", "plan", "flow", "weighed"),
    [
        ("高いなあ", "standard", None, True),
        ("高いなあ", None, None, False),
        ("高いなあ", "standard", "booking", False),
        ("安心しました", "standard", None, False),
        ("高い音がします", "standard", None, False),
        ("甲高い声です", "standard", None, False),
        ("土曜でもいいですか", "standard", None, False),
        ("ありがとう", "standard", None, False),
    ],
)
def test_only_words_about_a_recommendation_weigh_it(
    talk: Talk, text: str, plan: str | None, flow: str | None, weighed: bool
) -> None:
    assert weighs_plans(perceived(text), replace(talk.state, plan=plan, flow=flow)) is weighed
