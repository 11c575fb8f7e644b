"""Finding customers: by name or id, by how they fare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from store.models import Customer, Score


@dataclass(frozen=True)
class Wanted:
    """Which customers are listed.

    Attributes:
        text: What stands in their id, name or e-mail address, whatever its case.
        type: b2c or b2b.
        status: The colour of their health; `unknown` is who was never scored, or of whom too little is known.
        level: Their risk of leaving.
        csm_id: Who looks after them.
    """

    text: str | None = None
    type: str | None = None
    status: str | None = None
    level: str | None = None
    csm_id: str | None = None


@dataclass(frozen=True)
class Found:
    """A customer in a list, with the scores stored last; None where never computed."""

    customer_id: str
    name: str
    type: str
    since: date | None
    health: float | None
    health_status: str | None
    churn: float | None
    churn_level: str | None
    ltv: int | None
    segment: str | None
    computed_at: datetime | None


def listed(session: Session, wanted: Wanted, after: str | None, limit: int) -> Sequence[Found]:
    """A page of customers, by id.

    Args:
        session: A transaction.
        wanted: Which.
        after: The last one of the page before.
        limit: Most of them.
    """
    newest = select(Score.customer_id, func.max(Score.at).label("at")).group_by(Score.customer_id).subquery()
    query = (
        select(
            Customer.id,
            Customer.name,
            Customer.type,
            Customer.since,
            Score.health,
            Score.status,
            Score.churn,
            Score.level,
            Score.ltv,
            Score.segment,
            Score.at,
        )
        .outerjoin(newest, newest.c.customer_id == Customer.id)
        .outerjoin(Score, and_(Score.customer_id == newest.c.customer_id, Score.at == newest.c.at))
        .where(*_conditions(wanted))
    )
    if after is not None:
        query = query.where(Customer.id > after)
    return [Found(*row) for row in session.execute(query.order_by(Customer.id).limit(limit))]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        columns = (Customer.id, Customer.name, Customer.email)
        # A database may know small letters of ASCII only: 「ＡＢＣ」 is found as it is written at least.
        written = [column.contains(wanted.text, autoescape=True) for column in columns]
        small = [func.lower(column).contains(wanted.text.casefold(), autoescape=True) for column in columns]
        found.append(or_(*written, *small))
    if wanted.type:
        found.append(Customer.type == wanted.type)
    if wanted.status:
        found.append(Score.status.is_(None) if wanted.status == "unknown" else Score.status == wanted.status)
    if wanted.level:
        found.append(Score.level == wanted.level)
    if wanted.csm_id:
        found.append(Customer.csm_id == wanted.csm_id)
    return found
