"""What holds for every request: how large it may be, and what a browser may do with the answer."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

BODY_LIMIT: Final = 64 * 1024
"""Bytes; a message of 2,000 characters needs at most 24,000, escaped."""

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class BodyLimit:
    """Reads a body before anybody works on it, and refuses one that is too large.

    Args:
        app: What is protected.
        limit: Most bytes.
    """

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        body = b""
        more = True
        while more and len(body) <= self._limit and not (announced.isdecimal() and int(announced) > self._limit):
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if more or len(body) > self._limit:
            detail = f"The body has more than {self._limit} bytes. Send less in one request."
            await problem(413, "body-too-large", detail, {"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


class BrowserRules:
    """Tells browsers to run nothing but our own files, to store no answers, and to show us in no frame."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""

        async def send_with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cache-Control"] = "no-store" if scope["path"].startswith("/v1/") else "no-cache"
            await send(message)

        await self._app(scope, receive, send_with_rules if scope["type"] == "http" else send)


def _replay(body: bytes, receive: Receive) -> Receive:
    unread = [body]

    async def replay() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        return await receive()

    return replay
