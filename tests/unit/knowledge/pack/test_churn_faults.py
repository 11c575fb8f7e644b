from pathlib import Path

import pytest

from knowledge.pack import pack_path
from tests.unit.knowledge.pack.conftest import only_fault


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("discount: repeat", "discount: gift", "retention_discount: there is no discount 'gift'"),
        ("repeat.percent}引き", "repeat.weeks}引き", "there is no 'weeks'"),
        ("{times}倍に", "{often}倍に", "a factor has no value 'often'"),
        ("tone_slope: {", "tone: {", "missing or unknown: tone, tone_slope"),
        ("high: 0.5", "high: 0.2", "levels must rise"),
    ],
    ids=["discount", "reference", "value", "feature", "levels"],
)
def test_faults_in_the_words_of_churn_are_named(florist: Path, old: str, new: str, what: str) -> None:
    text = (pack_path("zenbu") / "churn.yaml").read_text(encoding="utf-8")
    # The florist has another discount, and that one has no months.
    text = text.replace("を{discounts.retention_discount.months}", "").replace(
        "retention_discount.percent", "repeat.percent"
    )
    text = text.replace("discount: retention_discount", "discount: repeat")
    assert old in text
    (florist / "churn.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert what in only_fault(florist).what
