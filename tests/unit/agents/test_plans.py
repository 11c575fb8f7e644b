from agents.diagnosis import Diagnosing
from agents.plans import recommend_plan
from tests.unit.agents.conftest import Talk


def test_question_about_a_price_is_answered_from_the_faq(talk: Talk, diagnosing: Diagnosing) -> None:
    plan = talk.say(
        lambda turn: recommend_plan(turn, diagnosing), "プランの違いは?", "recommend", topics=["price-difference"]
    )
    assert (plan.type, plan.sources[0].id) == ("faq", "price-difference")


def test_question_which_plan_starts_the_intake(talk: Talk, diagnosing: Diagnosing) -> None:
    plan = talk.say(
        lambda turn: recommend_plan(turn, diagnosing), "どれがおすすめ?", "recommend", topics=["which-plan"]
    )
    assert plan.asks in talk.desk.pack.diagnosis.order


def test_topic_of_another_subject_does_not_stand_for_a_recommendation(talk: Talk, diagnosing: Diagnosing) -> None:
    plan = talk.say(lambda turn: recommend_plan(turn, diagnosing), "おすすめは?", "recommend", topics=["prepare"])
    assert plan.route == "diagnose"


def test_what_is_known_already_is_enough_for_a_recommendation(talk: Talk, diagnosing: Diagnosing) -> None:
    talk.say(diagnosing.diagnose, "足音が毎晩深夜まで続き、3か月眠れません。訴えたいです", "trouble")
    plan = talk.say(lambda turn: recommend_plan(turn, diagnosing), "どのプラン?", "recommend", topics=["which-plan"])
    assert plan.recommendation is not None
    assert plan.recommendation.plan == "premium"
