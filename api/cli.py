"""The command line: serve, chat, understand, fixtures, db. Imports wait until a command needs them."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.staff_cli import staff_app

if TYPE_CHECKING:
    from graphs.composition import ConversationEngine
    from services.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="zenbu: a customer-success agent.")
fixtures_app = typer.Typer(no_args_is_help=True, help="Customers for playing a case (development only).")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(fixtures_app, name="fixtures")
app.add_typer(db_app, name="db")
app.add_typer(staff_app, name="staff")

Now = Annotated[str | None, typer.Option(help="ISO 8601 time to play at; the clock's by default.")]


@contextmanager
def stopping_on_mendable_errors() -> Iterator[None]:
    """Shows what the person at the keyboard can mend as a message; everything else is a fault and is seen as one."""
    from domain.mending import Mendable

    try:
        yield
    except Mendable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    worker: Annotated[bool, typer.Option(help="Do the background work, too; else run `zenbu worker`.")] = True,
) -> None:
    """Serves the chat page, the API and its documentation."""
    with stopping_on_mendable_errors():
        from api.serve import run
        from graphs.composition import build_engine
        from services.settings import load_settings

        run(host, port, load_settings(), build_engine, worker)


@app.command()
def chat(now: Now = None, customer: Annotated[str | None, typer.Option(help="Speak as this customer.")] = None) -> None:
    """Chats in the terminal, with the same service the server uses."""
    with stopping_on_mendable_errors():
        from api.terminal import converse
        from graphs.composition import build_engine
        from jobs import running
        from jobs.tasks import build_tasks
        from services.application import open_application
        from services.logs import configure_logs
        from services.settings import load_settings

        at, settings = _moment(now), load_settings()
        configure_logs(settings.is_development, logging.WARNING)
        with open_application(settings, build_engine) as application, running(build_tasks(application, nightly=False)):
            converse(application, customer, at)


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="One message; or use --jsonl.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read JSON lines from standard input, write JSON lines.")
    ] = False,
    now: Now = None,
) -> None:
    """Shows what the local brain makes of a message, or of whole conversations. Writes nothing."""
    with stopping_on_mendable_errors():
        if jsonl == (text is not None):
            raise typer.BadParameter("give one message, or --jsonl with lines on standard input")
        given = _moment(now)
        engine, settings = _engine()
        at = given or settings.clock().now()
        if text is not None:
            from graphs.understanding import understand as read

            typer.echo(json.dumps(read(engine, {"text": text}, at), ensure_ascii=False, indent=2))
            return
        failed = sum(not _understand_line(engine, number, line, at) for number, line in enumerate(sys.stdin, 1))
        if failed:
            raise typer.Exit(1)


def _understand_line(engine: "ConversationEngine", number: int, line: str, at: datetime) -> bool:
    from graphs.understanding import UnreadableLine
    from graphs.understanding import understand as read

    if not line.strip():
        return True
    name: Any = None
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise UnreadableLine("a line must be a JSON object")
        name = data.get("id")
        result = read(engine, data, at)
    except (json.JSONDecodeError, UnreadableLine) as error:
        result = {"id": name, "line": number, "error": str(error)}
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return "line" not in result


@fixtures_app.command("load")
def load(path: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Puts the customers of a JSONL file into the database."""
    with stopping_on_mendable_errors():
        from knowledge.pack import load_pack, pack_path
        from services.application import open_database
        from services.fixtures import load_fixtures
        from services.settings import load_settings
        from services.visit_terms import duration

        settings = load_settings()
        pack = load_pack(pack_path(settings.pack))
        database = open_database(settings)
        try:
            lengths = {plan: duration(pack, plan) for plan in pack.plans}
            customers, bookings = load_fixtures(path, database, settings, lengths)
        finally:
            database.close()
        typer.echo(f"{customers} customers and {bookings} bookings are there now.")


@db_app.command("upgrade")
def upgrade() -> None:
    """Brings the database to the newest schema."""
    with stopping_on_mendable_errors():
        from services.application import open_database
        from services.settings import load_settings

        open_database(load_settings()).close()
        typer.echo("The database is at the newest schema.")


def _engine() -> tuple["ConversationEngine", "Settings"]:
    from graphs.composition import build_engine
    from services.logs import configure_logs
    from services.nobody import NobodyKnown
    from services.settings import load_settings

    settings = load_settings()
    configure_logs(settings.is_development, logging.WARNING)
    records = NobodyKnown()
    engine = build_engine(settings, records, settings.clock())
    records.staff = engine.technicians()  # so that bookings can be played to the end
    return engine, settings


def _moment(text: str | None) -> datetime | None:
    from domain.clock import in_tokyo

    if text is None:
        return None
    try:
        return in_tokyo(datetime.fromisoformat(text))
    except ValueError as error:
        raise typer.BadParameter(f"--now {text!r} is not an ISO 8601 time, such as 2026-11-21T10:00") from error
