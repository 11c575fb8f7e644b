from typing import Any

from agents.slot_words import newly_told, places
from tests.fakes.perceptions import perceived


def read(text: str) -> dict[str, Any]:
    words = {"noise_type": ("ピアノ", "music"), "frequency": ("毎日", "daily"), "source": ("上", "upstairs")}
    return {slot: value for slot, (word, value) in words.items() if word in text}


def test_each_slot_lies_in_the_shortest_clause_that_says_it() -> None:
    text = "上の階のﾋﾟｱﾉがうるさくて、毎日つらいです"
    found = places(text, {"noise_type": "music", "frequency": "daily"}, read)
    assert {slot: text[slice(*entry["at"])] for slot, entry in found.items()} == {
        "noise_type": "上の階のﾋﾟｱﾉがうるさくて",
        "frequency": "毎日つらいです",
    }


def test_bare_answer_is_quoted_whole() -> None:
    assert places("はい", {"sleep_lost": "yes"}, read) == {"sleep_lost": {"value": "yes", "at": [0, 2]}}


def test_question_that_names_a_noise_tells_of_none() -> None:
    asked = perceived("ピアノの音も測れますか", intent="question", slots={"noise_type": "music"})
    assert newly_told(asked, {}, {}) == {}


def test_day_of_a_demand_is_no_day_since_when_it_is_noisy() -> None:
    asked = perceived("今月末で解約します", intent="demand", slots={"since": "2026-11-25"})
    assert newly_told(asked, {}, {}) == {}


def test_what_the_dialogue_took_in_is_told_whatever_was_wanted() -> None:
    answered = perceived("はい", intent="affirm")
    assert newly_told(answered, {}, {"sleep_lost": "yes"}) == {"sleep_lost": "yes"}
