"""`zenbu tools`: what agents and assistants may look up and do. Imports wait until a command needs them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from domain.clock import Clock
    from services.churn.terms import ChurnTerms
    from services.members import Members
    from services.scoring.assessment import ChurnReader
    from services.settings import Settings
    from tools.context import ToolDeps
    from tools.declaration import Tool

tools_app = typer.Typer(no_args_is_help=True, help="Tools over customers, tickets, bookings and the FAQ.")

Caller = Literal["customer", "staff", "cs", "senior", "csm", "manager", "qa", "admin"]
Writes = Annotated[bool, typer.Option("--allow-writes", help="Offer writing tools, too; each call is noted.")]


@contextmanager
def _workshop() -> Iterator[tuple["ToolDeps", "Members"]]:
    """What tools work with, over the database of the settings, and who may use them."""
    import logging

    from api.cli import stopping_on_mendable_errors
    from graphs.composition import load_reader
    from graphs.toolkit import build_tool_deps
    from graphs.topic_search import search_with
    from knowledge.pack import load_pack, pack_path
    from services.application import open_database
    from services.logs import configure_logs
    from services.members import Members
    from services.records import StoredRecords
    from services.settings import load_settings

    with stopping_on_mendable_errors():
        settings = load_settings()
        configure_logs(settings.is_development, logging.WARNING)
        pack, clock = load_pack(pack_path(settings.pack)), settings.clock()
        database = open_database(settings)
        try:
            find_topics = search_with(lambda: load_reader(settings)[1])
            records = StoredRecords(database, clock)
            deps = build_tool_deps(pack, records, database, clock, find_topics, partial(_load_churn, settings, clock))
            yield deps, Members(database, clock)
        finally:
            database.close()


def _load_churn(settings: "Settings", clock: "Clock", terms: "ChurnTerms") -> "ChurnReader":
    from services.churn.model import ChurnModel

    return ChurnModel.load(settings.data_dir, clock.now(), terms.stale_days)


@tools_app.command("list")
def list_tools(
    role: Annotated[Caller | None, typer.Option(help="Only what this kind of caller has.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With the schemas of their arguments, as JSON.")] = False,
) -> None:
    """Lists the tools: what each does, whether it reads or writes, and who has it."""
    from tools.registry import declared

    tools = [tool for tool in declared() if role is None or _has(tool, role)]
    if as_json:
        typer.echo(json.dumps([_as_json(tool) for tool in tools], ensure_ascii=False, indent=2))
        return
    from api.tool_tables import print_tools

    print_tools(tools)


@tools_app.command()
def call(
    name: Annotated[str, typer.Argument(help="A tool's name; see `zenbu tools list`.")],
    arguments: Annotated[str, typer.Argument(help="Its arguments, as a JSON object.")] = "{}",
    who: Annotated[str, typer.Option("--as", envvar="ZENBU_STAFF", help="Whose call it is: a member's id.")] = ...,  # type: ignore[assignment]
    allow_writes: Writes = False,
) -> None:
    """Calls one of the staff's tools and prints its result as JSON."""
    try:
        given = json.loads(arguments)
    except json.JSONDecodeError as error:
        raise typer.BadParameter(f"ARGUMENTS is no JSON: {error}. Such as '{{\"limit\": 3}}'.") from error
    if not isinstance(given, dict):
        raise typer.BadParameter("ARGUMENTS must be a JSON object, such as '{\"limit\": 3}'.")
    with _workshop() as (deps, members):
        from tools.context import StaffContext
        from tools.toolbox import Toolbox

        context = StaffContext(members.get(who), deps.clock.now(), allow_writes)
        typer.echo(json.dumps(Toolbox(deps, context).call(name, given), ensure_ascii=False, indent=2))


@tools_app.command("log")
def show_log(limit: Annotated[int, typer.Option(min=1, help="Most calls.")] = 20) -> None:
    """Shows what writing tools did, the newest first: when, who, with what, to which effect."""
    from api.cli import stopping_on_mendable_errors
    from api.tool_tables import print_calls
    from services.application import open_database
    from services.settings import load_settings
    from store import tools

    with stopping_on_mendable_errors():
        database = open_database(load_settings())
        try:
            with database.read() as session:
                rows = tools.calls(session, limit)
        finally:
            database.close()
        print_calls(rows)


@tools_app.command()
def serve(
    token: Annotated[
        str | None,
        typer.Option(envvar="ZENBU_STAFF_TOKEN", help="A member's token (`zenbu staff token`); best set as variable."),
    ] = None,
    http: Annotated[
        int | None, typer.Option(metavar="PORT", help="Listen on this port of this machine, instead of the pipe.")
    ] = None,
    allow_writes: Writes = False,
) -> None:
    """Offers the staff's tools to an assistant by MCP: over its pipe, or over HTTP on this machine.

    Over the pipe the token says who calls. Over HTTP each request brings its own: `Authorization: Bearer TOKEN`.
    """
    with _workshop() as (deps, members):
        from api.tool_serving import serve_http, serve_pipe
        from services.members import NotStaff

        if http is not None:
            serve_http(deps, members, http, writes=allow_writes)
            return
        if not token:
            raise NotStaff("No token says who calls. Set one: export ZENBU_STAFF_TOKEN=$(zenbu staff token ID)")
        serve_pipe(deps, members, token, writes=allow_writes)


def _has(tool: "Tool", role: Caller) -> bool:
    if role == "customer" or role == "staff":
        return role in tool.audience
    return tool.serves(role)


def _as_json(tool: "Tool") -> dict[str, object]:
    return {
        "name": tool.name,
        "description": tool.description,
        "access": tool.access,
        "audience": sorted(tool.audience),
        "arguments": tool.arguments.model_json_schema(),
    }
