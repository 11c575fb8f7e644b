"""`zenbu eval sample|reviewed|learn|escalations|resolution`: what production teaches. Imports wait until needed."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from evals.production.trial import Progress
    from services.reviewing.history import PastConversation
    from services.settings import Settings
    from store.session import Database

REFUSED, UNUSABLE = 1, 2
"""Exit codes: something else would break; it could not be done at all."""

Channel = Annotated[str | None, typer.Option(help="Only this channel; by default all of them but outside tools.")]


@dataclass(frozen=True)
class Production:
    """The database of the settings, and the time there."""

    settings: "Settings"
    database: "Database"
    now: datetime

    def read(self, since: datetime, until: datetime, channel: str | None) -> Iterator["PastConversation"]:
        """The conversations that began in a period."""
        from services.reviewing.history import read_conversations

        return read_conversations(self.database, since, until, channel)


def add_production_commands(app: typer.Typer) -> None:
    """Adds the commands to `zenbu eval`."""
    app.command()(sample)
    app.command()(reviewed)
    app.command()(learn)
    app.command()(escalations)
    app.command()(resolution)


def sample(
    week: Annotated[str | None, typer.Option(help="Such as 2026-W47; the last one that is over by default.")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Conversations at most.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed draws the same conversations.")] = 0,
    channel: Channel = None,
    out: Annotated[Path | None, typer.Option(help="The review file; DATA_DIR/reviews/WEEK.yaml by default.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Draws a week's conversations for review: stratified, masked, as a file to be filled in."""
    with _production() as production:
        from services.reviewing.periods import read_period
        from services.reviewing.review import write_review
        from services.reviewing.sampling import sample as draw

        period = read_period(week, "week", production.now)
        review = draw(
            lambda: production.read(period.since, period.until, channel),
            period,
            n,
            seed,
            production.settings.pack,
            production.now,
        )
        if not review.conversations:
            typer.echo(f"In {period.name} nobody said anything; there is nothing to review.")
            raise typer.Exit(REFUSED)
        path = out or production.settings.data_dir / "reviews" / f"{period.name}.yaml"
        write_review(review, path, force=force)
        total = sum(stratum.conversations for stratum in review.strata)
        typer.echo(
            f"{len(review.conversations)} of {total} conversations of {period.name}, of {len(review.strata)} kinds. "
            f"Fill in:\n{path}"
        )


