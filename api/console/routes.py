"""All pages of the console."""

from fastapi import APIRouter

from api.console import audit, entrance, inbox

MODULES = (entrance, inbox, audit)


def console_router() -> APIRouter:
    """The console's routes."""
    router = APIRouter()
    for module in MODULES:
        router.include_router(module.router)
    return router
