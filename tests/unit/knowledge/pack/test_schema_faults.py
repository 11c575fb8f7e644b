from pathlib import Path

import pytest

from knowledge.pack import Fault, PackError, check_pack, pack_path
from tests.unit.knowledge.pack.conftest import Change, only_fault


def test_florist_pack_has_no_faults(florist: Path) -> None:
    assert len(check_pack(florist).topics) == 6


def test_unknown_key_is_refused(fault_after: Change) -> None:
    assert fault_after("plans.yaml", "contains: [花瓶]", "contians: [花瓶]") == Fault(
        "plans.yaml", 18, "unknown key plans.grand.contians", "remove it, or mend its spelling"
    )


def test_missing_price_is_refused(fault_after: Change) -> None:
    assert fault_after("plans.yaml", "    price: 3300\n", "") == Fault(
        "plans.yaml", 3, "plans.petit.price is missing", "add it"
    )


def test_price_that_is_no_number_is_refused(fault_after: Change) -> None:
    fault = fault_after("plans.yaml", "price: 3300", "price: 三千円")
    assert (fault.file, fault.line) == ("plans.yaml", 5)
    assert fault.what.startswith("plans.petit.price: input should be a valid integer")
    assert "三千円" in fault.what
    assert fault.mend == "give a value of the kind named"


def test_unknown_intent_is_refused_with_the_known_ones(fault_after: Change) -> None:
    fault = fault_after("buttons.yaml", "intent: request_person", "intent: person")
    assert (fault.file, fault.line) == ("buttons.yaml", 9)
    assert "'request_person'" in fault.what
    assert fault.mend == "use one of the values named"


def test_duplicate_topic_id_is_refused(fault_after: Change) -> None:
    topic = "  - {id: flower-care, title: 手入れ, question: 手入れは？, answer: 水を替えてください。}\n"
    fault = fault_after("faq/shop.yaml", "topics:\n", f"topics:\n{topic}")
    assert fault == Fault("faq/shop.yaml", 4, "the topic id 'flower-care' is already in delivery", "rename one")


def test_duplicate_key_is_refused(fault_after: Change) -> None:
    assert fault_after("buttons.yaml", "more:", "book:") == Fault(
        "buttons.yaml", 5, "the key 'book' stands twice", "remove or rename one of them"
    )


def test_field_in_two_files_is_refused(florist: Path) -> None:
    (florist / "extra.yaml").write_text("literals: []\nplans: {}\n", encoding="utf-8")
    with pytest.raises(PackError) as raised:
        check_pack(florist)
    assert Fault("plans.yaml", 2, "plans already stands in extra.yaml", "merge the two") in raised.value.faults


def test_unknown_field_is_refused(florist: Path) -> None:
    (florist / "extra.yaml").write_text("# more\nplanz: {}\n", encoding="utf-8")
    assert only_fault(florist) == Fault("extra.yaml", 2, "unknown key planz", "remove it, or mend its spelling")


def test_file_of_another_encoding_is_refused(florist: Path) -> None:
    text = (florist / "company.yaml").read_text(encoding="utf-8")
    (florist / "company.yaml").write_text(text, encoding="cp932")
    fault = only_fault(florist)
    assert (fault.file, fault.line, fault.mend) == ("company.yaml", 1, "save the file as UTF-8")
    assert fault.what.startswith("not UTF-8")


def test_file_with_a_byte_order_mark_is_read(florist: Path) -> None:
    path = florist / "company.yaml"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert check_pack(florist).company.id == "florist"


def test_file_that_is_no_yaml_is_refused(fault_after: Change) -> None:
    fault = fault_after("company.yaml", "service: 花束の", "service: [花束の")
    assert (fault.file, fault.line) == ("company.yaml", 4)
    assert fault.what.startswith("not YAML: ")
    assert fault.mend == "quote the text or mend the indentation"


@pytest.mark.parametrize("value", ["2026-02-30", "!price 3300", "!!int x"])
def test_value_that_is_nothing_plain_is_refused(fault_after: Change, value: str) -> None:
    fault = fault_after("plans.yaml", "price: 3300", f"price: {value}")
    assert (fault.file, fault.line, fault.mend) == ("plans.yaml", 5, "quote the text")
    assert fault.what.startswith("not a plain value: ")


def test_key_that_is_a_list_is_refused(fault_after: Change) -> None:
    assert fault_after("company.yaml", "language:", "? [language]\n:") == Fault(
        "company.yaml", 5, "a key is not a text", "write `key: value`"
    )


def test_file_without_fields_is_refused(florist: Path) -> None:
    (florist / "notes.yaml").write_text("- a note\n", encoding="utf-8")
    fault = only_fault(florist)
    assert (fault.file, fault.line, fault.what) == ("notes.yaml", 1, "holds no fields")
    assert fault.mend == "write `field:` lines as in the shipped pack"


@pytest.mark.parametrize("name", ["faq/more.yml", "utterance/faq/polite.yaml"])
def test_file_where_nothing_is_read_is_refused(florist: Path, name: str) -> None:
    (florist / name).parent.mkdir(parents=True, exist_ok=True)
    (florist / name).write_text("category: more\n", encoding="utf-8")
    fault = only_fault(florist)
    assert (fault.file, fault.line, fault.what) == (name, 1, "is not read here")
    assert "utterances/faq" in fault.mend


def test_missing_folder_is_refused_with_the_packs_there_are() -> None:
    with pytest.raises(PackError) as raised:
        pack_path("no-such-pack")
    assert raised.value.faults == [
        Fault("no-such-pack", 1, "no pack here (company.yaml is missing)", "name a folder, or one of: zenbu")
    ]


def test_missing_file_is_refused(florist: Path) -> None:
    (florist / "thresholds.yaml").unlink()
    assert only_fault(florist) == Fault("florist", 1, "thresholds is missing", "add it")


def test_every_fault_is_reported_in_order(florist: Path) -> None:
    for name, old, new in (
        ("plans.yaml", "price: 3300", "prize: 3300"),
        ("buttons.yaml", "intent: recommend", "intent: sell"),
    ):
        path = florist / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(PackError) as raised:
        check_pack(florist)
    assert [fault.file for fault in raised.value.faults] == ["buttons.yaml", "plans.yaml", "plans.yaml"]
    assert str(raised.value).splitlines()[0].startswith("buttons.yaml:3: buttons.recommend.intent: ")
