"""The grader of packets is content with a faultless one, and notices each way in which one can mislead."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from evals.agents.oracle import ideal
from evals.agents.wording import build_wording
from evals.graders import Evidence
from evals.graders.packet import packet
from evals.loading import load_suites
from evals.played import Played, Snapshot
from knowledge.pack import Pack, load_pack, pack_path

CASE = "packet-human-after-diagnosis"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))


@pytest.fixture(scope="module")
def faultless(pack: Pack) -> Evidence:
    [suite] = load_suites(["packets"])
    case = next(case for case in suite.cases if case.id == CASE)
    return Evidence(suite, case, ideal(build_wording(pack), suite, case))


Harm = Callable[[dict[str, Any]], None]


def misses_the_promise(shown: dict[str, Any]) -> None:
    shown["promises"].clear()


def misses_an_answer(shown: dict[str, Any]) -> None:
    shown["answers"].clear()


def misses_a_slot(shown: dict[str, Any]) -> None:
    shown["slots"].pop()


def misses_a_feeling(shown: dict[str, Any]) -> None:
    shown["feelings"].clear()


def points_to_another_sentence(shown: dict[str, Any]) -> None:
    shown["cause"]["sentences"] = [{"text": "ほぼ毎日です", "seq": 8}]


def points_to_another_message(shown: dict[str, Any]) -> None:
    shown["cause"]["sentences"][-1]["seq"] = 2


def invents_a_slot(shown: dict[str, Any]) -> None:
    quote = {"text": "管理会社にも言いました", "seq": 2}
    shown["slots"].append({"slot": "manager_contacted", "value": "yes", "says": "相談ずみ", "quotes": [quote]})


def tells_a_slot_without_words(shown: dict[str, Any]) -> None:
    shown["slots"][0]["quotes"] = []


def invents_words(shown: dict[str, Any]) -> None:
    shown["summary"][0] = "お客さまは「訴えます」とのこと。"


def invents_a_figure(shown: dict[str, Any]) -> None:
    shown["summary"][1] = "99,000円をご案内。"


def promises_in_a_draft(shown: dict[str, Any]) -> None:
    shown["drafts"][0]["text"] = "必ず本日中に返金いたします。"


def is_rude_in_a_draft(shown: dict[str, Any]) -> None:
    shown["drafts"][0]["text"] = "お客様の勘違いだよ。"


def has_a_figure_nobody_founded(shown: dict[str, Any]) -> None:
    shown["drafts"][0]["text"] = "お詫びに7,777円をお送りします。"


def has_two_drafts(shown: dict[str, Any]) -> None:
    shown["drafts"].pop()


def has_no_reason(shown: dict[str, Any]) -> None:
    shown["next_action"]["reason"] = ""


HARMS: tuple[Harm, ...] = (
    misses_the_promise,
    misses_an_answer,
    misses_a_slot,
    misses_a_feeling,
    points_to_another_sentence,
    points_to_another_message,
    invents_a_slot,
    tells_a_slot_without_words,
    invents_words,
    invents_a_figure,
    promises_in_a_draft,
    is_rude_in_a_draft,
    has_a_figure_nobody_founded,
    has_two_drafts,
    has_no_reason,
)


def faults(pack: Pack, evidence: Evidence, played: Played) -> list[str]:
    return list(packet(pack)(replace(evidence, played=played)) or ())


def test_faultless_packet_passes(pack: Pack, faultless: Evidence) -> None:
    assert faults(pack, faultless, faultless.played) == []


@pytest.mark.parametrize("harm", HARMS, ids=[harm.__name__ for harm in HARMS])
def test_harm_is_noticed(pack: Pack, faultless: Evidence, harm: Harm) -> None:
    read = deepcopy(faultless.played.packet)
    assert read is not None
    if harm is misses_an_answer:
        read["messages"][1]["reply"]["sources"] = [{"id": "parking", "title": "駐車場"}]
    if harm is misses_the_promise:
        read["messages"][1]["text"] += "\n12,800円です。"
    harm(read["handover"])
    assert faults(pack, faultless, replace(faultless.played, packet=read))


def test_slot_the_dialogue_knows_must_be_told(pack: Pack, faultless: Evidence) -> None:
    after = Snapshot(slots={"health_or_safety": "yes"})
    assert "the slot health_or_safety (yes) is missing, or is another" in faults(
        pack, faultless, replace(faultless.played, after=after)
    )


def test_case_in_which_nobody_was_called_fails(pack: Pack, faultless: Evidence) -> None:
    assert faults(pack, faultless, replace(faultless.played, packet=None)) == ["no packet: nobody was called"]
