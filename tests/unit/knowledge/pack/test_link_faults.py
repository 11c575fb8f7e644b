from pathlib import Path

import pytest

from knowledge.pack import Fault, check_pack
from tests.unit.knowledge.pack.conftest import Change, line_of, only_fault


def test_unknown_related_topic_is_refused(fault_after: Change) -> None:
    assert fault_after("faq/shop.yaml", "related: [order-how, payment]", "related: [order-how, paymant]") == Fault(
        "faq/shop.yaml", 9, "price-list: no other topic has the id 'paymant'", "name an existing topic"
    )


def test_topic_related_to_itself_is_refused(fault_after: Change) -> None:
    fault = fault_after("faq/shop.yaml", "related: [order-how, payment]", "related: [price-list]")
    assert fault.what == "price-list: no other topic has the id 'price-list'"


def test_unknown_button_is_refused_with_those_there_are(fault_after: Change) -> None:
    fault = fault_after("faq/shop.yaml", "buttons: [recommend]", "buttons: [recomend]")
    assert (fault.file, fault.line) == ("faq/shop.yaml", 10)
    assert fault.what == "price-list: there is no button 'recomend'"
    assert fault.mend.startswith("use one of: diagnose, recommend, book")


def test_utterances_of_an_unknown_topic_are_refused(fault_after: Change) -> None:
    assert fault_after("utterances/faq/casual.yaml", "payment:", "paiment:") == Fault(
        "utterances/faq/casual.yaml", 5, "no topic has the id 'paiment'", "name an existing topic"
    )


def test_plan_that_includes_an_unknown_plan_is_refused(fault_after: Change) -> None:
    assert fault_after("plans.yaml", "includes: season", "includes: seson") == Fault(
        "plans.yaml", 17, "there is no plan 'seson'", "name an existing plan"
    )


def test_discount_on_an_unknown_plan_is_refused(fault_after: Change) -> None:
    fault = fault_after("plans.yaml", "percent: 5", "percent: 5, to: grande")
    assert (fault.line, fault.what) == (24, "there is no plan 'grande'")


def test_rule_for_an_unknown_plan_is_refused(fault_after: Change, florist: Path) -> None:
    fault = fault_after("diagnosis.yaml", "then: grand,", "then: gland,")
    assert fault.file == "diagnosis.yaml"
    assert fault.line == line_of(florist, "diagnosis.yaml", "gland")
    assert fault.what == "there is no plan 'gland'"
    assert fault.mend == "name an existing plan: petit, season, grand"


def test_rule_for_an_unknown_urgency_is_refused(fault_after: Change) -> None:
    fault = fault_after("diagnosis.yaml", "then: high", "then: urgent")
    assert fault.what == "there is no urgency 'urgent'"


def test_rule_on_an_unknown_slot_is_refused(fault_after: Change) -> None:
    fault = fault_after("diagnosis.yaml", 'when: {hurry: ["yes"]}', 'when: {hury: ["yes"]}')
    assert fault.what == "there is no slot 'hury'"
    assert fault.mend == "use one of: occasion, budget, hurry, urgency"


def test_rule_on_an_unknown_value_is_refused(fault_after: Change) -> None:
    fault = fault_after("diagnosis.yaml", "when: {budget: [large]}", "when: {budget: [big]}")
    assert (fault.what, fault.mend) == ("budget has no value 'big'", "use one of: small, large")


def test_rules_that_may_all_fail_are_refused(fault_after: Change) -> None:
    fault = fault_after("diagnosis.yaml", "then: low, when: {}", 'then: low, when: {hurry: ["no"]}')
    assert (fault.what, fault.mend) == ("the last rule has conditions", "end with a rule that always holds")


def test_slot_without_a_question_is_not_asked(fault_after: Change) -> None:
    fault = fault_after("diagnosis.yaml", "    question: お急ぎですか？\n", "")
    assert fault == Fault("diagnosis.yaml", 2, "hurry has no question to ask", "give the slot a question")


def test_noise_type_without_a_category_is_refused(fault_after: Change) -> None:
    fault = fault_after("diagnosis.yaml", "  hurry:\n", "  noise_type: {values: {bees: {label: 蜂}}}\n  hurry:\n")
    assert (fault.what, fault.mend) == ("noise_type bees has no category", "add it to category_of")


@pytest.mark.parametrize(
    ("old", "what"), [("other:", "categories has no 'other'"), ("default:", "empathy has no 'default'")]
)
def test_missing_last_resort_is_refused(fault_after: Change, old: str, what: str) -> None:
    assert fault_after("diagnosis.yaml", f"  {old}", "  elsewhere:").what == what


