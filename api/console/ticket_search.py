"""Looking tickets up, those that are over among them."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, get_args

from fastapi import Query, Response

from api.console.pages import PageDep, build_router
from domain.clock import TOKYO
from domain.labels import Trigger
from domain.staff import OUTCOMES
from store.ticket_search import Search

router = build_router()

Choice = Annotated[str, Query(max_length=64)]


@router.get("/tickets")
def search_tickets(
    page: PageDep,
    text: Annotated[str, Query(max_length=100)] = "",
    status: Choice = "",
    trigger: Choice = "",
    category: Choice = "",
    outcome: Choice = "",
    member: Choice = "",
    since: Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = "",
    until: Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = "",
    after: Choice = "",
) -> Response:
    """A page of tickets, the newest first."""
    wanted = Search(
        text=text.strip() or None,
        status=status or None,
        trigger=trigger or None,
        category=category or None,
        outcome=outcome or None,
        member_id=member or None,
        since=_midnight(since),
        until=_midnight(until, 1),
    )
    listed = page.staff.search.page(page.me, wanted, after or None)
    return page.render(
        "tickets.html",
        listed=listed,
        wanted={"text": text, "status": status, "trigger": trigger, "category": category, "outcome": outcome}
        | {"member": member, "since": since, "until": until},
        triggers=get_args(Trigger),
        outcomes=OUTCOMES,
        categories=page.categories,
        members=page.staff.members.everybody(),
    )


def _midnight(day: str, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one some days later; None where nobody named one, or one there is not."""
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), TOKYO)
    except (ValueError, OverflowError):
        return None
