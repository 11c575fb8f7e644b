"""Every error of the door in OpenAI's shape: its clients read no other."""

import json
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import TYPE, document_of

PATHS: Final = ("/v1/chat/", "/v1/models", "/v1/responses")

_TYPES: Final = {
    HTTPStatus.UNAUTHORIZED: "authentication_error",
    HTTPStatus.FORBIDDEN: "permission_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}


class DoorError(Exception):
    """A request cannot be answered as it is.

    Attributes:
        status: HTTP status.
        param: Which part of the request is wrong.
        code: What kind of error, for programs.
    """

    def __init__(
        self, message: str, *, code: str, param: str | None = None, status: int = HTTPStatus.BAD_REQUEST
    ) -> None:
        super().__init__(message)
        self.status = int(status)
        self.param = param
        self.code = code


def error_body(status: int, message: str, code: str | None, param: str | None = None) -> dict[str, Any]:
    """An error as OpenAI's clients read it."""
    server = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    kind = _TYPES.get(HTTPStatus(status), "server_error" if server else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def error_of(error: Exception) -> dict[str, Any]:
    """The body for an error, for where it is told inside a stream."""
    if isinstance(error, DoorError):
        return error_body(error.status, str(error), error.code, error.param)
    return body_of_problem(document_of(error))


def body_of_problem(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem document (RFC 9457) in OpenAI's shape."""
    faults = problem.get("errors") or []
    param = ".".join(faults[0]["at"].split("/")[1:]) if faults else None
    detail = f"{param}: {faults[0]['fault']}" if faults else problem["detail"]
    return error_body(problem["status"], detail, problem["type"].removeprefix(TYPE), param or None)


def add_door_errors(app: FastAPI) -> None:
    """Makes an application answer the door's own errors."""
    app.add_exception_handler(DoorError, _on_door_error)


async def _on_door_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DoorError)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(error_of(error), error.status, headers)


class OpenAIErrors:
    """Turns the problem documents of the door's paths into OpenAI's shape, whoever made them.

    A request that is not understood is 400 there, not 422. Where repeating it cannot help, clients are told so.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http" or not scope["path"].startswith(PATHS):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_as_error(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                head, told = _as_error(start, body)
                await send(head)
                await send({"type": "http.response.body", "body": told})

        await self._app(scope, receive, send_as_error)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "") == "application/problem+json"


def _as_error(start: Message, body: bytes) -> tuple[Message, bytes]:
    problem = json.loads(body) if body else {"status": start["status"], "detail": "", "type": TYPE}
    status = HTTPStatus.BAD_REQUEST if start["status"] == HTTPStatus.UNPROCESSABLE_ENTITY else start["status"]
    told = json.dumps(body_of_problem({**problem, "status": int(status)}), ensure_ascii=False).encode()
    head = {**start, "status": int(status), "headers": list(start["headers"])}
    headers = MutableHeaders(scope=head)
    headers["Content-Type"] = "application/json"
    headers["Content-Length"] = str(len(told))
    return head, told
