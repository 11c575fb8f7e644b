"""The audit log: who did what, and who looked at whose data."""

from typing import Annotated, Literal

from fastapi import Query, Response

from api.console.pages import PageDep, build_router

router = build_router()


@router.get("/audit")
def show_audit(
    page: PageDep,
    by: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = "",
    kind: Literal["", "views", "acts"] = "",
    before: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
) -> Response:
    """A page of the log, the newest first."""
    views = {"": None, "views": True, "acts": False}[kind]
    log = page.staff.audit.page(page.me, by or None, views, before)
    return page.render("audit.html", log=log, by=by, kind=kind, members=page.staff.members.everybody())
