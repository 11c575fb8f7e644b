"""All pages of the console."""

from fastapi import APIRouter

from api.console import audit, entrance, faq, inbox, members, month, review, switch, tickets

MODULES = (
    entrance,
    inbox,
    tickets,
    month,
    review,
    faq,
    switch,
    members,
    audit,
)


def console_router() -> APIRouter:
    """The console's routes."""
    router = APIRouter()
    for module in MODULES:
        router.include_router(module.router)
    return router
