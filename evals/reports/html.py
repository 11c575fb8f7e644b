"""The report people read: one file, which needs nothing beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.escalation import curve, load_costs, operating_point
from evals.figures import figures_of, rank_of, timings
from evals.judging import Judgement
from evals.outcomes import Outcome
from evals.reports.charts import precision_recall, reliability
from evals.reports.files import times_of, tokens_of
from evals.runner import Run

TEMPLATE: Final = "report.html.j2"
SLOWEST: Final = 15


def write_html(path: Path, run: Run, judgement: Judgement) -> None:
    """Writes the report."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    path.write_text(environment.get_template(TEMPLATE).render(**_content(run, judgement)), encoding="utf-8")


def _content(run: Run, judgement: Judgement) -> dict[str, Any]:
    times = times_of(run)
    return {
        "plan": run.plan,
        "judgement": judgement,
        "overall": figures_of(run.all),
        "suites": {suite: figures_of(outcomes) for suite, outcomes in run.outcomes.items()},
        "counts": {suite: len({entry.case for entry in outcomes}) for suite, outcomes in run.outcomes.items()},
        "tags": _tags(run.all),
        "routes": _confusion(run.all),
        "escalation": _escalation(run.all),
        "calibration": _calibration(run.all),
        "times": times,
        "ratio": run.seconds / run.conversation_seconds if run.conversation_seconds else None,
        "tokens": tokens_of(run),
        "slowest": sorted(times["cases_ms"].items(), key=lambda entry: -entry[1])[:SLOWEST],
        "failed": [entry for entry in run.all if entry.status == "failed"],
        "faults": [entry for entry in run.all if entry.status == "simulator_fault"],
    }


def _tags(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    tags = sorted({tag for outcome in outcomes for tag in outcome.tags})
    return {tag: figures_of([outcome for outcome in outcomes if tag in outcome.tags])["passed"] for tag in tags}


def _confusion(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How often a turn that should have taken one route took another."""
    pairs = Counter(pair for outcome in outcomes for pair in outcome.routes)
    wanted, taken = (sorted({pair[side] for pair in pairs}) for side in (0, 1))
    return {"wanted": wanted, "taken": taken, "pairs": pairs}


def _escalation(outcomes: Sequence[Outcome]) -> dict[str, Any] | None:
    costs = load_costs()
    points = curve(outcomes, costs)
    if not points:
        return None
    operating = operating_point(outcomes, costs)
    return {
        "costs": costs,
        "operating": operating,
        "cheapest": min(points, key=lambda point: point.cost),
        "timings": timings(outcomes),
        "chart": Markup(precision_recall(points, operating)),
    }


def _calibration(outcomes: Sequence[Outcome]) -> dict[str, Any] | None:
    messages: list[Mapping[str, Any]] = [entry for outcome in outcomes for entry in outcome.retrieved]
    covered = [entry for entry in messages if entry["topics"] and entry["found"]]
    if not covered:
        return None
    scores = [entry["found"][0][1] for entry in covered]
    right = [rank_of(entry) == 1 for entry in covered]
    return {"chart": Markup(reliability(scores, right)), "count": len(covered)}
