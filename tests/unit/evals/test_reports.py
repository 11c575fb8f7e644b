"""Reports of a small run: readable by machines, by people, and by neither as markup where a customer wrote it."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.judging import Judgement, judge
from evals.outcomes import Outcome
from evals.reports import write_reports
from evals.reports.files import RunUnreadable, read_outcomes
from evals.runner import Plan, Run
from tests.unit.evals.cases_made import case, outcome, reply, suite

NASTY = "<script>alert(1)</script> \x00 & ]]>"


def failed() -> Outcome:
    turn = {
        "text": NASTY,
        "reply": reply("かしこまりました。", options=[{"label": "はい", "value": "はい"}]),
        "record": {
            "intent": "question",
            "confidence": 0.7,
            "decision": "answer",
            "answerable": 0.8,
            "topics": [{"id": "price-list", "score": 0.8}],
            "handover": 0.1,
            "trigger": "anger",
            "danger": None,
            "slots": {"noise_type": "music"},
            "dates": {"dates": ["2026-11-28"]},
        },
        "effects": ["hold_visit"],
        "acts": [],
        "due": None,
    }
    after: dict[str, list[str]] = {"booked": [], "changed": [], "tickets": []}
    played = {"turns": [turn], "reading": None, "ending": "said_all", "why": "", "struck": False, "after": after}
    return outcome(
        "bad",
        passed=False,
        played=played,
        routes=(("faq", "book"),),
        handover={"due": True, "called": False, "timing": "missed", "why": "", "score": 0.1},
        retrieved=({"topics": ("x",), "decisions": None, "found": (("x", 0.8),), "decision": "answer"},),
        milliseconds=(12.5,),
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    of = suite(case(), gates=[{"metric": "passed", "at_least": 0.9}])
    run = Run(Plan((of,), "zenbu"), {"some": [outcome("good", milliseconds=(3.0,)), failed()]}, seconds=1.5)
    judgement: Judgement = judge([of], run.outcomes, None)
    write_reports(tmp_path, run, judgement)
    return tmp_path


def test_html_is_one_file_that_shows_what_was_understood(written: Path) -> None:
    page = (written / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    for shown in ("Blocked", "price-list 0.8", "hold_visit", "the figure 9 has no source", "noise_type", "missed"):
        assert shown in page


def test_junit_counts_what_failed_and_can_be_parsed(written: Path) -> None:
    root = ElementTree.parse(written / "junit.xml").getroot()
    some, gates = root.findall("testsuite")
    assert (some.get("tests"), some.get("failures")) == ("2", "1")
    assert gates.get("failures") == "1"
    assert "the figure 9" in (some.findall("testcase")[1].find("failure").get("message") or "")  # type: ignore[union-attr]


def test_json_holds_no_times_so_that_runs_can_be_compared(written: Path) -> None:
    run = (written / "run.json").read_text(encoding="utf-8")
    assert "12.5" not in run
    assert json.loads(run)["may_ship"] is False
    assert json.loads((written / "times.json").read_text(encoding="utf-8"))["cases_ms"]["some/bad#0"] == 12.5
    assert [entry.case for entry in read_outcomes(written)] == ["good", "bad"]


def test_markdown_is_short_and_names_what_blocks(written: Path) -> None:
    page = (written / "summary.md").read_text(encoding="utf-8")
    assert page.startswith("# Eval: blocked")
    assert "some.passed is 0.500" in page
    assert len(page.splitlines()) < 30


@pytest.mark.parametrize("text", [None, "{}", "no json"])
def test_file_that_holds_no_run_says_how_to_make_one(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "run.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RunUnreadable, match="zenbu eval run"):
        read_outcomes(path)
