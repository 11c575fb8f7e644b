"""The texts between the facts, as a customer reads them."""

import re

import pytest

from knowledge.pack import Pack, load_pack, pack_path
from knowledge.pack.references import render

LIST_ENTRIES = {"agreed_item", "agreed_source", "callback_source", "account_visit", "book_plan", "book_summary_contact"}
"""Entries of a list: no sentence."""

TEMPLATES = sorted(load_pack(pack_path("zenbu")).templates)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_reads_as_whole_sentences(pack: Pack, name: str) -> None:
    text = render(pack, pack.templates[name])
    assert not re.search(r"。。|、、|。、|  |\?|!", text)
    assert name in LIST_ENTRIES or text.endswith("。") or text.endswith("{question}")


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_short_enough_to_be_read(pack: Pack, name: str) -> None:
    assert pack.templates[name].count("。") <= 5


@pytest.mark.parametrize("name", ["handover_waiting", "handover_stalled", "handover_outside", "handover_booking"])
def test_words_of_a_handover_say_what_happens_next(pack: Pack, name: str) -> None:
    assert "担当の者" in pack.templates[name]
