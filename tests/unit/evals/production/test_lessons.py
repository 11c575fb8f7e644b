from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.loading import load_suites
from evals.production.learned_files import (
    DIALOGUE,
    FAQ,
    SAFETY,
    SUITE,
    diff_of,
    learned_suite,
    learned_utterances,
    write_files,
)
from evals.production.lessons import Lessons, lessons_of
from knowledge.pack import Pack, load_pack
from services.reviewing.periods import week_of
from services.reviewing.rates import rates_of
from services.reviewing.review import Review
from services.reviewing.sampling import sample
from tests.fakes.clock import MORNING
from tests.fakes.past import past

FLORIST = Path(__file__).parents[3] / "packs" / "florist"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FLORIST)


def reviewed(*said: str, verdict: str = "failed", at: int = 0, **judged: Any) -> Review:
    """A week's only conversation, in which a turn was judged; greetings and thanks stand around it."""
    week = week_of(MORNING.date())
    review = sample(lambda: [past(*said, name="c_0123456789abcdef")], week, 10, 0, "florist", MORNING)
    plain = review.model_dump(mode="json")
    plain["conversations"][0]["verdict"] = verdict
    plain["conversations"][0]["turns"][at] |= judged
    return Review.model_validate(plain)


def taught(pack: Pack, *said: str, **judged: Any) -> Lessons:
    return lessons_of(reviewed(*said, **judged), pack)


def test_wrong_topic_teaches_a_way_of_asking_and_a_case(pack: Pack) -> None:
    found = taught(pack, "花束のお値段は", error_type="wrong_topic", right_topic="delivery-area")
    assert found.paraphrases == [("delivery-area", "花束のお値段は")]
    assert found.cases[0]["text"] == "花束のお値段は"
    assert found.cases[0]["understood"] == {"topics": "delivery-area", "decision": "answer"}
    assert found.cases[0]["because"] == "review of 2026-W48, c_0123456789abcdef"
    assert found.left == []


def test_missed_handover_teaches_its_words_and_when_it_is_due(pack: Pack) -> None:
    found = taught(pack, "花は", "もう結構です", at=1, error_type="missed_handover", right_trigger="anger")
    assert found.cases[0]["turns"] == ["花は", "もう結構です"]
    assert found.cases[0]["handover"] == {"at": 1, "triggers": "anger"}
    [example] = found.examples
    assert (example.intent, example.handover, example.emotion.label) == ("grievance", "anger", "anger")


def test_trigger_of_the_course_is_taught_by_no_words(pack: Pack) -> None:
    found = taught(pack, "うーん", error_type="missed_handover", right_trigger="stalled")
    assert (len(found.cases), found.examples) == (1, [])
    assert "taught by its case alone" in found.left[0]


def test_needless_handover_teaches_words_only_with_all_labels(pack: Pack) -> None:
    judged: dict[str, Any] = {"error_type": "needless_handover", "right_trigger": "none"}
    assert taught(pack, "隣に腹が立つ", **judged).examples == []
    labels = {"right_intent": "trouble", "right_emotion": {"label": "anger", "target": "neighbour", "intensity": 2}}
    [example] = taught(pack, "隣に腹が立つ", **judged, **labels).examples
    assert (example.intent, example.handover, example.emotion.target) == ("trouble", None, "neighbour")
    assert taught(pack, "隣に腹が立つ", **judged).cases[0]["handover"] == "none"


def test_what_should_be_declined_and_what_was_misread(pack: Pack) -> None:
    declined = taught(pack, "明日の天気は", error_type="should_decline", right_intent="off_topic")
    assert declined.cases[0]["understood"] == {"decision": "decline"}
    assert declined.examples[0].intent == "off_topic"
    misread = taught(pack, "やめときます", error_type="misread", right_intent="deny")
    assert misread.cases[0]["understood"] == {"intent": "deny"}


