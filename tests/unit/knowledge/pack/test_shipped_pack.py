"""The pack that ships with the product keeps what was agreed of it."""

from collections import Counter
from pathlib import Path

import pytest

from domain.labels import INTENTS, TRIGGERS
from knowledge.pack import Pack, check_pack, pack_path
from knowledge.pack.references import REFERENCE, render
from knowledge.pack.texts import customer_texts

TOPIC_IDS = (Path(__file__).parents[3] / "data" / "topic_ids.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return check_pack(pack_path("zenbu"))


def test_hundred_topics_keep_their_ids(pack: Pack) -> None:
    assert len(TOPIC_IDS) == 100
    assert set(TOPIC_IDS) <= set(pack.topics)


def test_each_topic_is_asked_in_many_ways(pack: Pack) -> None:
    ways = {topic_id: set[str]() for topic_id in pack.topics}
    for writer in pack.faq_utterances:
        for topic_id, texts in writer.topics.items():
            ways[topic_id].update(texts)
    assert [topic_id for topic_id, texts in ways.items() if len(texts) < 12] == []


def test_danger_has_enough_examples_and_near_misses(pack: Pack) -> None:
    kinds = Counter[str]()
    for writer in pack.safety_utterances:
        for group in writer.groups:
            kinds[group.kind] += len(group.texts)
    assert kinds.total() >= 100
    assert min(kinds.values()) >= 10
    assert set(kinds) == {"self_harm", "violence", "partner", "child", "emergency", "none"}


def test_dialogue_examples_cover_every_intent_and_trigger(pack: Pack) -> None:
    groups = [group for writer in pack.dialogue_utterances for group in writer.groups]
    assert sum(len(group.texts) for group in groups) >= 1_500
    assert {group.intent for group in groups} == set(INTENTS)
    assert {group.handover for group in groups} >= set(TRIGGERS) - {"stalled", "uncovered", "safety"}


def test_out_of_scope_has_enough_examples(pack: Pack) -> None:
    count = sum(
        len(group.texts)
        for writer in pack.dialogue_utterances
        for group in writer.groups
        if group.intent in ("off_topic", "near_topic")
    )
    assert count >= 400


def test_every_customer_text_can_be_rendered(pack: Pack) -> None:
    assert [at for at, text in customer_texts(pack) if REFERENCE.search(render(pack, text))] == []


def test_every_kind_of_danger_has_rules_and_a_reply(pack: Pack) -> None:
    kinds = {"self_harm", "violence", "partner", "child", "emergency"}
    assert set(pack.safety.replies) == kinds
    assert {rule.kind for rule in pack.safety.rules} == kinds


def test_claims_without_evidence_are_unpublishable(pack: Pack) -> None:
    assert [name for name, claim in pack.claims.items() if claim.publishable and not claim.evidence] == []
