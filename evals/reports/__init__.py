"""Reports of a run: for machines (JSON, JUnit) and for people (HTML, Markdown, a table on the terminal)."""

from pathlib import Path

from evals.judging import Judgement
from evals.reports.files import write_run
from evals.reports.html import write_html
from evals.reports.junit import write_junit
from evals.reports.markdown import write_markdown
from evals.runner import Run

__all__ = ["write_reports"]


def write_reports(folder: Path, run: Run, judgement: Judgement) -> None:
    """Writes `run.json`, `times.json`, `report.html`, `junit.xml` and `summary.md`."""
    write_run(folder, run, judgement)
    write_html(folder / "report.html", run, judgement)
    write_junit(folder / "junit.xml", run, judgement)
    write_markdown(folder / "summary.md", run, judgement)
