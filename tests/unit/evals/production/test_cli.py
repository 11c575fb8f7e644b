"""The commands over a database in which something was said."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.effects import OpenHandover
from domain.turn import TurnOutcome, TurnRequest
from evals.cli import eval_app
from evals.production.filled_in import load_review
from services.application import open_application
from services.members import MemberFields
from services.reviewing.desk import Judgement
from services.reviewing.periods import month_of, week_of
from services.settings import Settings
from tests.fakes.clock import MORNING
from tests.fakes.engine import FakeEngine, echo, outcome

Run = Callable[..., Result]

FLORIST = Path(__file__).parents[3] / "packs" / "florist"
WEEK, MONTH = week_of(MORNING.date()), month_of(MORNING.date())


def answer(request: TurnRequest) -> TurnOutcome:
    if request.text == "返金して":
        ticket = OpenHandover("T-1", "refund", "high", "", None, senior=False, brief={})
        return outcome("おつなぎします。", type="escalation", effects=[ticket])
    return echo(request)


@pytest.fixture
def run(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("ZENBU_NOW", MORNING.isoformat())
    monkeypatch.setenv("ZENBU_PACK", str(FLORIST))
    with open_application(Settings(), lambda *_: FakeEngine(answer)) as opened:
        for text in ("料金は", "返金して"):
            opened.turns.accept(opened.conversations.open().conversation_id, text)
    return lambda *arguments: CliRunner().invoke(eval_app, arguments)


def test_sample_is_written_where_reviews_lie_and_not_twice(run: Run, no_settings: Path) -> None:
    drawn = run("sample", "--week", WEEK.name)
    assert drawn.exit_code == 0, drawn.output
    path = Path("data") / "reviews" / f"{WEEK.name}.yaml"
    assert str(path) in drawn.stdout
    assert "返金して" in (no_settings / path).read_text(encoding="utf-8")
    assert run("sample", "--week", WEEK.name).exit_code == 2
    assert run("sample", "--week", WEEK.name, "--force").exit_code == 0


def test_sample_of_a_silent_week_says_so(run: Run) -> None:
    before = week_of((WEEK.since - timedelta(days=1)).date()).name
    silent = run("sample", "--week", before)
    assert silent.exit_code == 1
    assert before in silent.stdout


def test_what_was_judged_in_the_console_becomes_the_file_to_learn_from(run: Run, no_settings: Path) -> None:
    assert run("reviewed", "--week", WEEK.name).exit_code == 2
    with open_application(Settings(), lambda *_: FakeEngine(answer)) as opened:
        qa, _ = opened.staff.members.add(MemberFields("佐藤", "qa", "qa@example.com"), "qa")
        opened.reviews.draw(qa, WEEK.name)
        first = opened.reviews.week(qa, WEEK.name).lines[0].conversation.id
        opened.reviews.judge(qa, WEEK.name, first, Judgement("good", None, {}), 0)
    written = run("reviewed", "--week", WEEK.name)
    assert written.exit_code == 0, written.output
    assert "1 of 2 conversations" in written.stdout
    path = no_settings / "data" / "reviews" / f"{WEEK.name}.yaml"
    assert [one.verdict for one in load_review(path, {}).conversations].count("good") == 1


def test_escalations_are_told_and_written(run: Run, no_settings: Path) -> None:
    told = run("escalations", "--month", MONTH.name)
    assert told.exit_code == 0, told.output
    assert "| refund | 1 | 0 |" in told.stdout
    plain = json.loads((no_settings / "data" / "reports" / f"escalations-{MONTH.name}.json").read_text("utf-8"))
    assert (plain["handovers"], plain["conversations"]) == (1, 2)


def test_resolution_is_counted(run: Run) -> None:
    table = run("resolution", "--last", "1")
    assert table.exit_code == 0, table.output
    assert WEEK.name in table.stdout
    assert "came back" in table.stdout
    counted = json.loads(run("resolution", "--by", "month", "--last", "1", "--json").stdout)
    assert [(row["name"], row["served"], row["open"]) for row in counted] == [(MONTH.name, 2, 2)]


def test_period_that_is_none_is_refused(run: Run) -> None:
    refused = run("escalations", "--month", "soon")
    assert refused.exit_code == 2
    assert MONTH.name in refused.stderr
