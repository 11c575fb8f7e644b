"""Every prompt file, rendered: nothing is left open, and what an endpoint may cache stays the same."""

import re

import pytest

from agents.llm.prompting import PromptTemplate, template
from agents.llm.understanding import system_of as told_to_understand
from agents.llm.wording import system_of as told_to_word
from domain.labels import EMOTIONS, INTENTS
from knowledge.pack import Pack, load_pack
from tests.unit.knowledge.conftest import FLORIST

OPEN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
ASKED = {"text": "夜中の足音", "asked": "どのような音ですか？", "flow": "diagnosis", "guess": "trouble 60%"}


@pytest.mark.parametrize("name", ["understand", "word", "open_request"])
def test_every_prompt_names_its_version(name: str) -> None:
    assert PromptTemplate(name).version >= 1


def test_what_is_understood_is_asked_with_the_packs_own_words(pack: Pack) -> None:
    assert pack.language_model is not None
    system = told_to_understand(pack, pack.language_model.understanding.examples)
    prompt = template("understand").prompt(system, topics=list(pack.topics.values())[:2], **ASKED)
    assert not OPEN.search(prompt.system + prompt.user)
    for word in (pack.company.service, *INTENTS, *EMOTIONS, *pack.diagnosis.slots["source"].values):
        assert word in prompt.system
    for example in pack.language_model.understanding.examples:
        assert example.text in prompt.system
    for words in ("夜中の足音", "どのような音ですか？", "trouble 60%", next(iter(pack.topics))):
        assert words in prompt.user


def test_a_reply_is_asked_for_with_facts_by_their_places(pack: Pack) -> None:
    assert pack.language_model is not None
    wording = pack.language_model.wording
    system = told_to_word(pack, wording)
    prompt = template("word").prompt(system, text="眠れません", facts=["一つめ。", "二つめ。"], question="いつですか？")
    assert not OPEN.search(prompt.system + prompt.user)
    assert "{F1} 一つめ。\n{F2} 二つめ。" in prompt.user
    assert prompt.user.endswith("最後に尋ねること: いつですか？\n返信:")
    assert wording.manner in prompt.system


def test_nothing_of_a_conversation_stands_in_what_may_be_cached(pack: Pack) -> None:
    assert pack.language_model is not None
    system = told_to_word(pack, pack.language_model.wording)
    one = template("word").prompt(system, text="眠れません", facts=[], question="")
    other = template("word").prompt(system, text="料金は?", facts=["一つめ。"], question="")
    assert one.system == other.system
    assert "眠れません" not in one.system


def test_another_company_needs_no_other_prompt(pack: Pack) -> None:
    florist = load_pack(FLORIST)
    system = told_to_understand(florist, ())
    assert florist.company.service in system
    assert pack.company.service not in system
    assert not OPEN.search(system)


def test_a_value_a_prompt_needs_and_is_not_given_is_a_fault() -> None:
    with pytest.raises(Exception, match="undefined"):
        template("word").prompt("", text="はい")
