"""All pages of the console."""

from fastapi import APIRouter

from api.console import (
    audit,
    customers,
    entrance,
    faq,
    inbox,
    members,
    month,
    review,
    switch,
    ticket_search,
    tickets,
)

MODULES = (
    entrance,
    inbox,
    tickets,
    ticket_search,
    customers,
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
