"""The MCP server, spoken to by the SDK's own client: over its pipe, over HTTP, and within the process."""

import asyncio
import os
import shutil
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from api.tool_serving import PATH, build_http_app
from domain.clock import SystemClock
from services.members import MemberFields, Members
from store.models import Customer, ToolCall
from store.session import Database
from tests.fakes.service import count
from tests.fakes.tools import deps_over
from tools.context import StaffContext, ToolDeps
from tools.mcp_server import build_server


class Office:
    """A database with one customer, and members with tokens."""

    def __init__(self, path: Path) -> None:
        self.folder = path
        self.database = Database(f"sqlite:///{path / 'zenbu.db'}")
        self.clock = SystemClock()
        self.members = Members(self.database, self.clock)
        self.deps: ToolDeps = deps_over(self.database, self.clock)
        self.tokens = {
            role: self.members.add(MemberFields(role, role, f"{role}@example.com"), role)[1] for role in ("csm", "qa")
        }
        with self.database.write() as session:
            session.add(Customer(id="c-1", name="佐藤花子", type="b2c", noise_hours=[]))

    def leaves(self, member_id: str) -> None:
        self.members.edit(member_id, MemberFields(member_id, "csm", f"{member_id}@example.com", active=False))


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(migrated_sqlite, tmp_path / "zenbu.db")
    office = Office(tmp_path)
    yield office
    office.database.close()


def within(office: Office, role: str, act: Callable[[Client], Awaitable[Any]], *, writes: bool = False) -> Any:
    def who(_: object) -> StaffContext:
        return StaffContext(office.members.authenticate(office.tokens[role]), office.clock.now(), writes)

    async def run() -> Any:
        async with Client(build_server(office.deps, who, "0")) as client:
            return await act(client)

    return asyncio.run(run())


async def names(client: Client) -> set[str]:
    return {tool.name for tool in (await client.list_tools()).tools}


def test_member_is_offered_reading_tools_of_their_role_with_schemas(office: Office) -> None:
    async def look(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in within(office, "csm", look)}
    assert "get_customer_360" in tools and "update_ticket" not in tools and "get_my_record" not in tools
    assert tools["get_customer_360"].input_schema["required"] == ["customer_id"]
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    assert within(office, "qa", names) == {"search_faq", "list_plans", "list_turns", "read_conversation"}
    assert "update_ticket" in within(office, "csm", names, writes=True)


def test_result_comes_as_text_and_as_structure(office: Office) -> None:
    result = within(office, "csm", lambda client: client.call_tool("search_customers", {"text": "佐藤"}))
    assert result.structured_content["customers"][0]["customer_id"] == "c-1"
    assert "佐藤花子" in result.content[0].text and not result.is_error


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("get_customer_360", {"customer_id": "c-2"}, "no customer 'c-2'"),
        ("get_customer_360", {"id": "c-1"}, "there is no such argument"),
        ("update_ticket", {"ticket_id": "T", "action": "claim"}, "There is no tool 'update_ticket'"),
        ("get_my_record", {}, "There is no tool"),
        ("explain_churn", {"customer_id": "c-1"}, "zenbu churn train"),
    ],
)
def test_what_is_refused_is_an_error_the_assistant_can_read(
    office: Office, tool: str, arguments: dict[str, Any], words: str
) -> None:
    result = within(office, "csm", lambda client: client.call_tool(tool, arguments))
    assert result.is_error and words in result.content[0].text
    assert count(office.database, ToolCall) == 0


def test_member_who_left_has_no_tools_any_more(office: Office) -> None:
    async def leave(client: Client) -> Any:
        before = await client.call_tool("list_plans", {})
        office.leaves("csm")
        return before, await client.call_tool("list_plans", {})

    before, after = within(office, "csm", leave)
    assert not before.is_error
    assert after.is_error and "nobody's on the staff" in after.content[0].text


def test_fault_shows_nothing_of_the_inside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("services.customers.directory.CustomerDirectory.page", broken)
    with pytest.raises(Exception, match="(?i)error") as seen:
        within(office, "csm", lambda client: client.call_tool("search_customers", {}))
    assert "secret of the inside" not in str(seen.value)


def test_command_serves_an_assistant_over_its_pipe(office: Office) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ZENBU_")},
        "ZENBU_DATABASE_URL": f"sqlite:///{office.folder / 'zenbu.db'}",
        "ZENBU_DATA_DIR": str(office.folder),
        "ZENBU_STAFF_TOKEN": office.tokens["csm"],
    }
    program = [sys.executable, "-c", "from zenbu import main; main()", "tools", "serve"]
    root = Path(__file__).parents[2]
    server = StdioServerParameters(command=program[0], args=program[1:], env=environment, cwd=root)

    async def run() -> tuple[set[str], Any]:
        async with Client(server) as client:
            return await names(client), await client.call_tool("search_customers", {"text": "佐藤"})

    offered, found = asyncio.run(run())
    assert "get_health" in offered and "update_ticket" not in offered
    assert found.structured_content["customers"][0]["name"] == "佐藤花子"


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    """The tools over HTTP, on a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    app = build_http_app(office.deps, office.members, writes=False)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=number, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        threading.Event().wait(0.02)
    yield number
    server.should_exit = True
    thread.join()


def test_each_http_request_is_served_as_its_own_token_says(office: Office, port: int) -> None:
    async def offered(role: str) -> set[str]:
        headers = {"Authorization": f"Bearer {office.tokens[role]}"}
        async with create_mcp_http_client(headers=headers) as http:
            url = f"http://127.0.0.1:{port}{PATH}"
            async with Client(streamable_http_client(url, http_client=http)) as client:
                return await names(client)

    async def both() -> tuple[set[str], set[str]]:
        return await asyncio.gather(offered("csm"), offered("qa"))

    as_csm, as_qa = asyncio.run(both())
    assert "get_customer_360" in as_csm and "get_customer_360" not in as_qa


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic dTpw"}])
def test_http_without_a_members_token_is_turned_away(port: int, headers: dict[str, str]) -> None:
    answer = httpx.post(f"http://127.0.0.1:{port}{PATH}", headers=headers, json={})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_http_refuses_pages_that_rebind_a_name(office: Office, port: int) -> None:
    headers = {"Authorization": f"Bearer {office.tokens['csm']}", "Host": "evil.example.com"}
    answer = httpx.post(f"http://127.0.0.1:{port}{PATH}", headers=headers, json={})
    assert answer.status_code in (403, 421)
