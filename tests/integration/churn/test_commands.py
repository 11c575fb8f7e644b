"""`zenbu churn` over a small demo world, from no model to one that grew old."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.churn_cli import churn_app
from services.demo.world import World
from tests.integration.churn.worlds import fill
from tests.unit.services.demo.conftest import NOW


@pytest.fixture(scope="module")
def small(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    return fill(migrated_sqlite, tmp_path_factory.mktemp("world"), 160)


@pytest.fixture
def settled(small: tuple[Path, World], no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line works on this world, at its end."""
    monkeypatch.setenv("ZENBU_DATABASE_URL", f"sqlite:///{small[0]}")
    monkeypatch.setenv("ZENBU_NOW", NOW.isoformat())
    monkeypatch.setenv("COLUMNS", "120")


def churn(*arguments: str) -> Result:
    return CliRunner().invoke(churn_app, list(arguments))


def test_commands_train_test_and_explain(
    settled: None, small: tuple[Path, World], no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, world = small
    before = churn("explain", world.surprises["late_payer"])
    assert before.exit_code == 1 and "zenbu churn train" in before.output

    trained = churn("train")
    assert trained.exit_code == 0, trained.output
    card = (no_settings / "data" / "churn" / "model-card.md").read_text(encoding="utf-8")
    for promised in ("AUC", "PR-AUC", "Brier", "![calibration](calibration.svg)", "## Limits"):
        assert promised in card
    assert (no_settings / "data" / "churn" / "calibration.svg").is_file()

    tested = churn("evaluate", "--plot", "plot.svg")
    assert tested.exit_code == 0, tested.output
    shown = re.search(r"AUC\s+(0\.\d+)", tested.output)
    assert shown is not None and f"| AUC | {shown[1]}" in card  # the same quarter, the same model
    assert (no_settings / "plot.svg").read_text(encoding="utf-8").startswith("<svg")

    explained = churn("explain", world.surprises["late_payer"])
    assert explained.exit_code == 0, explained.output
    assert explained.output.count("・") == 3

    merged = churn("explain", world.surprises["merger"])
    assert merged.exit_code == 1 and "has no running contract" in merged.output
    private = churn("explain", "b2c-0001")
    assert private.exit_code == 1 and "is a private customer" in private.output
    assert "no customer nobody" in churn("explain", "nobody").output

    monkeypatch.setenv("ZENBU_NOW", "2027-06-01T12:00")
    stale = churn("evaluate")
    assert stale.exit_code == 1
    assert "191 days old, more than the 120" in stale.output and "zenbu churn train" in stale.output
