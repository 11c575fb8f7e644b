"""What holds for every request: how large it may be, and what a browser may do with the answer."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import FAULT, problem

BODY_LIMIT: Final = 64 * 1024
"""Bytes; a message of 2,000 characters needs at most 24,000, escaped."""

BODY_SECONDS: Final = 15.0
"""How long a body may take: a phone with a bad line needs less for a message."""

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

PRIVATE: Final = ("/v1/", "/console")
"""Where answers hold what is nobody else's."""


class _TooLarge(Exception):
    """A body has more bytes than it may have."""


class BodyLimit:
    """Reads a body before anybody works on it, and refuses one that is too large or too slow.

    Args:
        app: What is protected.
        limit: Most bytes.
        seconds: How long it may take to arrive.
        larger: Most bytes for paths that may have more.
    """

    def __init__(
        self,
        app: ASGIApp,
        limit: int = BODY_LIMIT,
        seconds: float = BODY_SECONDS,
        larger: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], self._limit)
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(Headers(scope=scope).get("content-length", "0"), receive, limit)
        except _TooLarge:
            detail = f"The body has more than {limit} bytes. Send less in one request."
            await problem(413, "body-too-large", detail, {"Connection": "close"})(scope, receive, send)
        except TimeoutError:
            detail = f"The body did not arrive in {self._seconds:g} seconds. Send it again."
            await problem(408, "body-too-slow", detail, {"Connection": "close"})(scope, receive, send)
        else:
            if body is not None:
                await self._app(scope, _replay(body, receive), send)


async def _read(announced: str, receive: Receive, limit: int) -> bytes | None:
    if announced.isdecimal() and int(announced) > limit:
        raise _TooLarge
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            raise _TooLarge
        more = message.get("more_body", False)
    return body


class HeadAsGet:
    """Answers HEAD as GET would, without the body. Streams have no end, so they are left out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].endswith("/events"):
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_head)


class Faults:
    """Answers what nobody expected as a problem where the other rules still apply to it, such as those for other sites.

    The framework's own handler stands outside of them all; the fault goes on to it, to be logged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception:
            if scope["type"] == "http" and not started:
                await problem(500, *FAULT)(scope, receive, send)
            raise


class BrowserRules:
    """Tells browsers to run nothing but our own files, to store no answers, and to show us in no frame."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""

        async def send_with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers["Cache-Control"] = "no-store" if scope["path"].startswith(PRIVATE) else "no-cache"
            await send(message)

        await self._app(scope, receive, send_with_rules if scope["type"] == "http" else send)


def _replay(body: bytes, receive: Receive) -> Receive:
    unread = [body]

    async def replay() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        return await receive()

    return replay
