"""`zenbu worker` and `zenbu outbox`: the background work, and what it could not deliver."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import stopping_on_mendable_errors

if TYPE_CHECKING:
    from services.delivery.retrying import Scheduled, Standing

outbox_app = typer.Typer(no_args_is_help=True, help="Events on their way to the outside.")


def worker() -> None:
    """Does the background work alone: mails, webhooks, reminders, messages whose worker died."""
    with stopping_on_mendable_errors():
        from graphs.composition import build_engine
        from jobs.worker import work
        from services.logs import configure_logs
        from services.settings import load_settings

        settings = load_settings()
        configure_logs(settings.is_development)
        work(settings, build_engine)


@outbox_app.command("list")
def list_(
    dead: Annotated[bool, typer.Option("--dead", help="Those that were given up.")] = False,
    scheduled: Annotated[bool, typer.Option("--scheduled", help="Events that are not due yet.")] = False,
    after: Annotated[int, typer.Option(help="Only those behind this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most to list.")] = 50,
) -> None:
    """Lists deliveries that wait, deliveries that were given up, or events that are not due yet."""
    if dead and scheduled:
        raise typer.BadParameter("give --dead or --scheduled, not both")
    with stopping_on_mendable_errors():
        from services.application import open_database
        from services.delivery.retrying import list_deliveries, list_scheduled
        from services.settings import load_settings

        database = open_database(load_settings())
        try:
            if scheduled:
                rows = [_of_event(row) for row in list_scheduled(database, after, limit + 1)]
            else:
                rows = [_of_delivery(row) for row in list_deliveries(database, dead=dead, after=after, limit=limit + 1)]
        finally:
            database.close()
    if not rows:
        typer.echo("Nothing was given up." if dead else "Nothing is scheduled." if scheduled else "Nothing waits.")
        return
    _show(rows[:limit])
    if len(rows) > limit:
        options = "--dead " * dead + "--scheduled " * scheduled
        typer.echo(f"More: zenbu outbox list {options}--after {next(iter(rows[limit - 1].values()))}")


@outbox_app.command()
def retry(
    delivery: Annotated[int | None, typer.Argument(help="The number of a dead delivery.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All dead deliveries.")] = False,
) -> None:
    """Lets dead deliveries be tried again."""
    if everything == (delivery is not None):
        raise typer.BadParameter("give the number of a delivery, or --all")
    with stopping_on_mendable_errors():
        from domain.clock import SystemClock
        from services.application import open_database
        from services.delivery.retrying import retry as revive
        from services.settings import load_settings

        database = open_database(load_settings())
        try:
            revived = revive(database, SystemClock(), delivery)
        finally:
            database.close()
    typer.echo(f"{revived} {'delivery is' if revived == 1 else 'deliveries are'} tried again.")


def _of_event(row: "Scheduled") -> dict[str, object]:
    return {"event": row.event_id, "topic": row.topic, "about": row.key, "due": f"{row.due_at:%Y-%m-%d %H:%M}"}


def _of_delivery(row: "Standing") -> dict[str, object]:
    return {
        "delivery": row.delivery_id,
        "topic": row.topic,
        "about": row.key,
        "channel": row.channel,
        "tries": row.attempts,
        "next try": f"{row.next_try_at:%Y-%m-%d %H:%M:%S}" if row.next_try_at else "",
        "last error": row.error or "",
    }


def _show(rows: Sequence[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row.values()))  # as it is: brackets in an error are no markup
    Console().print(table)
