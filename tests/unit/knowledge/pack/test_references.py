from pathlib import Path

import pytest

from knowledge.pack import Pack, UnknownReference, load_pack, pack_path
from knowledge.pack.references import render, render_reference, value_of
from tests.unit.knowledge.conftest import FLORIST


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FLORIST)


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack(pack_path("zenbu"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("plans.grand.price", "11,000円"),
        ("plans.grand.measurement", "2時間"),
        ("plans.grand.name", "グランドブーケ"),
        ("plans.season.contains", "季節の花、メッセージカード"),
        ("discounts.repeat.percent", "5%"),
        ("booking.earliest_days", "1日"),
        ("booking.hold_minutes", "15分"),
        ("booking.candidates", "3件"),
        ("booking.starts", "10:00、14:00、18:00"),
        ("booking.areas", "京都府、滋賀県"),
        ("booking.change.fee", "500円"),
        ("booking.change.free_until", "17:00"),
        ("booking.cancel.fee_percent", "50%"),
        ("hours.people.opens", "09:00"),
        ("promises.high.minutes", "30分"),
        ("facts.freshness", "7日間"),
        ("company.assistant", "花たよりサポート"),
    ],
)
def test_value_is_written_with_its_unit(pack: Pack, path: str, text: str) -> None:
    assert render_reference(pack, path) == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("business_plans.business.monthly_price", "100,000円"),
        ("business_plans.business.measurements", "20件"),
        ("discounts.referral.amount", "2,000円"),
        ("discounts.retention_extension.months", "3か月"),
        ("discounts.premium_after_attempts.attempts", "3回"),
        ("facts.b2b_overage", "7,000円"),
        ("facts.mediation_weeks", "2〜3週間"),
        ("addons.late_night.start", "23:00"),
    ],
)
def test_unit_of_a_value_that_may_be_missing_is_written(shipped: Pack, path: str, text: str) -> None:
    assert render_reference(shipped, path) == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("computed.lawyer_review_difference", "12,000円"),
        ("computed.starter_unit_price", "6,000円"),
        ("computed.standard_cancel_fee", "3,840円"),
        ("computed.standard_repeat_price", "11,520円"),
    ],
)
def test_computed_figure_follows_from_the_others(shipped: Pack, path: str, text: str) -> None:
    assert render_reference(shipped, path) == text


def test_computed_figure_is_rounded_down_to_whole_yen(florist: Path) -> None:
    path = florist / "plans.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("price: 3300", "price: 3333"), encoding="utf-8")
    assert render_reference(load_pack(florist), "computed.petit_cancel_fee") == "1,666円"


def test_raw_value_is_no_text(pack: Pack) -> None:
    assert value_of(pack, "plans.petit.price") == 3300


def test_text_is_rendered_and_other_names_are_left(pack: Pack) -> None:
    text = "{name}様、{plans.petit.name}は{plans.petit.price}です"
    assert render(pack, text) == "{name}様、プチブーケは3,300円です"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("plans.huge.price", "leads nowhere: there is no 'huge'"),
        ("plans.petit.price.yen", "leads nowhere: there is no 'yen'"),
        ("plans.petit", "is not a single value"),
        ("plans.petit.includes", "is not a single value"),
        ("plans.petit.__class__", "there is no '__class__'"),
    ],
)
def test_reference_that_leads_to_no_value_is_refused(pack: Pack, path: str, message: str) -> None:
    with pytest.raises(UnknownReference, match=message):
        render_reference(pack, path)
