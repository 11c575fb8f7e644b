"""`zenbu technicians`: who visits, and the calendars they keep elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from services.settings import Settings
    from store.session import Database

technicians_app = typer.Typer(no_args_is_help=True, help="Who visits, and their outside calendars.")


@technicians_app.command("list")
def list_technicians() -> None:
    """Shows who visits where, and how many appointments of outside calendars keep them from it."""
    from rich.console import Console
    from rich.table import Table

    from store import visits

    with _technicians() as (database, _), database.read() as session:
        rows = [(row.id, row.areas, visits.count_busy_times(session, row.id)) for row in visits.technicians(session)]
    table = Table("technician", "areas", "outside appointments")
    for technician_id, areas, appointments in rows:
        table.add_row(technician_id, "、".join(areas), str(appointments))
    Console().print(table)


@technicians_app.command("import-calendar")
def import_calendar(
    technician: Annotated[str, typer.Argument(help="Whose calendar it is; `zenbu technicians list` names them.")],
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE.ics", help="An iCalendar file.")],
    calendar: Annotated[
        str, typer.Option(help="A technician may have several; importing one again replaces it alone.")
    ] = "calendar",
) -> None:
    """Takes an outside calendar's appointments for time in which a technician does not visit."""
    from services.outside_calendars import import_calendar as store_calendar

    with _technicians() as (database, settings):
        spans = store_calendar(database, technician, path.read_bytes(), settings.clock().now(), name=calendar)
    typer.echo(f"{technician} is busy at {spans} times of the year ahead; the calendar {calendar!r} was replaced.")


@contextmanager
def _technicians() -> Iterator[tuple["Database", "Settings"]]:
    """The database with its technicians; before the first start they are the pack's."""
    from api.cli import stopping_on_mendable_errors
    from graphs.composition import technicians_of
    from knowledge.pack import load_pack, pack_path
    from services.application import open_database
    from services.logs import configure_logs
    from services.settings import load_settings
    from services.technicians import seed_technicians

    with stopping_on_mendable_errors():
        settings = load_settings()
        configure_logs(settings.is_development)
        database = open_database(settings)
        try:
            seed_technicians(database, technicians_of(load_pack(pack_path(settings.pack))))
            yield database, settings
        finally:
            database.close()
