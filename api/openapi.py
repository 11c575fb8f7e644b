"""What the API's description says beside the shapes: every problem a route can answer with, and the streams."""

from collections.abc import Mapping
from http import HTTPStatus
from inspect import cleandoc
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.errors import FAULT, PROBLEMS, document

DESCRIPTION: Final = cleandoc(
    """
    The chat API. Open a conversation, send messages, read replies: as JSON, or as a stream of events
    (`Accept: text/event-stream`). Errors are RFC 9457 problems; `type` tells them apart, `detail` says what to do.
    A message sent again with the same `client_message_id` is answered once: after a lost connection, repeat it.
    """
)

TAGS: Final = (
    {"name": "chat", "description": "A customer's conversation. The widget makes the same calls as any other client."},
    {"name": "staff", "description": "Handovers, for the people who take them over, and who these people are."},
    {"name": "openai", "description": "The same turns in the shape of OpenAI's chat completions, for outside tools."},
    {"name": "intake", "description": "What other systems tell of customers: usage, billing, surveys, support."},
    {"name": "operation", "description": "For whoever runs it: is it alive, is it ready, how much does it do."},
    {"name": "catalogue", "description": "What the company's own page shows."},
)

Responses = dict[int | str, dict[str, Any]]

_BODY: Final = (
    (HTTPStatus.BAD_REQUEST, "malformed-json", "The body is not JSON. Send a JSON object as application/json."),
    (HTTPStatus.REQUEST_TIMEOUT, "body-too-slow", "The body did not arrive in time. Send it again."),
    (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", "The body is too long. Send less in one request."),
)
_INVALID: Final = (
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "invalid-request",
    "The request is not as the API expects it: see errors.",
)


class FaultAt(BaseModel):
    """What is wrong with a request, and where."""

    at: str
    fault: str


class Problem(BaseModel):
    """An RFC 9457 problem: what is wrong, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultAt] = []


def problems(
    *errors: type[Exception],
    body: bool = False,
    parameters: bool = True,
    named: Mapping[str, tuple[int, str]] | None = None,
) -> Responses:
    """Declares the problems a route may answer with, as FastAPI's `responses`.

    Args:
        errors: The expected errors it may raise (of `api.errors.PROBLEMS`).
        body: Whether it reads a body.
        parameters: Whether it reads anything at all.
        named: Problems it makes itself: status and detail by name.
    """
    found: dict[int, dict[str, Any]] = {}

    def add(status: int, name: str, detail: str) -> None:
        found.setdefault(int(status), {})[name] = {"value": document(status, name, detail)}

    for error in errors:
        status, name, _ = PROBLEMS[error]
        add(status, name, (error.__doc__ or "").splitlines()[0])
    for name, (status, detail) in (named or {}).items():
        add(status, name, detail)
    for fault in (*_BODY, _INVALID) if body else (_INVALID,) if parameters else ():
        add(*fault)
    add(500, *FAULT)
    return {status: _response(status, examples) for status, examples in sorted(found.items())}


def stream(description: str, example: str) -> dict[str, Any]:
    """Declares a 200 that may be a stream of events, as FastAPI's `responses[200]`."""
    return {
        "description": description,
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": example}},
    }


def describe(app: FastAPI) -> None:
    """Makes an application describe itself with the shape of its problems."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=DESCRIPTION,
                routes=app.routes,
                tags=list(TAGS),
            )
            # OpenAPI lets it be relative, FastAPI's own argument does not.
            schema["externalDocs"] = {"url": "/docs", "description": "This description as a page."}
            shapes = schema.setdefault("components", {}).setdefault("schemas", {})
            shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            shapes |= shape.pop("$defs")
            shapes["Problem"] = shape
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _response(status: int, examples: dict[str, Any]) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = {"schema": {"type": "integer"}, "required": True}
        headers["RateLimit"] = headers["RateLimit-Policy"] = {"schema": {"type": "string"}}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = {"schema": {"type": "integer"}}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": content},
        **({"headers": headers} if headers else {}),
    }
