"""`zenbu privacy`: what is stored about somebody, and that it is erased."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from services.privacy import PrivacyService

privacy_app = typer.Typer(no_args_is_help=True, help="What is stored about a customer: export it, erase it.")

Who = Annotated[str, typer.Argument(help="A customer's id; or a conversation's, where nobody knows whose it is.")]


@privacy_app.command("export")
def export(
    who: Who, out: Annotated[Path | None, typer.Option(help="File to write; standard output by default.")] = None
) -> None:
    """Writes everything that is stored about somebody, as JSON."""
    with _privacy() as privacy:
        exported = privacy.export(who)
    text = json.dumps(exported, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    # Readable by nobody else from the first byte on, whether the file is new or was there before.
    out.touch(mode=0o600)
    out.chmod(0o600)
    out.write_text(text, encoding="utf-8")
    rows = sum(map(len, exported["tables"].values()))
    typer.echo(f"{rows} rows of {len(exported['tables'])} tables are in {out}.")


@privacy_app.command("erase")
def erase(who: Who, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Erases somebody: what the books need is made anonymous, all else is deleted. This cannot be undone."""
    from services.privacy import ANONYMOUS

    with _privacy() as privacy:
        if not yes:
            stored = privacy.export(who)["tables"]
            counts = ", ".join(f"{len(rows)} {table}" for table, rows in stored.items())
            typer.confirm(f"Erase {who} ({counts})? This cannot be undone.", abort=True)
        removed = privacy.erase(who)
    for table, count in removed.items():
        typer.echo(f"{table}: {count} {'made anonymous' if table in ANONYMOUS else 'deleted'}")


@contextmanager
def _privacy() -> Iterator["PrivacyService"]:
    from api.cli import stopping_on_mendable_errors
    from services.application import open_database
    from services.logs import configure_logs
    from services.privacy import PrivacyService
    from services.settings import load_settings

    with stopping_on_mendable_errors():
        settings = load_settings()
        configure_logs(settings.is_development)
        database = open_database(settings)
        try:
            yield PrivacyService(database, settings.clock())
        finally:
            database.close()
