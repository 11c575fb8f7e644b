"""`zenbu eval`: runs suites, compares runs. Imports wait until a command needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evals.production.cli import add_production_commands

if TYPE_CHECKING:
    from evals.runner import Plan, Run
    from services.settings import Settings

eval_app = typer.Typer(no_args_is_help=True, help="QA's gate: suites, simulated customers, graders, reports.")
add_production_commands(eval_app)

BLOCKED, UNUSABLE = 1, 2
"""Exit codes: a gate or the baseline blocks; the run could not be made at all."""

Suites = Annotated[list[str] | None, typer.Argument(metavar="[SUITE…]", help="Names or files; all by default.")]


@contextmanager
def stopping_on_mendable_errors() -> Iterator[None]:
    """Shows what the person at the keyboard can mend, and tells it from a run that blocks."""
    from domain.mending import Mendable

    try:
        yield
    except Mendable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from None


@eval_app.command("list")
def list_suites(names: Suites = None) -> None:
    """Loads suites, names every fault in them, and counts their cases."""
    with stopping_on_mendable_errors():
        from evals.loading import load_suites
        from evals.reports.terminal import print_suites

        print_suites(load_suites(names or ()))


@eval_app.command()
def run(
    names: Suites = None,
    brain: Annotated[Literal["local", "llm"], typer.Option(help="Which brain answers.")] = "local",
    repeat: Annotated[int, typer.Option(min=1, help="How often each case is tried (pass^k, pass@k).")] = 1,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    baseline: Annotated[Path | None, typer.Option(help="What may not be fallen behind.")] = None,
    save_baseline: Annotated[Path | None, typer.Option(help="Write what was reached as a baseline.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with one of these tags.")] = None,
    case: Annotated[list[str] | None, typer.Option(help="Only these cases.")] = None,
    seed: Annotated[int, typer.Option(help="Of the simulated customers.")] = 0,
    agent: Annotated[str, typer.Option(help="zenbu, oracle, or sabotaged:KIND.")] = "zenbu",
    out: Annotated[Path | None, typer.Option(help="Folder for the reports.")] = None,
) -> None:
    """Plays and grades cases. Exit code 0: may ship; 1: a gate or the baseline blocks; 2: could not be run.

    A run that was killed goes on where it was when it is started again.
    """
    with stopping_on_mendable_errors():
        from evals.agents.named import require_agent
        from evals.baselines import Baseline, load_baseline
        from evals.judging import judge
        from evals.loading import load_suites
        from evals.reports import write_reports
        from evals.reports.terminal import print_run
        from evals.runner import Plan, chosen

        require_agent(agent)
        settings = _settings(brain)
        before = load_baseline(baseline) if baseline else None
        suites = load_suites(names or ())
        kept, partial = chosen(suites, tag or (), case or ())
        if not kept:
            raise typer.BadParameter("no case is left; see: zenbu eval list")
        folder = out or settings.data_dir / "evals" / agent.replace(":", "-")
        plan = Plan(kept, agent, seed, repeat, jobs)
        finished = _run(plan, settings, folder)
        judgement = judge(kept, finished.outcomes, before, partial)
        write_reports(folder, finished, judgement)
        if save_baseline:
            Baseline.of(finished.all).save(save_baseline)
        print_run(finished, judgement, folder)
    if not judgement.may_ship:
        raise typer.Exit(BLOCKED)


@eval_app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="run.json or its folder: before.")],
    b: Annotated[Path, typer.Argument(help="run.json or its folder: now.")],
) -> None:
    """Shows what broke and what got fixed from run A to run B. Exit code 1 where more broke than chance explains."""
    with stopping_on_mendable_errors():
        from evals.reports.comparison import compare_runs
        from evals.reports.files import read_outcomes
        from evals.reports.terminal import print_comparison

        comparison = compare_runs(read_outcomes(a), read_outcomes(b))
        print_comparison(comparison)
    if any(change.is_regression for change in comparison.changes):
        raise typer.Exit(BLOCKED)


def _settings(brain: str) -> "Settings":
    from evals.brains import settings_for
    from services.settings import load_settings

    return settings_for(brain, load_settings())


def _run(plan: "Plan", settings: "Settings", folder: Path) -> "Run":
    import logging

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from evals.journal import Journal
    from evals.keys import key_of
    from evals.runner import run as run_plan
    from services.logs import configure_logs

    configure_logs(True, logging.ERROR)
    journal = Journal(folder / "journal.jsonl", key_of(plan, settings))
    columns = (TextColumn("cases"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("cases", total=plan.trials)
        return run_plan(plan, settings, journal, lambda trials: progress.advance(task, trials))
