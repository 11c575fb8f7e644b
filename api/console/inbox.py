"""The inbox: who waits for a person, the most pressing first."""

from typing import Annotated, Any, Final

from fastapi import Query, Response

from api.console.pages import PageDep, build_router
from domain.labels import PRIORITIES
from domain.prefectures import PREFECTURES
from store.tickets import Filter

router = build_router()

STATUSES: Final = {"": None, "open": "open", "claimed": "claimed"}

Choice = Annotated[str, Query(max_length=64)]


@router.get("/inbox")
def show_inbox(
    page: PageDep,
    status: Choice = "",
    priority: Choice = "",
    mine: bool = False,
    category: Choice = "",
    area: Choice = "",
    after: Choice = "",
) -> Response:
    """The tickets that wait or are being served."""
    wanted = Filter(
        status=STATUSES.get(status),
        priority=priority or None,
        claimed_by=page.me.member_id if mine else None,
        area=area or None,
        category=category or None,
    )
    listed: dict[str, Any] = page.staff.inbox.tickets(page.me, wanted, after or None)
    return page.render(
        "inbox.html",
        tickets=listed["tickets"],
        next=listed["next"],
        status=status,
        priority=priority,
        mine=mine,
        category=category,
        categories=page.categories,
        area=area,
        areas=PREFECTURES,
        priorities=PRIORITIES,
    )
