from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from knowledge.pack import Pack, check_pack, load_pack, pack_path
from knowledge.pack.loader import training_key
from knowledge.pack.success import Success
from knowledge.pack.success_check import success_faults

TEXT = (pack_path("zenbu") / "success.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack(pack_path("zenbu"))


def changed(old: str, new: str) -> Any:
    assert old in TEXT
    return yaml.safe_load(TEXT.replace(old, new, 1))["success"]


def test_shipped_pack_has_no_faults(shipped: Pack) -> None:
    assert list(success_faults(shipped)) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("of: usage_rate", "of: usage", "there is no number 'usage'"),
        ("of: usage_rate", "of: plan", "there is no number 'plan'"),
        ("{1.0: 35, 0.7: 25", "{1.0: 35, 0.7: 40", "a stricter bound must earn more"),
        ("{of: csat, points: 6", "{of: csat, points: 7", "add up to 101, not to 100"),
        ("points: 6, worst: 1, best: 5}", "points: 6, worst: 5, best: 5}", "must differ"),
        ("at_most: {7: 10, 14: 5}", "at_most: {7: 10, 14: 5}, worst: 3, best: 1, points: 10", "either at_least"),
        ("red: 40", "red: 80", "red must lie below yellow"),
        ("part: usage, below: 15", "part: usage", "either part and below, or status"),
        ("medium: 0.3", "medium: 0.6", "medium must lie below high"),
        ("hours_last: {above: 1}", "hours: {above: 1}", "there is no figure 'hours'"),
        ("hours_last: {above: 1}", "hours_last: [long]", "hours_last is a number"),
        ("plan: [light]", "plan: {at_least: 1}", "plan is no number"),
        ("hours_last: {above: 1}", "hours_last: {}", "give some of at_least"),
        ("        item: standard\n", "", "need an item"),
        ("label: 安定}", "label: 安定, when: {nps: {at_least: 1}}}", "has conditions"),
        ("now: いま, ", "", "timings needs"),
        ("least_told: 0.4", "least_told: 0", "greater than 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(old: str, new: str, what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Success.model_validate(changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "what", "at"),
    [
        ("item: standard", "item: silver", "light_to_standard: there is no plan 'silver'", "item"),
        ("item: ai_mediation", "item: tea", "mediation: there is no addon 'tea'", "item"),
        ("item: api", "item: fax", "api: there is no option 'fax'", "item"),
        ("discount: first_upgrade", "discount: gift", "there is no discount 'gift'", "discount"),
        ("discount: first_upgrade", "discount: retention_discount", "may not offer 'retention_discount'", "discount"),
        ("plan: [light]", "plan: [silver]", "there is no plan 'silver'", "plan"),
        ("{current}の{plans.light", "{now}の{plans.light", "an offer has no value 'now'", "reason"),
        ("解約の確率：{churn}", "解約の確率：{moved}", "the mail 'churn_critical' has no value 'moved'", "body"),
    ],
)
def test_what_the_catalogue_does_not_hold_is_named(shipped: Pack, old: str, new: str, what: str, at: str) -> None:
    pack = shipped.model_copy(update={"success": Success.model_validate(changed(old, new))})
    ((place, found, mend),) = success_faults(pack)
    assert what in found
    assert place[-1] == at
    assert mend


def test_figures_written_by_hand_into_an_offer_are_refused(florist: Path) -> None:
    success = yaml.safe_load(TEXT)
    offer = {"kind": "talk", "customers": "b2b", "weight": 0.5, "timing": "now", "text": "ご相談ください。"}
    success["success"]["upsell"]["offers"] = {"talk": {**offer, "reason": "9割をお使いです。"}}
    (florist / "success.yaml").write_text(yaml.safe_dump(success, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Exception, match="written by hand"):
        check_pack(florist)


def test_looking_after_customers_trains_nothing_anew(florist: Path) -> None:
    before = training_key(florist)
    (florist / "success.yaml").write_text(TEXT, encoding="utf-8")
    assert training_key(florist) == before
