import random
from pathlib import Path
from string import Formatter

import pytest

from evals.simulation.banks import BankError, Banks, load_banks
from knowledge.pack import load_pack, pack_path

GAPS = {"plan", "wish", "noise", "value", "span", "when", "code", "booking"}
BANK = "bank: mine\nabout: words\nlines:\n  thank: {plain: [どうも]}\n"


@pytest.fixture(scope="module")
def banks() -> Banks:
    return load_banks()


def test_bank_with_an_unknown_key_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(BANK + "mood: bad\n", encoding="utf-8")
    with pytest.raises(BankError, match=r"mine\.yaml:5: mood"):
        load_banks(tmp_path)


def test_meaning_that_stands_in_two_banks_is_refused(tmp_path: Path) -> None:
    for name in ("mine", "yours"):
        (tmp_path / f"{name}.yaml").write_text(BANK, encoding="utf-8")
    with pytest.raises(BankError, match=r"yours\.yaml:4: thank stands in another bank"):
        load_banks(tmp_path)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="holds no bank"):
        load_banks(tmp_path)


def test_voice_without_words_of_its_own_borrows_them(banks: Banks) -> None:
    assert banks.pick("affirm.change", "tohoku", random.Random(0)) in banks.lines["affirm.change"]["plain"]


def test_line_that_was_used_is_not_used_again(banks: Banks) -> None:
    used = frozenset(banks.lines["thank"]["plain"][:1])
    assert {banks.pick("thank", "plain", random.Random(seed), used) for seed in range(10)}.isdisjoint(used)


def test_meaning_without_words_is_said_so(banks: Banks) -> None:
    with pytest.raises(BankError, match=r"No bank has words for open\.sesame"):
        banks.pick("open.sesame", "plain", random.Random(0))


def test_every_gap_is_one_that_is_filled(banks: Banks) -> None:
    gaps = {name for line in banks.every_line() for _, name, _, _ in Formatter().parse(line) if name is not None}
    assert gaps <= GAPS


@pytest.mark.parametrize(
    "slot", ["plan", "payment", "frequency", "wants", "sleep_lost", "negotiation_attempts", "noise_type"]
)
def test_no_answer_stands_for_two_values(banks: Banks, slot: str) -> None:
    meanings: dict[str, set[str]] = {}
    for meaning, voices in banks.lines.items():
        if meaning.startswith(f"inform.{slot}."):
            for line in (line for lines in voices.values() for line in lines):
                meanings.setdefault(line, set()).add(meaning)
    assert meanings
    assert {line: found for line, found in meanings.items() if len(found) > 1} == {}


def test_titles_are_those_customers_read(banks: Banks) -> None:
    topics = load_pack(pack_path("zenbu")).topics
    asked = {meaning.removeprefix("request.") for meaning in banks.lines if meaning.startswith("request.")}
    titled = {meaning.removeprefix("title.") for meaning in banks.lines if meaning.startswith("title.")}
    assert asked <= topics.keys()
    assert [topic for topic in titled if banks.lines[f"title.{topic}"]["plain"] != (topics[topic].title,)] == []


def test_buttons_that_lead_on_are_the_packs() -> None:
    pack, page = load_pack(pack_path("zenbu")), load_banks().page
    assert {*page.ways.values(), *page.confirms.values()} <= {button.label for button in pack.buttons.values()}
    assert page.plan_buttons == {name: plan.name for name, plan in pack.plans.items()}
    assert set(page.payments.values()) == set(pack.booking.payment.methods)
