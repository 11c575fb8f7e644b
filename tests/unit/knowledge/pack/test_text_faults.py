from pathlib import Path

import pytest

from knowledge.pack import Fault, check_pack
from tests.unit.knowledge.pack.conftest import Change, line_of, only_fault

MEND = "refer to a value ({plans.….price}) or declare a literal"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("500円", "500"),
        ("５００円", "５００"),
        ("五百円", "五百円"),
        ("二〇円", "二〇円"),
        ("三割引", "三割"),
        ("十営業日", "十営業日"),
        ("三日後", "三日後"),
        ("二週間", "二週間"),
        ("三ヶ月", "三ヶ月"),
        ("9:30〜18:00", "9:30〜18:00"),
        ("110円", "110"),
        ("1190", "1190"),
    ],
)
def test_figure_written_by_hand_is_refused(fault_after: Change, text: str, figure: str) -> None:
    assert fault_after("faq/shop.yaml", "送料を含みます", f"送料は{text}です") == Fault(
        "faq/shop.yaml", 7, f"the figure '{figure}' is written by hand", MEND
    )


@pytest.mark.parametrize("text", ["一日", "一度", "十分", "110", "110（警察）", "一緒に"])
def test_words_and_literals_are_no_figures(florist: Path, text: str) -> None:
    path = florist / "faq/shop.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("送料", text), encoding="utf-8")
    assert text in check_pack(florist).topics["price-list"].answer


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("diagnosis.yaml", "お急ぎとのこと"),
        ("diagnosis.yaml", "ご予算はどのくらいですか？"),
        ("diagnosis.yaml", "ご不安なお気持ち"),
        ("buttons.yaml", "人と話したい"),
        ("templates.yaml", "こんにちは"),
        ("safety.yaml", "まず、"),
        ("faq/delivery.yaml", "title: 花の手入れ"),
    ],
)
def test_figure_is_refused_wherever_a_customer_may_read_it(fault_after: Change, name: str, old: str) -> None:
    fault = fault_after(name, old, f"{old}7点")
    assert (fault.file, fault.what) == (name, "the figure '7' is written by hand")


def test_unknown_reference_is_refused(fault_after: Change) -> None:
    assert fault_after("faq/shop.yaml", "{plans.petit.price}", "{plans.petit.prize}") == Fault(
        "faq/shop.yaml",
        7,
        "{plans.petit.prize} leads nowhere: there is no 'prize'",
        "refer to an existing value, or add it to the pack",
    )


def test_reference_to_more_than_one_value_is_refused(fault_after: Change) -> None:
    fault = fault_after("faq/shop.yaml", "{plans.petit.price}", "{plans.petit}")
    assert fault.what == "{plans.petit} is not a single value"


@pytest.mark.parametrize("brace", ["{plans.Petit.price}", "{price}", "{plans.petit.price"])
def test_brace_that_is_no_reference_is_refused(fault_after: Change, brace: str) -> None:
    fault = fault_after("faq/shop.yaml", "{plans.petit.price}", brace)
    assert (fault.file, fault.line) == ("faq/shop.yaml", 7)
    assert fault.what.endswith("is no reference")
    assert fault.mend == "write {plans.….price} as in the shipped pack"


def test_value_filled_in_by_a_skill_is_allowed_in_a_template(florist: Path) -> None:
    (florist / "templates.yaml").write_text("templates:\n  promise: '{moment}にお返事します'\n", encoding="utf-8")
    assert check_pack(florist).templates["promise"] == "{moment}にお返事します"


def test_reference_to_an_unpublishable_claim_is_refused(fault_after: Change) -> None:
    assert fault_after("faq/shop.yaml", "送料を含みます", "満足の声は{claims.satisfaction.value}です") == Fault(
        "faq/shop.yaml",
        7,
        "shows the unpublishable claim satisfaction",
        "remove it, or give the claim its evidence",
    )


def test_figure_beside_an_unpublishable_claim_is_refused(fault_after: Change) -> None:
    what = "満足度は{facts.chat_hours}"
    fault = fault_after("faq/shop.yaml", "送料を含みます", what)
    assert (fault.what, fault.mend) == ("shows a figure for the unpublishable claim '満足度'", "remove it")


def test_forbidden_words_are_refused(fault_after: Change, florist: Path) -> None:
    fault = fault_after("faq/delivery.yaml", "涼しい所", "絶対に枯れない所")
    assert fault == Fault(
        "faq/delivery.yaml",
        line_of(florist, "faq/delivery.yaml", "絶対に枯れない所") - 1,
        "uses the forbidden words '絶対に枯れない'",
        "say it without them",
    )


def test_forbidden_words_in_a_value_are_refused_where_it_is_shown(florist: Path) -> None:
    path = florist / "plans.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("グランド", "絶対に枯れない"), encoding="utf-8")
    assert only_fault(florist).file == "faq/shop.yaml"
