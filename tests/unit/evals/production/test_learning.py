"""Learning from a review, with a small pack and an encoder without a model."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals import loading
from evals.cli import eval_app
from evals.production.learned_files import FAQ, SUITE
from evals.production.trial import FIGURES, Moved, Scratch, judge
from knowledge.artifacts import is_trained
from knowledge.builds import KnowledgeSettings, built_path, built_report, ensure_built
from knowledge.encoder import load
from services.reviewing.review import dump_review
from tests.fakes.encoder import HashedEncoder
from tests.unit.evals.production.test_lessons import FLORIST, reviewed

Run = Callable[..., Result]


@pytest.fixture
def florist(no_settings: Path) -> Path:
    return Path(shutil.copytree(FLORIST, no_settings / "florist"))


@pytest.fixture
def knowledge(florist: Path, no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> KnowledgeSettings:
    monkeypatch.setattr(load, "_open", lambda *_: HashedEncoder())
    settings = KnowledgeSettings(str(florist), no_settings / "data", "openai:hashed")
    ensure_built(settings, lambda *_: None)
    return settings


@pytest.fixture
def suites(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = no_settings / "suites"
    folder.mkdir()
    monkeypatch.setattr(loading, "SUITES", folder)
    return folder


@pytest.fixture
def run(knowledge: KnowledgeSettings, suites: Path, monkeypatch: pytest.MonkeyPatch, no_settings: Path) -> Run:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("ZENBU_PACK", knowledge.pack)
    monkeypatch.setenv("ZENBU_ENCODER", knowledge.encoder)
    review = reviewed("花束って送るのにおいくらですかね", error_type="wrong_topic", right_topic="delivery-area")
    path = no_settings / "reviewed.yaml"
    path.write_text(dump_review(review), encoding="utf-8")
    return lambda *options: CliRunner().invoke(eval_app, ["learn", str(path), "--jobs", "1", *options])


def test_diff_is_shown_and_nothing_is_tried(run: Run, florist: Path, suites: Path) -> None:
    shown = run("--diff-only")
    assert shown.exit_code == 0, shown.output
    assert "+  - 花束って送るのにおいくらですかね" in shown.stdout
    assert "1 cases, 1 ways of asking" in shown.stdout
    assert not (florist / FAQ).exists()
    assert not (suites / SUITE).exists()


def test_dry_run_tries_and_writes_nothing(run: Run, florist: Path) -> None:
    tried = run("--tolerance", "1")
    assert tried.exit_code == 0, tried.output
    assert "run the same with --apply" in tried.stdout
    assert "1 of 1 new cases" in tried.stdout
    assert not (florist / FAQ).exists()


def test_applied_lessons_are_served_without_another_build(
    run: Run, florist: Path, suites: Path, knowledge: KnowledgeSettings
) -> None:
    applied = run("--apply", "--tolerance", "1", "--no-suites")
    assert applied.exit_code == 0, applied.output
    assert "花束って送るのにおいくらですかね" in (florist / FAQ).read_text(encoding="utf-8")
    assert (suites / SUITE).is_file()
    assert is_trained(built_path(knowledge))
    again = run("--apply")
    assert "nothing new to learn" in again.stdout


def test_what_would_break_is_listed_and_nothing_is_written(
    run: Run, florist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scratch, "compare_reports", lambda *_: (Moved("first topic is right", 0.9, 0.8),), raising=True)
    refused = run("--apply", "--no-suites")
    assert refused.exit_code == 1
    assert "broken: first topic is right: 0.9000 → 0.8000" in refused.stdout
    assert "Nothing was written" in refused.stderr
    assert not (florist / FAQ).exists()


def test_lesson_that_does_not_fit_the_pack_is_refused_with_its_line(run: Run, no_settings: Path) -> None:
    path = no_settings / "reviewed.yaml"
    text = path.read_text(encoding="utf-8").replace("right_topic: delivery-area", "right_topic: moon")
    path.write_text(text, encoding="utf-8")
    refused = run("--apply")
    assert refused.exit_code == 2
    assert "there is no topic moon" in refused.stderr


def test_figures_may_fall_within_the_tolerance() -> None:
    moved = [Moved("a", 0.9, 0.896), Moved("b", 0.9, 0.894), Moved("c", 0.5, 0.9)]
    assert judge(moved, None, set()).broken == ["b: 0.9000 → 0.8940"]


def test_figures_stand_in_the_report(knowledge: KnowledgeSettings) -> None:
    report = built_report(knowledge)
    for path in FIGURES.values():
        value = report
        for name in path:
            value = value[name]
        assert isinstance(value, float)
