"""`zenbu tools` at the keyboard."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.tools_cli import tools_app
from domain.clock import SystemClock
from services.members import MemberFields, Members
from store.models import ToolCall
from store.session import Database

Run = Callable[..., Result]

if not any(group.name == "tools" for group in app.registered_groups):
    app.add_typer(tools_app, name="tools")


@pytest.fixture(scope="module")
def staffed(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with two members, for all tests."""
    path = tmp_path_factory.mktemp("tools") / "zenbu.db"
    shutil.copy(migrated_sqlite, path)
    database = Database(f"sqlite:///{path}")
    members = Members(database, SystemClock())
    members.add(MemberFields("csm", "csm", "csm@example.com"), "csm")
    members.add(MemberFields("qa", "qa", "qa@example.com"), "qa")
    database.close()
    return f"sqlite:///{path}"


@pytest.fixture
def run(no_settings: Path, staffed: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("ZENBU_DATABASE_URL", staffed)
    return lambda *arguments: CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    ("role", "has", "lacks"),
    [
        ("customer", "get_my_usage", "get_health"),
        ("csm", "get_health", "get_my_usage"),
        ("qa", "list_turns", "get_health"),
    ],
)
def test_tools_are_listed_by_role(run: Run, role: str, has: str, lacks: str) -> None:
    listed = run("tools", "list", "--role", role).stdout
    assert f"{has}(" in listed and f"{lacks}(" not in listed


def test_schemas_are_listed_as_json(run: Run) -> None:
    tools = {tool["name"]: tool for tool in json.loads(run("tools", "list", "--json").stdout)}
    assert tools["propose_move"]["access"] == "write"
    assert set(tools["propose_move"]["arguments"]["properties"]) == {"booking_id", "start"}


def test_tool_is_called_as_a_member(run: Run) -> None:
    result = run("tools", "call", "list_plans", "--as", "csm")
    assert {plan["id"] for plan in json.loads(result.stdout)["plans"]} >= {"light"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("get_health", "--as", "qa"), "There is no tool 'get_health'"),
        (("update_ticket", '{"ticket_id": "T", "action": "claim"}', "--as", "csm"), "There is no tool"),
        (("get_health", '{"customer_id": "c-9"}', "--as", "csm"), "There is no customer 'c-9'"),
        (("list_plans", "--as", "nobody"), "zenbu staff list"),
        (("list_plans", "[1]", "--as", "csm"), "must be a JSON object"),
        (("list_plans", "{", "--as", "csm"), "is no JSON"),
    ],
)
def test_what_cannot_be_is_said_with_its_remedy(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run("tools", "call", *arguments)
    assert result.exit_code != 0 and words in result.output.replace("\n", " ")


def test_server_needs_a_members_token(run: Run) -> None:
    assert "ZENBU_STAFF_TOKEN" in run("tools", "serve").output
    assert "nobody's on the staff" in run("tools", "serve", "--token", "wrong").output


def test_what_tools_wrote_is_shown(run: Run, staffed: str) -> None:
    assert "when" in run("tools", "log").stdout
    database = Database(staffed)
    called = {"tool": "update_ticket", "arguments": {"ticket_id": "T-1"}, "effect": {"action": "claim"}}
    with database.write() as session:
        session.add(ToolCall(at=SystemClock().now(), role="csm", staff_id="csm", **called))
    database.close()
    shown = run("tools", "log").stdout
    assert "csm (csm)" in shown and '"T-1"' in shown and '"claim"' in shown
