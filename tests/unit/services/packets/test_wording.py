"""A packet in the words of the pack that ships, and of one that has none."""

from typing import Any, Final

import pytest

from domain.labels import TRIGGERS, Trigger
from domain.packet.assembly import SENDER, packet_of
from domain.packet.terms import PacketTerms
from domain.packet.types import Packet
from knowledge.pack import load_pack, pack_path
from services.packets.terms import packet_terms
from tests.fakes.transcripts import ANGRY, said, transcript

FLORIST: Final = "tests/packs/florist"
NOISE: Final[dict[str, Any]] = {
    "told": {
        "source": {"value": "upstairs", "at": [0, 3]},
        "noise_type": {"value": "footsteps", "at": [4, 6]},
        "sleep_lost": {"value": "no", "at": [0, 3]},
    }
}


@pytest.fixture(scope="module")
def terms() -> PacketTerms:
    return packet_terms(load_pack(pack_path("zenbu")))


def made(terms: PacketTerms, *turns: Any, trigger: Trigger = "human_request", **fields: Any) -> Packet:
    return packet_of(transcript(*turns, **fields), trigger, 2 * len(turns), terms)


def test_summary_says_who_what_happened_and_what_is_wanted(terms: PacketTerms) -> None:
    turns = said("上の階の足音です", **NOISE), said("担当の方と話したいです")
    packet = made(terms, *turns, customer="佐藤花子", type="b2c", contact="090-1234-5678")
    assert packet.summary == (
        "佐藤花子様（個人）。上の階の足音でお困り。",
        "ボットからのご案内はまだなし。",
        "担当者との会話をご希望「担当の方と話したいです」。",
    )


def test_who_cannot_be_reached_is_asked_for_a_number(terms: PacketTerms) -> None:
    packet = made(terms, said("担当の方と話したいです"))
    assert packet.summary[2].endswith("連絡先は未確認。")
    assert any("電話番号かメールアドレス" in draft.text for draft in packet.drafts)


@pytest.mark.parametrize("contact", [None, "090-1234-5678"])
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_there_are_three_drafts_and_a_next_action_whoever_is_handed_over(
    terms: PacketTerms, trigger: Trigger, contact: str | None
) -> None:
    packet = made(terms, said("お願いします"), trigger=trigger, contact=contact)
    assert len({draft.text for draft in packet.drafts}) == 3
    assert packet.next_action is not None
    assert all(SENDER in draft.text for draft in packet.drafts)


def test_rough_words_are_quoted_to_the_staff_and_not_said_back(terms: PacketTerms) -> None:
    angry = said("ふざけるな、最低の会社だ", reply={"sentiment": ANGRY}, cause=[0, 12])
    packet = made(terms, angry, trigger="anger")
    assert "ふざけるな" in packet.summary[2]
    assert not any("ふざけ" in draft.text for draft in packet.drafts)


def test_what_went_wrong_leads_to_its_rule_and_draft(terms: PacketTerms) -> None:
    packet = made(terms, said("スタッフの方が50分も遅れてきました。どういうことですか"), trigger="complaint")
    assert packet.next_action is not None and packet.next_action.kind == "check_visit"
    assert any(source.id == "late-staff" for draft in packet.drafts for source in draft.sources)


def test_category_follows_what_was_said_when_a_person_was_called(terms: PacketTerms) -> None:
    turns = said("予約したいです", intent="book"), said("請求が二重に来ています", cause=[0, 11])
    assert made(terms, *turns, trigger="complaint").category == "billing"


def test_wish_that_was_taken_back_is_none(terms: PacketTerms) -> None:
    assert made(terms, said("折り返しお電話ください")).wishes == ("折り返しのお電話",)
    assert made(terms, said("電話ではなくメールでお願いします")).wishes == ()


def test_pack_without_words_tells_what_was_said_and_nothing_about_it() -> None:
    terms = packet_terms(load_pack(pack_path(FLORIST)))
    packet = made(terms, said("花束は3,000円からですか", "3,000円からです。"))
    assert (packet.summary, packet.drafts, packet.next_action, packet.category) == ((), (), None, None)
    assert [promise.text for promise in packet.promises] == ["3,000円からです。"]
