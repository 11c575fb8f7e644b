"""`zenbu churn train` on any table, and `zenbu demo` from nothing."""

import random
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.churn_cli import churn_app
from api.demo_cli import demo

demo_app = typer.Typer()
demo_app.command()(demo)


def test_table_is_tested_by_parts_and_no_model_is_kept(no_settings: Path) -> None:
    draw = random.Random(1)
    rows = []
    for number in range(300):
        months = draw.randint(1, 60)
        left = draw.random() < (0.7 if months < 15 else 0.1)
        rows.append(f"id{number},{months},{'yes' if left else 'no'}")
    (no_settings / "table.csv").write_text("who,months,gone\n" + "\n".join(rows), encoding="utf-8")
    result = CliRunner().invoke(churn_app, ["train", "--csv", "table.csv", "--target", "gone", "--folds", "3"])
    assert result.exit_code == 0, result.output
    assert "300 rows" in result.output and "months" in result.output
    assert "who was left out" in result.output
    assert not (no_settings / "data").exists()


@pytest.mark.parametrize("given", [["--target", "gone"], ["--csv", "table.csv"]])
def test_table_and_target_belong_together(no_settings: Path, given: list[str]) -> None:
    (no_settings / "table.csv").write_text("a,gone\n1,yes\n", encoding="utf-8")
    result = CliRunner().invoke(churn_app, ["train", *given])
    assert result.exit_code == 2
    assert "belong together" in result.output


def test_training_without_history_says_what_is_missing(no_settings: Path) -> None:
    result = CliRunner().invoke(churn_app, ["train"])
    assert result.exit_code == 1
    assert "zenbu customers import" in result.output


def test_demo_fills_an_empty_database_and_says_what_to_try(no_settings: Path) -> None:
    result = CliRunner().invoke(demo_app, ["--b2b", "5", "--b2c", "120", "--seed", "2"])
    assert result.exit_code == 0, result.output
    assert "125 customers" in result.output
    assert "b2b-0002 complains, and stays" in result.output
    assert "zenbu chat --customer b2c-" in result.output


def test_demo_is_refused_outside_development(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_ENV", "production")
    monkeypatch.setenv("ZENBU_SECRET_KEY", "s" * 40)
    result = CliRunner().invoke(demo_app, ["--b2b", "1", "--b2c", "1"])
    assert result.exit_code == 1
    assert "export ZENBU_ENV=development" in result.output
