from collections.abc import Callable
from typing import Any

import pytest

from knowledge.pack import Pack, load_pack, pack_path
from knowledge.pack.handover import Fits, Handover
from knowledge.pack.handover_check import handover_faults

Change = Callable[[Handover], dict[str, Any]]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))


def draft(handover: Handover, **fields: Any) -> dict[str, Any]:
    """The drafts, the first of them changed."""
    name = next(iter(handover.drafts))
    return {"drafts": {**handover.drafts, name: handover.drafts[name].model_copy(update=fields)}}


FAULTS: list[tuple[Change, str]] = [
    (lambda own: {"feelings": {}}, "'anger' has no words"),
    (lambda own: {"wants": {}}, "'refund' has no words"),
    (lambda own: {"next": own.next[:-1]}, "the last action has conditions"),
    (lambda own: {"slots": {}}, "the slot 'noise_type' has no name"),
    (lambda own: {"rough": ("(",)}, "cannot be read"),
    (lambda own: {"recovery": {"fire": ("火事",)}}, "there is no cause in recovery.yaml 'fire'"),
    (lambda own: draft(own, text="{who}です。"), "there is no value 'who' here"),
    (lambda own: draft(own, sources=("no-topic",)), "there is no topic 'no-topic'"),
    (lambda own: draft(own, when=Fits(categories=("weather",))), "there is no category 'weather'"),
    (lambda own: {"drafts": dict([next(iter(own.drafts.items()))])}, "drafts fit 'refund'"),
]


def test_pack_that_ships_words_its_handovers_without_fault(pack: Pack) -> None:
    assert list(handover_faults(pack)) == []


@pytest.mark.parametrize(("change", "what"), FAULTS, ids=[what for _, what in FAULTS])
def test_fault_in_the_words_of_handovers_is_named(pack: Pack, change: Change, what: str) -> None:
    assert pack.handover is not None
    handover = pack.handover.model_copy(update=change(pack.handover))
    found = [fault for _, fault, _ in handover_faults(pack.model_copy(update={"handover": handover}))]
    assert any(what in fault for fault in found), found


def test_pack_without_words_for_handovers_has_no_faults_in_them(pack: Pack) -> None:
    assert list(handover_faults(pack.model_copy(update={"handover": None}))) == []
