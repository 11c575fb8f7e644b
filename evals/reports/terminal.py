"""What a person sees in the terminal at the end of a run. Customers' words are printed as they are, never as markup."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.baselines import Change
from evals.cases import Suite
from evals.figures import Figure, figures_of
from evals.harm import PREFIX, tally
from evals.judging import Judgement, say
from evals.outcomes import Outcome
from evals.reports.comparison import Comparison
from evals.reports.files import times_of
from evals.runner import Run

MOST: Final = 20
"""Failed cases shown; all are in the report."""

SHOWN: Final = ("passed", "top_1", "handover_recall", "handover_precision", "solved")


def print_suites(suites: Sequence[Suite]) -> None:
    """Every suite with its cases, gates and tags."""
    table = Table("suite", "cases", "gates", "tags", "about", box=box.SIMPLE_HEAD)
    for suite in suites:
        tags = sorted({tag for case in suite.cases for tag in case.tags})
        gates = ", ".join(f"{gate.metric}{f'[{gate.tag}]' if gate.tag else ''}" for gate in suite.gates)
        table.add_row(*map(Text, (suite.suite, str(len(suite.cases)), gates, " ".join(tags), suite.about)))
    Console().print(table)
    Console().print(f"{sum(len(suite.cases) for suite in suites)} cases")


def print_run(run: Run, judgement: Judgement, folder: Path) -> None:
    """The figures, what failed, what blocks, and where the reports lie."""
    console = Console()
    table = Table("suite", "cases", *SHOWN, box=box.SIMPLE_HEAD)
    for suite, outcomes in run.outcomes.items():
        figures = figures_of(outcomes)
        cases = str(len({outcome.case for outcome in outcomes}))
        table.add_row(*map(Text, (suite, cases, *(_short(figures.get(name)) for name in SHOWN))))
    console.print(table)
    for outcome in [entry for entry in run.all if entry.status == "failed"][:MOST]:
        console.print(Text.assemble((outcome.case, "red"), " ", _why(outcome)))
    _print_harm(console, run)
    times = times_of(run)
    ratio = run.seconds / run.conversation_seconds if run.conversation_seconds and not run.resumed else None
    console.print(
        f"{run.plan.trials} trials in {run.seconds:.1f} s"
        + (f" ({ratio:.2f} × the sum of its turns)" if ratio else "")
        + f"; a turn takes {times['turn_ms']['p50']} ms (p50), {times['turn_ms']['p95']} ms (p95)"
    )
    for line in judgement.blocking:
        console.print(Text(line, "bold red"))
    console.print(
        Text("may ship" if judgement.may_ship else "blocked", "bold green" if judgement.may_ship else "bold red")
    )
    console.print(Text(f"{folder / 'report.html'}"))


def print_comparison(comparison: Comparison) -> None:
    """What broke, what got fixed, which figures moved."""
    console = Console()
    for change in comparison.changes:
        if change.broke or change.fixed:
            console.print(Text(_said(change), "bold red" if change.is_regression else ""))
            console.print(*(Text(f"  broke  {name}", "red") for name in change.broke), sep="\n")
            console.print(*(Text(f"  fixed  {name}", "green") for name in change.fixed), sep="\n")
    table = Table("suite", "figure", "A", "B", box=box.SIMPLE_HEAD)
    for suite, name, old, new in comparison.figures:
        table.add_row(*map(Text, (suite, name, say(old), say(new))))
    console.print(table)
    for run, names in (("A", comparison.only_in_a), ("B", comparison.only_in_b)):
        if names:
            console.print(Text(f"only in {run}: {', '.join(names)}"))


def _said(change: Change) -> str:
    verdict = "more than chance" if change.is_regression else "may be chance"
    counts = f"{len(change.broke)} broke, {len(change.fixed)} fixed of {change.compared}"
    return f"{change.suite}: {counts} (p = {change.probability:.3f}, {verdict})"


def _print_harm(console: Console, run: Run) -> None:
    """How much of a sabotage was noticed."""
    if not run.plan.agent.startswith(PREFIX):
        return
    meant, unnoticed = tally(run.plan.agent, run.all)
    console.print(f"{run.plan.agent} did harm in {meant} trials that grade it; {meant - len(unnoticed)} noticed")
    if unnoticed:
        console.print(Text(f"unnoticed: {', '.join(unnoticed)}", "bold red"))


def _why(outcome: Outcome) -> str:
    fault = next(f"{grader}: {own[0]}" for grader, own in outcome.verdicts.items() if own)
    return fault + (f" (known gap: {outcome.known_gap})" if outcome.known_gap else "")


def _short(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "–"
    return (
        f"{figure.value:.3f} [{figure.low:.2f}–{figure.high:.2f}]" if figure.low is not None else f"{figure.value:.3g}"
    )
