"""A page for a pull request: what blocks, the figures of each suite, and what failed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evals.figures import figures_of
from evals.judging import Judgement, say
from evals.outcomes import Outcome
from evals.runner import Run

MOST: Final = 40
"""Failed cases listed; all of them are in the HTML report."""


def write_markdown(path: Path, run: Run, judgement: Judgement) -> None:
    """Writes the page."""
    path.write_text("\n".join(_lines(run, judgement)) + "\n", encoding="utf-8")


def _lines(run: Run, judgement: Judgement) -> Iterator[str]:
    yield f"# Eval: {'may ship' if judgement.may_ship else 'blocked'}"
    yield ""
    yield f"Agent `{run.plan.agent}`, seed {run.plan.seed}, {run.plan.trials} trials."
    if judgement.blocking:
        yield from ("", "## What blocks", "", *(f"- {line}" for line in judgement.blocking))
    yield from ("", "| suite | cases | passed (95 %) | top 1 | handover recall | precision | solved |")
    yield "|---|---|---|---|---|---|---|"
    for suite, outcomes in run.outcomes.items():
        figures = figures_of(outcomes)
        names = ("passed", "top_1", "handover_recall", "handover_precision", "solved")
        cells = [say(figures[name]) if name in figures else "–" for name in names]
        yield f"| {suite} | {len({outcome.case for outcome in outcomes})} | {' | '.join(cells)} |"
    failed = [outcome for outcome in run.all if outcome.status == "failed"]
    yield from ("", f"## Failed: {len(failed)} of {len(run.all)}", "")
    yield from (_failed(outcome) for outcome in failed[:MOST])
    if len(failed) > MOST:
        yield f"- … and {len(failed) - MOST} more: report.html"


def _failed(outcome: Outcome) -> str:
    fault = next(f"{grader}: {own[0]}" for grader, own in outcome.verdicts.items() if own)
    gap = f" (known gap: {outcome.known_gap})" if outcome.known_gap else ""
    return f"- `{outcome.case}` {fault}{gap}"
