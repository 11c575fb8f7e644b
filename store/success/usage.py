"""What customers did, counted by the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from domain.success.history import MEDIATION, UsageKind
from domain.success.months import MONTH
from store.models import UsageEvent

RECENT: Final = timedelta(days=90)
"""How far back reports and features are looked at."""


@dataclass(frozen=True)
class Use:
    """A customer's use up to a moment. Months are of 30 days, the oldest first; `unnamed` of the recent reports."""

    first_at: datetime
    measured: int
    measured_at: datetime | None
    months: tuple[int, int, int]
    reports: int
    mediated: bool
    account_known: bool
    login_at: datetime | None
    logins: int
    unnamed_made: int
    unnamed_viewed: int


def counts(session: Session, ids: Collection[str], at: datetime) -> dict[str, Use]:
    """What some customers did up to a moment; who did nothing is not among them."""
    measured, login = _is("measurement"), _is("login")
    in_account = UsageEvent.kind.in_(("login", "report_viewed", "feature_used"))
    unnamed = and_(UsageEvent.name.is_(None), UsageEvent.at > at - RECENT)
    months = [
        _sum(and_(measured, UsageEvent.at > at - timedelta(days=MONTH * (n + 1)), UsageEvent.at <= _ago(at, n)))
        for n in range(3)
    ]
    query = (
        select(
            UsageEvent.customer_id,
            func.min(UsageEvent.at),
            _sum(measured),
            func.max(case((measured, UsageEvent.at))),
            *months,
            _sum(_is("report_made")),
            _sum(and_(_is("feature_used"), UsageEvent.name == MEDIATION)),
            _sum(in_account),
            func.max(case((login, UsageEvent.at))),
            _sum(and_(login, UsageEvent.at > at - timedelta(days=MONTH))),
            _sum(and_(_is("report_made"), unnamed)),
            _sum(and_(_is("report_viewed"), unnamed)),
        )
        .where(UsageEvent.customer_id.in_(ids), UsageEvent.at <= at)
        .group_by(UsageEvent.customer_id)
    )
    return {who: _use(*row) for who, *row in session.execute(query)}


def last_hours(session: Session, ids: Collection[str], at: datetime) -> dict[str, float | None]:
    """How long the last measurement of some customers took; None where nobody noted it."""
    newest = func.row_number().over(
        partition_by=UsageEvent.customer_id, order_by=(UsageEvent.at.desc(), UsageEvent.id.desc())
    )
    ranked = (
        select(UsageEvent.customer_id, UsageEvent.hours, newest.label("place"))
        .where(UsageEvent.customer_id.in_(ids), _is("measurement"), UsageEvent.at <= at)
        .subquery()
    )
    query = select(ranked.c.customer_id, ranked.c.hours).where(ranked.c.place == 1)
    return {who: hours for who, hours in session.execute(query)}


def reports(session: Session, ids: Collection[str], at: datetime) -> dict[str, tuple[int, int]]:
    """Named reports some customers were made in the last 90 days, and how many of them they have opened."""
    recent = (UsageEvent.customer_id.in_(ids), UsageEvent.at > at - RECENT, UsageEvent.at <= at)
    named = (*recent, UsageEvent.name.is_not(None))
    made = select(UsageEvent.customer_id, UsageEvent.name).where(*named, _is("report_made")).distinct().subquery()
    seen = select(UsageEvent.customer_id, UsageEvent.name).where(*named, _is("report_viewed")).distinct().subquery()
    both = and_(seen.c.customer_id == made.c.customer_id, seen.c.name == made.c.name)
    query = (
        select(made.c.customer_id, func.count(made.c.name), func.count(seen.c.name))
        .select_from(made.outerjoin(seen, both))
        .group_by(made.c.customer_id)
    )
    return {who: (total, opened) for who, total, opened in session.execute(query)}


def features(session: Session, ids: Collection[str], at: datetime) -> dict[str, set[str]]:
    """Names of the features some customers used in the last 90 days."""
    query = (
        select(UsageEvent.name, UsageEvent.customer_id)
        .distinct()
        .where(
            UsageEvent.customer_id.in_(ids),
            _is("feature_used"),
            UsageEvent.name.is_not(None),
            UsageEvent.at > at - RECENT,
            UsageEvent.at <= at,
        )
    )
    found: dict[str, set[str]] = {}
    for name, who in session.execute(query):
        found.setdefault(who, set()).add(str(name))
    return found


def _use(
    first_at: datetime,
    measured: int,
    measured_at: datetime | None,
    last: int,
    before: int,
    oldest: int,
    reports: int,
    mediated: int,
    in_account: int,
    login_at: datetime | None,
    logins: int,
    made: int,
    viewed: int,
) -> Use:
    months = (oldest, before, last)
    return Use(
        first_at, measured, measured_at, months, reports, mediated > 0, in_account > 0, login_at, logins, made, viewed
    )


def _is(kind: UsageKind) -> ColumnElement[bool]:
    return UsageEvent.kind == kind


def _ago(at: datetime, months: int) -> datetime:
    return at - timedelta(days=MONTH * months)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, UsageEvent.quantity), else_=0))
