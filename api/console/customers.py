"""Customers: finding them, and each as a whole."""

from typing import Annotated

from fastapi import Path, Query, Response

from api.console.charts import line_of
from api.console.pages import PageDep, build_router
from services.customers.directory import CustomerDirectory
from services.customers.dossier import dossier
from store.success.directory import Wanted

router = build_router()

CustomerId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f]+$")]
Choice = Annotated[str, Query(max_length=128)]


@router.get("/customers")
def list_customers(
    page: PageDep,
    text: Annotated[str, Query(max_length=100)] = "",
    type: Choice = "",
    status: Choice = "",
    level: Choice = "",
    mine: bool = False,
    after: Choice = "",
) -> Response:
    """A page of customers, with the scores stored last."""
    page.me.require("read")
    wanted = Wanted(text.strip() or None, type or None, status or None, level or None, _me(page, mine))
    listed = CustomerDirectory(page.application.database).page(wanted, after or None)
    return page.render("customers.html", listed=listed, text=text, type=type, status=status, level=level, mine=mine)


@router.get("/customers/{customer_id:path}")
def show_customer(page: PageDep, customer_id: CustomerId) -> Response:
    """Everything about a customer, as of now."""
    page.me.require("read")
    terms = page.application.engine.success()
    shown = dossier(page.application.database, customer_id, page.now, terms)
    page.staff.audit.viewed(page.me, customer_id=customer_id)
    return page.render(
        "customer.html",
        shown=shown,
        plans=page.plans,
        parts=terms.part_names if terms else {},
        course=line_of([(score.at, score.health) for score in shown.course if score.health is not None]),
    )


def _me(page: PageDep, mine: bool) -> str | None:
    return page.me.member_id if mine else None
