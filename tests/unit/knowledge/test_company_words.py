from domain.text import clauses
from domain.verification import judge
from knowledge.company_words import company_words
from knowledge.pack.loader import load_pack, pack_path


def test_every_offer_and_its_other_names_are_collected() -> None:
    pack = load_pack(pack_path("zenbu"))
    words = company_words(pack)
    assert {plan.name for plan in pack.plans.values()} <= words.names
    assert {called for plan in pack.plans.values() for called in plan.called} <= words.names
    assert {addon.name for addon in pack.addons.values()} <= words.names
    assert words.forbidden == pack.forbidden


def test_what_the_pack_answers_is_not_said_freely() -> None:
    pack = load_pack(pack_path("zenbu"))
    words = company_words(pack)
    answers = [sentence for topic in pack.topics.values() for sentence in clauses(topic.answer)]
    free = [sentence for sentence in answers if judge(sentence, words).act]
    assert len(answers) > 100
    assert len(free) <= 0.02 * len(answers), free  # the few that comfort or thank
