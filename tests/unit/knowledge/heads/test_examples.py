from collections import Counter

import numpy as np
import pytest

from knowledge.heads.calibrating import CALIBRATED_ON, calibration_inputs, labelled_rows
from knowledge.heads.examples import CATALOGUE, HEADS, Example, examples
from knowledge.pack import load_pack
from tests.unit.knowledge.conftest import FLORIST


@pytest.fixture(scope="module")
def data() -> list[Example]:
    return list(examples(load_pack(FLORIST)))


def one(data: list[Example], text: str) -> Example:
    (found,) = [example for example in data if example.text == text]
    return found


def test_every_text_of_the_pack_is_an_example(data: list[Example]) -> None:
    assert Counter(example.source for example in data) == {"faq": 12 + 54, "dialogue": 60, "safety": 24}


def test_titles_and_questions_are_the_catalogue(data: list[Example]) -> None:
    title = one(data, "キャンセル料")
    assert (title.writer, title.labels["topic"], title.labels["intent"]) == (CATALOGUE, "cancel-fee", "question")


def test_dialogue_example_has_its_labels(data: list[Example]) -> None:
    assert one(data, "金返せ").labels == {
        "intent": "demand",
        "emotion": "anger",
        "target": "company",
        "intensity": "3",
        "trigger": "refund",
        "safety": "none",
    }


def test_message_on_danger_asks_for_a_person(data: list[Example]) -> None:
    labels = one(data, "死にたい").labels
    assert (labels["safety"], labels["trigger"], labels["target"]) == ("self_harm", "safety", "self")


def test_danger_among_the_dialogue_examples_is_danger_too() -> None:
    pack = load_pack(FLORIST)
    writer = pack.dialogue_utterances[0]
    group = writer.groups[0].model_copy(update={"handover": "safety", "texts": ("もう限界です",)})
    changed = writer.model_copy(update={"groups": (group,)})
    labels = one(list(examples(pack.model_copy(update={"dialogue_utterances": (changed,)}))), "もう限界です").labels
    assert (labels["safety"], labels["trigger"]) == ("self_harm", "safety")


def test_near_miss_is_no_danger(data: list[Example]) -> None:
    labels = one(data, "死ぬほど眠い").labels
    assert (labels["safety"], labels["trigger"]) == ("none", "none")


def test_every_label_is_a_class_of_its_head(data: list[Example]) -> None:
    for example in data:
        for head, label in example.labels.items():
            assert head == "topic" or label in HEADS[head]


def test_head_is_calibrated_on_the_sources_somebody_labelled(data: list[Example]) -> None:
    for head, sources in CALIBRATED_ON.items():
        assert {data[row].source for row in labelled_rows(head, data)} == set(sources)


def test_calibration_sees_the_heads_and_the_best_topic() -> None:
    scores = np.array([[0.1, 0.9, 0.5, 0.6], [0.3, 0.2, 0.7, 0.8]], np.float32)
    np.testing.assert_allclose(calibration_inputs(scores, 2), [[0.5, 0.6, 0.9], [0.7, 0.8, 0.3]])
