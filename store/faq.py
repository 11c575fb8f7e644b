"""Versions of FAQ topics, and their way to customers."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import FaqPublication, FaqVersion

OPEN = ("draft", "proposed")
UNDER_WAY = ("waiting", "building")


def opened(session: Session, pack: str) -> Mapping[str, FaqVersion]:
    """What is being written or waits for approval, by topic."""
    rows = session.scalars(select(FaqVersion).where(FaqVersion.pack == pack, FaqVersion.status.in_(OPEN)))
    return {row.topic_id: row for row in rows}


def open_draft(session: Session, pack: str, topic_id: str, *, lock: bool = False) -> FaqVersion | None:
    """What is being written of a topic, or waits for approval; with `lock` nobody else changes it meanwhile."""
    query = select(FaqVersion).where(
        FaqVersion.pack == pack, FaqVersion.topic_id == topic_id, FaqVersion.status.in_(OPEN)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def approved(session: Session, pack: str) -> Mapping[str, FaqVersion]:
    """The newest approved version of each topic."""
    newest = (
        select(FaqVersion.topic_id, func.max(FaqVersion.number).label("number"))
        .where(FaqVersion.pack == pack, FaqVersion.status == "approved")
        .group_by(FaqVersion.topic_id)
        .subquery()
    )
    rows = session.scalars(
        select(FaqVersion)
        .join(newest, (newest.c.topic_id == FaqVersion.topic_id) & (newest.c.number == FaqVersion.number))
        .where(FaqVersion.pack == pack)
    )
    return {row.topic_id: row for row in rows}


def history(session: Session, pack: str, topic_id: str) -> Sequence[FaqVersion]:
    """What was approved or refused of a topic, the newest first."""
    return session.scalars(
        select(FaqVersion)
        .where(FaqVersion.pack == pack, FaqVersion.topic_id == topic_id, FaqVersion.status.in_(("approved", "refused")))
        .order_by(FaqVersion.settled_at.desc(), FaqVersion.id.desc())
    ).all()


def numbered(session: Session, pack: str, topic_id: str, number: int) -> FaqVersion | None:
    """An approved version of a topic."""
    return session.scalar(
        select(FaqVersion).where(FaqVersion.pack == pack, FaqVersion.topic_id == topic_id, FaqVersion.number == number)
    )


def next_number(session: Session, pack: str, topic_id: str) -> int:
    """The number the next approved version of a topic gets."""
    last = session.scalar(
        select(func.max(FaqVersion.number)).where(FaqVersion.pack == pack, FaqVersion.topic_id == topic_id)
    )
    return (last or 0) + 1


def by_id(session: Session, ids: Sequence[int]) -> Mapping[int, FaqVersion]:
    """Versions by their ids."""
    return {row.id: row for row in session.scalars(select(FaqVersion).where(FaqVersion.id.in_(ids)))}


def publications(session: Session, pack: str, limit: int) -> Sequence[FaqPublication]:
    """What was published, the newest first."""
    return session.scalars(
        select(FaqPublication).where(FaqPublication.pack == pack).order_by(FaqPublication.id.desc()).limit(limit)
    ).all()


def under_way(session: Session, pack: str) -> FaqPublication | None:
    """What is on its way to customers."""
    return session.scalar(
        select(FaqPublication)
        .where(FaqPublication.pack == pack, FaqPublication.status.in_(UNDER_WAY))
        .order_by(FaqPublication.id)
        .limit(1)
    )


def last_wanted(session: Session, pack: str) -> FaqPublication | None:
    """What is to be served now: the newest publication that has not failed."""
    return session.scalar(
        select(FaqPublication)
        .where(FaqPublication.pack == pack, FaqPublication.status != "failed")
        .order_by(FaqPublication.id.desc())
        .limit(1)
    )
