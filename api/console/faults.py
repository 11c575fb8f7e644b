"""Errors in the console: a page for people, made from the problem document everybody else gets."""

import json
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.console.pages import MustChoosePassword, MustSignIn
from api.console.rendering import Pages
from api.errors import TYPE

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def add_entrance(app: FastAPI) -> None:
    """Makes an application send to the entrance whoever is not signed in."""
    app.add_exception_handler(MustSignIn, _to_entrance)
    app.add_exception_handler(MustChoosePassword, _to_password)


async def _to_entrance(_request: Request, error: Exception) -> Response:
    assert isinstance(error, MustSignIn)
    return RedirectResponse(f"/console/login?next={error.next}" if error.next else "/console/login", 303)


async def _to_password(_request: Request, _error: Exception) -> Response:
    return RedirectResponse("/console/password", 303)


class ConsolePages:
    """What holds for the console's paths only: errors are pages, forms may be sent, nothing is kept on the way.

    Args:
        app: What is served.
        pages: The templates.
    """

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http" or not is_console(scope["path"]):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_page(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                rules = MutableHeaders(scope=message)
                rules["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
                # With no referrer at all, browsers do not say either where a form comes from.
                rules["Referrer-Policy"] = "same-origin"
                if Headers(raw=message["headers"]).get("content-type") == "application/problem+json":
                    start = message
                    return
            elif start is not None:
                body += message.get("body", b"")
                if message.get("more_body", False):
                    return
                held, start = start, None
                page = self._page(json.loads(body)).encode()
                headers = MutableHeaders(raw=held["headers"])
                headers["content-type"], headers["content-length"] = "text/html; charset=utf-8", str(len(page))
                await send(held)
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self._app(scope, receive, send_page)

    def _page(self, problem: dict[str, object]) -> str:
        name, texts = str(problem["type"]).removeprefix(TYPE), self._pages.texts
        key = f"faults.{name}" if texts.has(f"faults.{name}.title") else f"faults.{_kind(problem['status'])}"
        return self._pages.render(
            "fault.html", title=texts(f"{key}.title"), text=texts(f"{key}.text"), status=problem["status"]
        )


def is_console(path: str) -> bool:
    """Whether a path is one of the console's."""
    return path == "/console" or path.startswith("/console/")


def _kind(status: object) -> str:
    return "broken" if isinstance(status, int) and status >= 500 else "refused"
