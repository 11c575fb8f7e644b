from collections.abc import Callable
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from api.score_cli import score
from services.application import open_database
from services.settings import Settings
from store.models import Score
from tests.fakes.clock import MORNING
from tests.fakes.scoring import company

Run = Callable[..., Result]


@pytest.fixture
def run(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, where three companies are known and it is always the same morning."""
    monkeypatch.setenv("ZENBU_DATABASE_URL", f"sqlite:///{no_settings / 'zenbu.db'}")
    monkeypatch.setenv("ZENBU_NOW", MORNING.isoformat())
    database = open_database(Settings())
    for number in range(3):
        company(database, f"c-{number}")
    database.close()
    app = Typer()
    app.command()(score)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def stored() -> list[Score]:
    database = open_database(Settings())
    with database.read() as session:
        rows = list(session.query(Score).order_by(Score.customer_id))
    database.close()
    return rows


def test_everybody_is_scored_and_a_missing_model_is_said(run: Run) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "zenbu churn train" in result.stderr
    assert "3 customers, everybody was scored" in result.stdout
    assert [score.status for score in stored()] == ["green"] * 3


def test_a_limited_batch_is_gone_on_with(run: Run) -> None:
    assert "2 customers, unfinished" in run("--limit", "2", "--without-churn").stdout
    assert "unfinished" in run("--status").stdout
    assert "3 customers, everybody was scored" in run("--resume", "--without-churn").stdout
    assert [score.customer_id for score in stored()] == ["c-0", "c-1", "c-2"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--resume",), "No batch waits to be gone on with"),
        (("--at", "2027-01-01"), "lies in the future"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(run: Run, arguments: tuple[str, ...], why: str) -> None:
    result = run(*arguments, "--without-churn")
    assert result.exit_code == 1
    assert why in result.stderr
    assert stored() == []


@pytest.mark.parametrize(
    "arguments",
    [("--at", "yesterday"), ("--at", "2026-11-01", "--resume"), ("--limit", "0"), ("--customer", "c-1", "--resume")],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_same_moment_is_not_scored_twice(run: Run) -> None:
    run("--without-churn")
    result = run("--without-churn")
    assert result.exit_code == 1
    assert "Give another moment: --at" in result.stderr


def test_a_model_that_is_too_old_is_not_used_in_silence(run: Run, no_settings: Path) -> None:
    model = no_settings / "data" / "churn" / "model.json"
    model.parent.mkdir(parents=True)
    model.write_text(
        '{"format": 0, "version": "old", "features": [], "trained_at": "2026-11-01T00:00:00+09:00", "library": "1"}'
    )
    result = run()
    assert result.exit_code == 1
    assert "The churn model old was made for other features" in result.stderr
    assert stored() == []


def test_one_customer_is_shown_with_what_is_not_known_and_nothing_is_stored(run: Run) -> None:
    result = run("--customer", "c-1", "--without-churn")
    assert result.exit_code == 0, result.output
    assert "health 100.0 green" in result.stdout
    assert "csat: no_record" in result.stdout
    assert "risk of leaving  —" in result.stdout
    assert stored() == []


def test_a_customer_nobody_knows_is_said(run: Run) -> None:
    result = run("--customer", "c-9", "--without-churn")
    assert result.exit_code == 1
    assert "There is no customer 'c-9' on" in result.stderr


def test_nobody_was_scored_yet(run: Run) -> None:
    assert "Nobody was scored yet" in run("--status").stdout
