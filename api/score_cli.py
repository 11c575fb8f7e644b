"""`zenbu score`: scores everybody, with a bar that shows how far it is. Imports wait until the command runs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import stopping_on_mendable_errors

if TYPE_CHECKING:
    from services.scoring.assessment import Assessor
    from services.scoring.batch import Batch, Scoring
    from services.settings import Settings
    from store.session import Database


def score(
    at: Annotated[
        str | None, typer.Option(help="ISO 8601 moment to score as of; now by default. One long past tells nobody.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most customers in this call; go on with --resume.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the batch that was not finished.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only show how the last batch went.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Tell nobody what is new, as for the first batch after an import.")
    ] = False,
    customer: Annotated[
        str | None, typer.Option(help="Only show what is made of this customer; nothing is stored.")
    ] = None,
    without_churn: Annotated[
        bool, typer.Option("--without-churn", help="Leave the risk of leaving out, as without a model.")
    ] = False,
) -> None:
    """Scores every customer: health, tone, lifetime value, segment, offers, and the risk of leaving."""
    if resume and at is not None:
        raise typer.BadParameter("give --at or --resume, not both: a batch keeps its moment")
    if customer is not None and (resume or status or limit is not None):
        raise typer.BadParameter("--customer stands alone, or with --at")
    with stopping_on_mendable_errors(), _database() as (settings, database):
        if status:
            _show(database)
            return
        from services.scoring.batch import Scoring

        assessor = _assessor(settings, without_churn)
        if customer is not None:
            _show_one(settings, database, assessor, customer, at)
            return
        scoring = Scoring(database, assessor, settings.clock())
        batch = scoring.resume(tell=not quiet) if resume else scoring.begin(_moment(at), tell=not quiet)
        events = _run(scoring, batch, limit)
        _show(database, batch.run_id)
        typer.echo(f"{events} {'event' if events == 1 else 'events'} written. See: zenbu outbox list")


@contextmanager
def _database() -> Iterator[tuple["Settings", "Database"]]:
    from services.application import open_database
    from services.logs import configure_logs
    from services.settings import load_settings

    settings = load_settings()
    configure_logs(settings.is_development, logging.WARNING)
    database = open_database(settings)
    try:
        yield settings, database
    finally:
        database.close()


def _assessor(settings: "Settings", without_churn: bool) -> "Assessor":
    from knowledge.pack import load_pack, pack_path
    from services.scoring.assessment import Assessor
    from services.scoring.models import load_churn
    from services.scoring.terms import success_terms

    terms = success_terms(load_pack(pack_path(settings.pack)))
    if without_churn:
        return Assessor(terms)
    churn = load_churn(settings.data_dir, settings.clock().now(), terms)
    if churn is None and terms.risk is not None:
        typer.echo(
            "There is no churn model, so the risk of leaving is left out. Train one: zenbu churn train", err=True
        )
    return Assessor(terms, churn)


def _run(scoring: "Scoring", batch: "Batch", limit: int | None) -> int:
    """Scores, and shows how far it is. Whoever interrupts it leaves the batch free to be gone on with."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    events = 0
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns) as bar:
        task = bar.add_task("customers", total=batch.total, completed=batch.scored)
        try:
            for progress in scoring.run(batch, limit):
                bar.update(task, completed=progress.scored)
                events += progress.events
        except KeyboardInterrupt:
            scoring.release(batch)
            typer.echo("Interrupted. Go on with it: zenbu score --resume", err=True)
            raise typer.Exit(130) from None
    return events


def _show(database: "Database", run_id: str | None = None) -> None:
    from api.score_tables import print_summary
    from services.scoring.summary import summary_of

    summary = summary_of(database, run_id)
    if summary is None:
        typer.echo("Nobody was scored yet. Begin: zenbu score")
        return
    print_summary(summary)


def _show_one(settings: "Settings", database: "Database", assessor: "Assessor", customer: str, at: str | None) -> None:
    from api.score_tables import print_assessment
    from services.scoring.one import assess_one

    moment = _moment(at) or settings.clock().now()
    print_assessment(assess_one(database, assessor, customer, moment), assessor.terms)


def _moment(text: str | None) -> datetime | None:
    from domain.clock import in_tokyo

    if text is None:
        return None
    try:
        return in_tokyo(datetime.fromisoformat(text))
    except ValueError as error:
        raise typer.BadParameter(f"--at {text!r} is not an ISO 8601 time, such as 2026-11-21T03:00") from error
