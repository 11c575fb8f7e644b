"""For whoever watches the process."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.deps import ApplicationDep
from api.errors import problem
from store.schema import HEAD, revision

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def is_alive() -> dict[str, str]:
    """Whether the process answers at all; asks nobody else, and needs no free thread."""
    return {"status": "alive"}


@router.get("/readyz")
def is_ready(application: ApplicationDep) -> JSONResponse:
    """Whether messages can be answered: the database is there at the right schema, and recovery runs."""
    stands_at = revision(application.database)
    if stands_at != HEAD:
        return problem(503, "not-ready", f"The schema is {stands_at}, not {HEAD}. Run: zenbu db upgrade")
    if not application.recovery.is_alive:
        return problem(503, "not-ready", "Recovery has stopped. Restart the process.")
    return JSONResponse({"status": "ready"})
