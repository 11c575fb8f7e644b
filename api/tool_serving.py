"""Serves the staff's tools by MCP: over a pipe, or over HTTP on this machine."""

from importlib.metadata import version
from typing import Any, Final

import anyio
import uvicorn
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from services.members import Members, NotStaff
from tools.context import StaffContext, ToolDeps
from tools.mcp_server import NAME, build_server

HOST: Final = "127.0.0.1"
PATH: Final = "/mcp"

_SCHEME: Final = "bearer "


def serve_pipe(deps: ToolDeps, members: Members, token: str, *, writes: bool) -> None:
    """Serves one assistant over standard input and output until it goes away.

    Args:
        deps: What tools work with.
        members: Who works here.
        token: Whose assistant it is.
        writes: Whether writing tools are offered.

    Raises:
        NotStaff: The token is nobody's who works here.
    """
    from mcp.server.stdio import stdio_server

    def who(_request: object) -> StaffContext:
        return StaffContext(members.authenticate(token), deps.clock.now(), writes)

    who(None)
    server = build_server(deps, who, version(NAME))

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def serve_http(deps: ToolDeps, members: Members, port: int, *, writes: bool) -> None:
    """Serves assistants on this machine until it is stopped.

    Args:
        deps: What tools work with.
        members: Who works here.
        port: Where to listen on the loopback address.
        writes: Whether writing tools are offered.
    """
    uvicorn.run(
        build_http_app(deps, members, writes=writes), host=HOST, port=port, log_config=None, access_log=False,
        server_header=False, proxy_headers=False,
    )  # fmt: skip


def build_http_app(deps: ToolDeps, members: Members, *, writes: bool) -> ASGIApp:
    """The HTTP application. Each request says by its own token who calls; a session opens nothing."""

    def who(request: Any) -> StaffContext:
        return StaffContext(members.authenticate(_token(request.headers)), deps.clock.now(), writes)

    server = build_server(deps, who, version(NAME))
    return _TokenRequired(server.streamable_http_app(streamable_http_path=PATH, stateless_http=True), members)


class _TokenRequired:
    """Lets nobody in whose token is nobody's."""

    def __init__(self, app: ASGIApp, members: Members) -> None:
        self._app = app
        self._members = members

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = _token(Headers(scope=scope))
            try:
                await anyio.to_thread.run_sync(self._members.authenticate, token)
            except NotStaff as error:
                refusal = PlainTextResponse(f"{error}\n", status_code=401, headers={"WWW-Authenticate": "Bearer"})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _token(headers: Headers) -> str:
    given = headers.get("authorization", "")
    return given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
