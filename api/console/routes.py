"""All pages of the console."""

from fastapi import APIRouter

from api.console import audit, entrance, faq, inbox, review, tickets

MODULES = (
    entrance,
    inbox,
    tickets,
    review,
    faq,
    audit,
)


def console_router() -> APIRouter:
    """The console's routes."""
    router = APIRouter()
    for module in MODULES:
        router.include_router(module.router)
    return router
