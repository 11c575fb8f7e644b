from pathlib import Path

import pytest

from knowledge.pack import check_pack, pack_path
from services.recovery import recovery_terms
from tests.unit.knowledge.pack.conftest import only_fault


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("plan: light", "plan: lite", "there is no 'lite'"),
        ("addon: ai_mediation", "addon: mediation", "there is no 'mediation'"),
        ("upgrade: [light, standard]", "upgrade: [standard, light]", "light is not dearer than standard"),
        ("moderate: 3000", "moderate: 30000", "a graver case must justify as much at least"),
        ("case: 10000, month", "case: 1000, month", "a higher level must be allowed as much"),
        ("roles: [senior]", "roles: [senior, cs]", "a role has one level"),
        ("at_least: 30000, share: 0.8", "at_least: 30000, share: 0.5", "rise with LTV"),
        ("nps: {at_least", "joy: {at_least", "there is no figure 'joy'"),
        ("[1000, 3000]", "[3000, 1000]", "amounts must rise"),
        ("plan: light, liked", "plan: light, amounts: [1], liked", "exactly one of"),
    ],
)
def test_faults_in_recovery_offers_are_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    root = tmp_path / "pack"
    for path in pack_path("zenbu").rglob("*.yaml"):
        copy = root / path.relative_to(pack_path("zenbu"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    text = (root / "recovery.yaml").read_text(encoding="utf-8")
    assert old in text
    (root / "recovery.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert what in only_fault(root).what


def test_shipped_figures_are_those_of_the_business() -> None:
    terms = recovery_terms(check_pack(pack_path("zenbu")))
    assert terms is not None
    limits = {level: (authority.case, authority.month) for level, authority in terms.authority.items()}
    assert limits == {"staff": (3_000, 30_000), "senior": (10_000, 100_000), "manager": (50_000, 500_000)}
    assert set(terms.kinds) == {"coupon", "remeasurement", "plan_upgrade", "mediation", "letter", "gift"}
    worth = {kind: terms.kinds[kind].amounts for kind in ("remeasurement", "plan_upgrade", "mediation")}
    assert worth == {"remeasurement": (8_800,), "plan_upgrade": (4_000,), "mediation": (8_000,)}