def test_figure_computed_from_an_unknown_value_is_refused(fault_after: Change) -> None:
    fault = fault_after("plans.yaml", "[plans.grand.price, plans.season.price]", "[plans.grand.price, plans.x.price]")
    assert (fault.file, fault.mend) == ("plans.yaml", "name two existing figures")
    assert fault.what == "cannot be computed: {plans.x.price} leads nowhere: there is no 'x'"


def test_division_by_nothing_is_refused(florist: Path) -> None:
    path = florist / "plans.yaml"
    text = path.read_text(encoding="utf-8").replace("price: 5500", "price: 0")
    path.write_text(text.replace("{minus: [", "{divide: ["), encoding="utf-8")
    assert only_fault(florist).what.startswith("cannot be computed: integer division")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guard.yaml", "'(?i)ignore", "'((?i)ignore"),
        ("safety.yaml", "'死にたい'", "'死にたい('"),
        ("safety.yaml", "'死ぬほど(", "'死ぬほど(("),
        ("diagnosis.yaml", "'バースデー'", "'[バースデー'"),
    ],
)
def test_bad_pattern_is_refused(fault_after: Change, florist: Path, name: str, old: str, new: str) -> None:
    fault = fault_after(name, old, new)
    assert (fault.file, fault.line, fault.mend) == (name, line_of(florist, name, new), "mend the pattern")
    assert fault.what.startswith("not a regular expression: ")


def test_contradictory_labels_are_refused(fault_after: Change) -> None:
    assert fault_after("utterances/dialogue/kiku.yaml", "いいえ、やめておきます", "金返せ") == Fault(
        "utterances/dialogue/kiku.yaml", 17, "'金返せ' is labelled otherwise by botan", "decide on one label"
    )


def test_feelings_may_be_read_differently(florist: Path) -> None:
    path = florist / "utterances/dialogue/kiku.yaml"
    text = path.read_text(encoding="utf-8").replace("お金を返していただきたい", "金返せ")
    path.write_text(text, encoding="utf-8")
    check_pack(florist)


def test_text_that_asks_for_two_topics_is_refused(fault_after: Change) -> None:
    assert fault_after("utterances/faq/polite.yaml", "クレジットカードで支払えますか", "値段表みせて") == Fault(
        "utterances/faq/polite.yaml", 5, "'値段表みせて' already asks for price-list", "decide on one topic"
    )


def test_dialogue_with_half_a_label_is_refused(fault_after: Change) -> None:
    assert fault_after("dialogues/a.yaml", "at: 2", "at: null") == Fault(
        "dialogues/a.yaml", 3, "handover and at must both be given or both be null", "complete the label"
    )


@pytest.mark.parametrize("at", [3, -1])
def test_turn_that_does_not_exist_is_refused(fault_after: Change, at: int) -> None:
    assert fault_after("dialogues/a.yaml", "at: 2", f"at: {at}") == Fault(
        "dialogues/a.yaml", 5, f"at is {at}, the turns are 0 to 2", "name a turn"
    )


def test_unreadable_example_is_refused(fault_after: Change) -> None:
    assert fault_after("utterances/safety/b.yaml", "花が死んでる", "……") == Fault(
        "utterances/safety/b.yaml", 8, "'……' holds nothing to read", "write at least one word"
    )


def test_examples_by_one_writer_are_not_enough(florist: Path) -> None:
    for name in ("b", "c"):
        (florist / f"utterances/safety/{name}.yaml").unlink()
    fault = only_fault(florist)
    assert fault.what == "1 of at least 2 writers"
    assert fault.mend == "add a file to utterances/safety"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("cancel_booking: cancel-fee", "cancel_booking: cancel-fees", "no topic has the id 'cancel-fees'"),
        ("own: {cancel-fee: cancel}", "own: {cancel-fees: cancel}", "no topic has the id 'cancel-fees'"),
        ("after_booking: [flower-care]", "after_booking: [care]", "no topic has the id 'care'"),
        ("plan_categories: [shop]", "plan_categories: [shops]", "no file of topics has the category 'shops'"),
    ],
)
def test_link_of_a_skill_to_what_is_not_there_is_refused(fault_after: Change, old: str, new: str, what: str) -> None:
    fault = fault_after("links.yaml", old, new)
    assert (fault.file, fault.what) == ("links.yaml", what)


def test_place_in_an_area_that_is_not_served_is_refused(fault_after: Change) -> None:
    fault = fault_after("policies.yaml", "    滋賀県: [大津", "    奈良県: [大津")
    assert (fault.what, fault.mend) == ("there is no area '奈良県'", "use one of: 京都府, 滋賀県")


def test_name_for_a_payment_that_is_not_taken_is_refused(fault_after: Change) -> None:
    fault = fault_after("policies.yaml", "      代金引換: [", "      現金: [")
    assert fault.what == "there is no payment method '現金'"
