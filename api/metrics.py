"""Counts requests, and shows what was counted to Prometheus."""

import hmac
import time
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response, Security
from fastapi.security import HTTPBearer
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import ApplicationDep, Credentials, FeedDep
from api.openapi import problems
from services.conversations import WrongToken
from store import queues
from store.session import StoreUnavailable

router = APIRouter(tags=["operation"])

UNKNOWN_ROUTE = "unknown"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

METRICS = HTTPBearer(scheme_name="metrics", description="Where ZENBU_METRICS_TOKEN is set.", auto_error=False)


class CountRequests:
    """Counts every request by its route's template: what stands in its place in a path may name somebody.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in _METHODS else "OTHER"
                metrics = scope["app"].state.application.metrics
                metrics.requests.labels(method, _route(scope), str(message["status"])).inc()
                metrics.request_seconds.labels(method, _route(scope)).observe(time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, send_and_count)


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"description": "Prometheus's text format.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(WrongToken, StoreUnavailable, parameters=False),
    },
    openapi_extra={"security": [{}]},
)
def show_metrics(
    application: ApplicationDep, feed: FeedDep, request: Request, shown: Annotated[Credentials, Security(METRICS)]
) -> Response:
    """Shows what this process counted, and how long the queues are."""
    token = application.settings.metrics_token
    given = shown.credentials if shown else ""
    if token and not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
        raise WrongToken("The metrics are not for everybody. Send: Authorization: Bearer ZENBU_METRICS_TOKEN.")
    metrics = application.metrics
    with application.database.read() as session:
        depths = queues.depths(session, application.settings.clock().now())
    metrics.messages_waiting.set(depths.messages_waiting)
    for state, count in depths.outbox.items():
        metrics.outbox.labels(state).set(count)
    for status, count in depths.tickets.items():
        metrics.tickets_unclosed.labels(status).set(count)
    metrics.event_streams.set(feed.count)
    for task, count in request.app.state.runner.failures.items():
        metrics.task_failures.labels(task).set(count)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", UNKNOWN_ROUTE)