def reviewed(
    week: Annotated[str | None, typer.Option(help="Such as 2026-W47; the last one that is over by default.")] = None,
    out: Annotated[Path | None, typer.Option(help="The review file; DATA_DIR/reviews/WEEK.yaml by default.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Writes down what was judged in the console, as the file `learn` reads."""
    with _production() as production:
        from services.reviewing.periods import read_period
        from services.reviewing.review import write_review
        from services.reviewing.samples import reviewed as judged

        review = judged(production.database, read_period(week, "week", production.now).name)
        path = out or production.settings.data_dir / "reviews" / f"{review.week}.yaml"
        write_review(review, path, force=force)
        count = sum(one.verdict is not None for one in review.conversations)
        typer.echo(
            f"{count} of {len(review.conversations)} conversations of {review.week} are judged. Learn from them:\n"
            f"zenbu eval learn {path}"
        )


def learn(
    reviewed: Annotated[Path, typer.Argument(metavar="REVIEWED.yaml", help="A review that was filled in.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write it down, where nothing else breaks.")] = False,
    diff_only: Annotated[bool, typer.Option("--diff-only", help="Show what would change, and try nothing.")] = False,
    suite: Annotated[list[str] | None, typer.Option(help="Suites to play before and after; all by default.")] = None,
    no_suites: Annotated[bool, typer.Option("--no-suites", help="Compare the report alone; play no cases.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
    tolerance: Annotated[float, typer.Option(min=0, help="How far a figure of the report may fall.")] = 0.005,
) -> None:
    """Turns reviewed failures into cases, ways of asking and examples, after a check that nothing else breaks.

    The pack with what would be learned is checked and built in a folder of its own; its report and the suites' cases
    are compared with what is served now. Nothing is written without --apply. Exit code 1: something else would break.
    """
    with _settings_only() as settings:
        from evals.brains import settings_for
        from evals.loading import SUITES
        from evals.production.learning import learn as write_down
        from evals.production.learning import prepare, try_out, trying
        from evals.production.tables import print_lesson, print_trial
        from knowledge.builds import KnowledgeSettings

        lesson = prepare(reviewed, settings, SUITES)
        print_lesson(lesson)
        if lesson.is_empty or diff_only:
            typer.echo("" if diff_only else "There is nothing new to learn.")
            return
        local = settings_for("local", settings)
        knowledge = KnowledgeSettings(local.pack, local.data_dir, local.encoder, local.chroma_url)
        names = None if no_suites else tuple(suite or ())
        with trying(local, knowledge) as scratch, _progress() as progress:
            trial = try_out(lesson, scratch, names, jobs, tolerance, progress)
            if apply and not trial.broken:
                write_down(lesson, scratch)
        print_trial(trial)
        if trial.broken:
            typer.echo("Nothing was written: the review's lessons would break what is listed.", err=True)
            raise typer.Exit(REFUSED)
        typer.echo("Learned." if apply else "Nothing else breaks. To learn it, run the same with --apply.")


def escalations(
    month: Annotated[str | None, typer.Option(help="Such as 2026-10; the last one that is over by default.")] = None,
    channel: Channel = None,
    out: Annotated[Path | None, typer.Option(help="Folder; DATA_DIR/reports by default.")] = None,
) -> None:
    """Tells why people were called in a month, which calls could have been avoided, and by what."""
    with _production() as production:
        from domain.watching import WatchTerms
        from evals.production.escalation_causes import Terms, cause_of
        from evals.production.escalations import Escalations
        from knowledge.pack import load_pack, pack_path
        from services.reviewing.history import read_conversations
        from services.reviewing.periods import read_period

        pack = load_pack(pack_path(production.settings.pack))
        terms = Terms(near=pack.thresholds.ask_back, watch=WatchTerms(**pack.watch.model_dump()))
        period = read_period(month, "month", production.now)
        span = (production.database, period.since, period.until, channel)
        causes = tuple(
            cause_of(conversation, ticket, terms)
            for conversation in read_conversations(*span, by_handover=True)
            for ticket in conversation.tickets
            if period.since <= ticket.opened_at < period.until
        )
        report = Escalations(period.name, sum(1 for _ in read_conversations(*span)), causes)
        folder = out or production.settings.data_dir / "reports"
        folder.mkdir(parents=True, exist_ok=True)
        name = folder / f"escalations-{period.name}"
        name.with_suffix(".md").write_text(report.as_markdown(), encoding="utf-8")
        plain = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        name.with_suffix(".json").write_text(plain + "\n", encoding="utf-8")
        typer.echo(report.as_markdown())
        typer.echo(f"{name}.md and .json")


def resolution(
    by: Annotated[Literal["week", "month"], typer.Option(help="How time is cut.")] = "week",
    last: Annotated[int, typer.Option(min=1, help="How many of them, the one going on included.")] = 4,
    channel: Channel = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Counts what was resolved: confirmed, assumed, contained and come back, side by side."""
    with _production() as production:
        from dataclasses import asdict

        from evals.production.counting import count_resolution
        from evals.production.tables import print_resolution
        from services.reviewing.periods import last_periods

        periods = last_periods(last, by, production.now)
        rows = count_resolution(production.database, periods, production.now, channel)
        if as_json:
            plain = [
                {
                    **asdict(row),
                    "closed": row.closed,
                    "contained": row.contained,
                    "yen_per_resolved": row.yen_per_resolved,
                }
                for row in rows
            ]
            typer.echo(json.dumps(plain, indent=1))
        else:
            print_resolution(rows)


@contextmanager
def _production() -> Iterator[Production]:
    from services.application import open_database

    with _settings_only() as settings:
        database = open_database(settings)
        try:
            yield Production(settings, database, settings.clock().now())
        finally:
            database.close()


@contextmanager
def _settings_only() -> Iterator["Settings"]:
    """The settings; what the person at the keyboard can mend is shown as a message."""
    from domain.mending import Mendable
    from services.logs import configure_logs
    from services.settings import load_settings

    try:
        settings = load_settings()
        configure_logs(settings.is_development, logging.WARNING)
        yield settings
    except Mendable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar for each step, on the error stream; gone when all is done."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading", total=None)

        def show(step: str, done: int, total: int) -> None:
            bars.update(task, description=escape(step), completed=done, total=total)

        yield show
