"""My month: what I took on, how soon I answered, how it ended, what customers said, what I may still give."""

from typing import Annotated

from fastapi import Query, Response

from api.console.pages import PageDep, build_router

router = build_router()


@router.get("/month")
def show_month(page: PageDep, of: Annotated[str, Query(pattern=r"^(\d{4}-\d{2})?$")] = "") -> Response:
    """A month of whoever is signed in."""
    return page.render("month.html", month=page.application.months.read(page.me, of or None))
