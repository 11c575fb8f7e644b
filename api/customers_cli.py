"""`zenbu customers`: customers from files, in a list, and as a whole. Imports wait until a command needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from domain.clock import Clock
    from store.session import Database

customers_app = typer.Typer(no_args_is_help=True, help="Customers: taken in from files, listed, and as a whole.")


@contextmanager
def _opened() -> Iterator[tuple["Database", "Clock"]]:
    from api.cli import stopping_on_mendable_errors
    from services.application import open_database
    from services.settings import load_settings

    with stopping_on_mendable_errors():
        settings = load_settings()
        database = open_database(settings)
        try:
            yield database, settings.clock()
        finally:
            database.close()


@customers_app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.csv…", help="Customers first, or all at once.")],
    kind: Annotated[
        Literal["customers", "contracts", "usage", "tickets", "surveys", "invoices", "interactions"] | None,
        typer.Option(help="What is in the files; told from their headings by default."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, keep nothing.")] = False,
) -> None:
    """Takes files in: good rows are kept, bad ones told with line, column, value and reason.

    Rows are found by their ids, so the same file again changes nothing. Exit code 1 where rows were refused.
    """
    with _opened() as (database, _):
        from api.customer_tables import importing, print_fault, print_imported
        from services.customers.importing import CustomerImport

        imports = CustomerImport(database, dry_run=dry_run)
        results = []
        for table in imports.tables(files, kind):
            with importing(table) as on_read:
                results.append(imports.run(table, partial(print_fault, table), on_read))
        print_imported(results, dry_run)
        if any(result.refused for result in results):
            raise typer.Exit(1)


@customers_app.command("list")
def list_customers(
    text: Annotated[str | None, typer.Argument(help="What stands in their id, name or e-mail address.")] = None,
    kind: Annotated[Literal["b2c", "b2b"] | None, typer.Option("--type", help="Only of this type.")] = None,
    status: Annotated[
        Literal["green", "yellow", "red", "unknown"] | None, typer.Option(help="Only of this health.")
    ] = None,
    level: Annotated[
        Literal["low", "medium", "high", "critical"] | None, typer.Option(help="Only of this risk of leaving.")
    ] = None,
    csm: Annotated[str | None, typer.Option(help="Only whom this member of the staff looks after.")] = None,
    after: Annotated[str | None, typer.Option(help="The last customer of the page before.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="Most customers in the page.")] = 50,
) -> None:
    """Lists customers with the scores stored last."""
    with _opened() as (database, _):
        from api.customer_tables import print_page
        from services.customers.directory import CustomerDirectory
        from store.success.directory import Wanted

        print_page(CustomerDirectory(database).page(Wanted(text, kind, status, level, csm), after, limit))


@customers_app.command()
def show(
    customer_id: Annotated[str, typer.Argument(metavar="ID")],
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], help="As of then.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Shows everything about a customer."""
    with _opened() as (database, clock):
        from api.customer_tables import print_view, view_as_json
        from domain.clock import in_tokyo
        from services.customers.directory import CustomerDirectory

        view = CustomerDirectory(database).view(customer_id, in_tokyo(at) if at else clock.now())
        if as_json:
            typer.echo(view_as_json(view))
        else:
            print_view(view)


@customers_app.command("campaigns")
def set_campaigns(
    customer_id: Annotated[str, typer.Argument(metavar="CUSTOMER")],
    wanted: Annotated[Literal["on", "off"], typer.Argument(help="off: they are written to no more.")],
) -> None:
    """Says whether a customer is sent the mails the nightly scoring writes by itself (tips, how-tos)."""
    with _opened() as (database, _):
        from services.customers.directory import CustomerDirectory

        CustomerDirectory(database).set_campaigns(customer_id, wanted == "on")
