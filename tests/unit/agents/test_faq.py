from agents.diagnosis import Diagnosing
from agents.faq import answer_faq
from tests.unit.agents.conftest import WAITING, Talk, labels


def test_answer_names_its_source(talk: Talk) -> None:
    plan = talk.say(answer_faq, "キャンセル料は?", topics=["cancel-fee"])
    assert [(source.id, source.title) for source in plan.sources] == [("cancel-fee", "キャンセル料")]


def test_answer_holds_the_figures_of_the_pack(talk: Talk) -> None:
    plan = talk.say(answer_faq, "キャンセル料は?", topics=["cancel-fee"])
    assert "3日前まで：無料" in plan.template
    assert "30%" in plan.template


def test_same_answer_again_says_so_and_offers_a_person(talk: Talk) -> None:
    talk.say(answer_faq, "キャンセル料は?", topics=["cancel-fee"])
    plan = talk.say(answer_faq, "キャンセルのお金のことです", topics=["cancel-fee"])
    assert plan.opening.startswith("同じご案内になってしまい、申し訳ありません。")
    assert "人と話したい" in labels(plan)


def test_same_answer_again_is_no_progress(talk: Talk) -> None:
    assert talk.say(answer_faq, "キャンセル料は?", topics=["cancel-fee"]).progress
    assert not talk.say(answer_faq, "だから、お金は?", topics=["cancel-fee"]).progress


def test_same_answer_by_its_button_is_given_without_apology(talk: Talk) -> None:
    talk.say(answer_faq, "キャンセル料は?", topics=["cancel-fee"])
    plan = talk.say(answer_faq, "キャンセル料", topics=["cancel-fee"], exact=True)
    assert plan.opening == ""
    assert plan.progress


def test_answer_after_another_one_is_no_repetition(talk: Talk) -> None:
    for topic in ("cancel-fee", "change-fee"):
        talk.say(answer_faq, "料金は?", topics=[topic])
    assert talk.say(answer_faq, "キャンセル料は?", topics=["cancel-fee"]).opening == ""


def test_two_questions_in_one_message_are_both_answered(talk: Talk) -> None:
    plan = talk.say(answer_faq, "料金は?駐車場は要る?", topics=["price-list"], side_topic="cancel-fee")
    assert [source.id for source in plan.sources] == ["price-list", "cancel-fee"]
    assert "8,800円" in plan.template
    assert "30%" in plan.template


def test_side_question_that_is_the_main_one_is_answered_once(talk: Talk) -> None:
    plan = talk.say(answer_faq, "料金は?", topics=["price-list"], side_topic="price-list")
    assert len(plan.facts) == 1


def test_related_topics_are_offered_as_questions(talk: Talk) -> None:
    plan = talk.say(answer_faq, "キャンセル方法", topics=["cancel-how"])
    assert labels(plan)[0] == "キャンセル料"
    assert plan.options[0].value == "キャンセル料はいつから、いくらかかりますか？"


def test_nothing_is_sold_to_somebody_who_waits_for_a_person(talk: Talk) -> None:
    talk.ticket = WAITING
    plan = talk.say(answer_faq, "どのプランがいい?", topics=["which-plan"])
    assert not {"無料診断をはじめる", "おすすめプランを聞く"} & set(labels(plan))


def test_open_question_of_the_intake_is_asked_again_after_a_side_question(talk: Talk, diagnosing: Diagnosing) -> None:
    asked = talk.say(diagnosing.diagnose, "上の階の足音がうるさいです", "trouble")
    plan = talk.say(answer_faq, "ところで料金は?", topics=["price-list"])
    assert plan.closing.endswith(asked.closing)
    assert plan.options == asked.options
    assert (plan.asks, talk.state.asks) == (asked.asks, asked.asks)


def test_answer_in_a_booking_leads_back_to_it(known: Talk) -> None:
    from agents.booking import book

    asked = known.say(book, "予約したい", "book")
    plan = known.say(answer_faq, "料金は?", topics=["price-list"])
    assert plan.closing.startswith("先ほどのお手続きの続き")
    assert plan.options == asked.options