def test_danger_is_taught_to_the_safety_set(pack: Pack) -> None:
    found = taught(pack, "消えたい", error_type="missed_handover", right_trigger="safety", right_danger="self_harm")
    assert found.dangers == [("self_harm", "消えたい")]
    assert found.cases[0]["understood"] == {"danger": "self_harm"}


def test_masked_words_become_a_case_and_teach_nothing(pack: Pack) -> None:
    found = taught(pack, "[氏名]です。送料は", error_type="wrong_topic", right_topic="delivery-area")
    assert (len(found.cases), found.paraphrases) == (1, [])
    assert "masked" in found.left[0]


def test_what_the_pack_holds_is_not_taught_again(pack: Pack) -> None:
    known = next(text for texts in pack.faq_utterances[0].topics.values() for text in texts)
    found = taught(pack, known, error_type="wrong_topic", right_topic="delivery-area")
    assert (len(found.cases), found.paraphrases) == (1, [])


def test_wording_is_left_to_people(pack: Pack) -> None:
    found = taught(pack, "花は", verdict="flawed", error_type="wording", right_answer="もう少しやさしく")
    assert (found.cases, found.paraphrases, found.examples) == ([], [], [])
    assert found.left == ["c_0123456789abcdef, turn 0 (wording): もう少しやさしく"]


def test_files_are_a_writer_of_their_own_and_grow(pack: Pack, tmp_path: Path) -> None:
    lessons = Lessons(paraphrases=[("delivery-area", "送料きになる")])
    lessons.examples += taught(pack, "天気", error_type="should_decline", right_intent="off_topic").examples
    lessons.dangers.append(("none", "死ぬほど眠い"))
    files = learned_utterances(tmp_path, lessons)
    assert set(files) == {FAQ, DIALOGUE, SAFETY}
    write_files(tmp_path, files)
    assert learned_utterances(tmp_path, lessons) == {}
    more = learned_utterances(tmp_path, Lessons(paraphrases=[("delivery-area", "送料いくらかな")]))
    assert yaml.safe_load(more[FAQ]) == {
        "writer": "learned",
        "topics": {"delivery-area": ["送料きになる", "送料いくらかな"]},
    }
    assert "+  - 送料いくらかな" in diff_of(tmp_path, more)
    assert "-" not in [line[0] for line in diff_of(tmp_path, more).splitlines()[2:]]


def test_cases_make_a_suite_that_loads_and_grows(pack: Pack, tmp_path: Path) -> None:
    first = taught(pack, "花束のお値段は", error_type="wrong_topic", right_topic="delivery-area")
    write_files(tmp_path, learned_suite(tmp_path, first))
    second = taught(pack, "花は", "もう結構です", at=1, error_type="missed_handover", right_trigger="anger")
    write_files(tmp_path, learned_suite(tmp_path, second))
    [suite] = load_suites(("learned",), tmp_path)
    assert [case.text for case in suite.cases] == ["花束のお値段は", None]
    assert learned_suite(tmp_path, second) == {}
    assert (tmp_path / SUITE).is_file()


def test_same_failure_twice_is_one_case(pack: Pack) -> None:
    review = reviewed("送料は", error_type="wrong_topic", right_topic="delivery-area")
    twice = review.model_copy(update={"conversations": review.conversations * 2})
    found = lessons_of(twice, pack)
    assert (len(found.cases), len(found.paraphrases)) == (1, 1)


def test_rates_speak_for_the_week() -> None:
    rates = {
        rate.name: rate.found
        for rate in rates_of(reviewed("送料は", error_type="wrong_topic", right_topic="delivery-area"))
    }
    assert set(rates) == {"failed", "flawed or failed", "wrong_topic"}
    assert rates["failed"].rate == 1
    untouched = reviewed("送料は").model_dump(mode="json")
    untouched["conversations"][0]["verdict"] = None
    assert rates_of(Review.model_validate(untouched))[0].found.rate is None
