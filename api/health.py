"""For whoever watches the process."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.deps import ApplicationDep, FeedDep
from api.errors import problem
from api.openapi import problems
from store.schema import HEAD, revision
from store.session import StoreUnavailable

router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def is_alive() -> dict[str, str]:
    """Whether the process answers at all; asks nobody else, and needs no free thread."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    response_model=dict[str, str],
    responses=problems(
        StoreUnavailable, parameters=False, named={"not-ready": (503, "A background task has stopped.")}
    ),
)
def is_ready(application: ApplicationDep, feed: FeedDep, request: Request) -> JSONResponse:
    """Whether messages can be answered: engine loaded, database there at the right schema, background work going on."""
    stands_at = revision(application.database)
    if stands_at != HEAD:
        return problem(503, "not-ready", f"The schema is {stands_at}, not {HEAD}. Run: zenbu db upgrade")
    if not request.app.state.runner.is_alive:
        return problem(503, "not-ready", "A background task has stopped. Restart the process.")
    if not feed.is_alive:
        return problem(503, "not-ready", "Event streams are no longer served. Restart the process.")
    return JSONResponse({"status": "ready"})
