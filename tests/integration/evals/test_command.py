"""`zenbu eval` as QA uses it, over the example suite and the real product."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evals.cli import eval_app
from evals.loading import load_suites

ROOT = Path(__file__).parents[3]
EXAMPLE = str(ROOT / "evals" / "example.yaml")


@pytest.fixture(autouse=True)
def settings(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ZENBU_DATA_DIR", str(ROOT / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    yield


def call(*words: str) -> Any:
    return CliRunner().invoke(eval_app, [*words])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first")


def test_run_ships_and_leaves_its_reports(first: Path) -> None:
    result = call("run", EXAMPLE, "--out", str(first), "--save-baseline", str(first / "baseline.json"))
    assert result.exit_code == 0, result.output
    assert "may ship" in result.output
    left = {path.name for path in first.iterdir()}
    assert left == {"run.json", "times.json", "report.html", "junit.xml", "summary.md", "baseline.json"}


def test_run_over_two_processes_is_the_same_byte_for_byte(first: Path, tmp_path: Path) -> None:
    assert call("run", EXAMPLE, "--jobs", "2", "--out", str(tmp_path)).exit_code == 0
    assert (tmp_path / "run.json").read_bytes() == (first / "run.json").read_bytes()


def test_run_that_was_killed_goes_on(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evals import outcomes, workers

    played = iter(range(3))

    def examine_three(*args: Any) -> Any:
        if next(played, None) is None:
            raise KeyboardInterrupt
        return examine(*args)

    examine = outcomes.examine
    monkeypatch.setattr(workers, "examine", examine_three)
    assert call("run", EXAMPLE, "--out", str(tmp_path)).exit_code != 0
    monkeypatch.setattr(workers, "examine", examine)
    result = call("run", EXAMPLE, "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "times.json").read_text(encoding="utf-8"))["resumed"] == 3
    assert (tmp_path / "run.json").read_bytes() == (first / "run.json").read_bytes()


def test_run_of_a_sabotaged_agent_is_blocked(first: Path, tmp_path: Path) -> None:
    baseline = str(first / "baseline.json")
    words = ("run", EXAMPLE, "--agent", "sabotaged:silent", "--baseline", baseline, "--out", str(tmp_path))
    result = call(*words)
    assert result.exit_code == 1
    assert "blocked" in result.output
    assert re.search(r"harm in ([1-9]\d*) trials that grade it; \1 noticed", result.output)
    compared = call("compare", str(first), str(tmp_path))
    assert "broke  example-cancel" in compared.output


def test_run_repeats_and_counts_how_steady_cases_are(tmp_path: Path) -> None:
    result = call("run", EXAMPLE, "--case", "example-anger", "--repeat", "3", "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    figures = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["figures"]["all"]
    assert figures["pass^3"]["value"] == 1.0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "nobody"), "there is no such suite"),
        (("run", EXAMPLE, "--brain", "llm"), "ZENBU_LLM_MODEL is not set"),
        (("run", EXAMPLE, "--agent", "sabotaged:kindly"), "There is no agent"),
        (("run", EXAMPLE, "--baseline", "nowhere.json"), "cannot be read"),
        (("run", EXAMPLE, "--tag", "nothing-has-it"), "no case is left"),
        (("compare", "nowhere.json", "nowhere.json"), "cannot be read"),
    ],
)
def test_run_that_cannot_be_made_says_why_and_exits_with_two(words: tuple[str, ...], told: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert told in result.output


def test_suites_are_listed_with_their_cases() -> None:
    result = call("list", EXAMPLE)
    assert result.exit_code == 0
    [suite] = load_suites([EXAMPLE])
    assert f"{len(suite.cases)} cases" in result.output
