"""Every error as an RFC 9457 problem: what is wrong, and what to do; never a stack trace."""

from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from domain.text import UnreadableMessage
from domain.turn import KnowledgeOutage
from services.conversations import UnknownCustomer, UnknownReply, WrongToken
from services.opening import MessageIdReused, UnknownConversation
from services.turns import ReplyPending, TurnFailed, TurnUnsettled
from store.session import StoreUnavailable

log = structlog.get_logger(__name__)


class DevelopmentOnly(Exception):
    """A request uses what only development mode offers."""


_PROBLEMS: Final[dict[type[Exception], tuple[int, str, int | None]]] = {
    WrongToken: (401, "wrong-token", None),
    UnknownConversation: (404, "unknown-conversation", None),
    UnknownReply: (404, "unknown-reply", None),
    MessageIdReused: (409, "message-id-reused", None),
    UnreadableMessage: (422, "unreadable-message", None),
    UnknownCustomer: (422, "unknown-customer", None),
    DevelopmentOnly: (422, "development-only", None),
    TurnFailed: (500, "turn-failed", None),
    ReplyPending: (503, "reply-pending", 2),
    TurnUnsettled: (503, "turn-unsettled", 1),
    StoreUnavailable: (503, "store-unavailable", 2),
    KnowledgeOutage: (503, "knowledge-outage", 5),
}
"""For each expected error: status, name, and seconds after which it is worth trying again."""

_WITHHELD: Final[dict[type[Exception], str]] = {
    StoreUnavailable: "The conversation store cannot be reached. Repeat the same request.",
    KnowledgeOutage: "The message is kept, but cannot be answered now. Repeat it with the same client_message_id.",
}
"""What is said instead of the error's own words, which are for the log."""


def problem(status: int, name: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """An RFC 9457 problem document.

    Args:
        status: HTTP status.
        name: What kind of problem; stands in `type`, so that a client need not read `detail`.
        detail: What happened and what to do.
        headers: Sent with it.
        more: Further members.
    """
    body = {
        "type": f"urn:zenbu:problem:{name}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def add_error_handlers(app: FastAPI) -> None:
    """Makes an application answer every error with a problem document."""
    for expected in _PROBLEMS:
        app.add_exception_handler(expected, _on_expected)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_fault)


async def _on_expected(_request: Request, error: Exception) -> Response:
    status, name, retry_after = _PROBLEMS[type(error)]
    headers = {}
    if retry_after is not None:
        log.warning("request postponed", problem=name, why=str(error))
        headers["Retry-After"] = str(retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(status, name, _WITHHELD.get(type(error), str(error)), headers)


async def _on_invalid_request(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(400, "malformed-json", "The body is not JSON. Send a JSON object as application/json.")
    # Without what was sent: it may be personal, and need not be text.
    errors = [{"at": "/".join(map(str, fault["loc"])), "fault": fault["msg"]} for fault in faults]
    return problem(422, "invalid-request", "The request is not as the API expects it: see errors.", errors=errors)


async def _on_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    name = phrase.lower().replace(" ", "-").replace("'", "")
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, name, f"{error.detail}. See /openapi.json for what is offered.", headers)


async def _on_fault(_request: Request, _error: Exception) -> Response:
    # The server raises it again after this answer, and logs it with its trace.
    return problem(500, "fault", "Something is broken on our side. It was logged; repeat the request later.")
