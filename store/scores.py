"""Scores and the batches that compute them: written in bulk, kept as history."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from store.models import Customer, Score, ScoreRun

TENTH: Final = 10


def count_customers(session: Session, day: date) -> int:
    """How many customers there are; those who came after a day are not counted."""
    here = or_(Customer.since.is_(None), Customer.since <= day)
    return session.scalar(select(func.count()).select_from(Customer).where(here)) or 0


def run_as_of(session: Session, at: datetime) -> ScoreRun | None:
    """The batch that scores everybody as of a moment."""
    return session.scalar(select(ScoreRun).where(ScoreRun.at == at))


def newest_run(session: Session) -> ScoreRun | None:
    """The batch of the latest moment."""
    return session.scalar(select(ScoreRun).order_by(ScoreRun.at.desc()).limit(1))


def last_begun(session: Session) -> ScoreRun | None:
    """The batch that was begun last, whatever its moment."""
    return session.scalar(select(ScoreRun).order_by(ScoreRun.started_at.desc()).limit(1))


def newest_unfinished(session: Session) -> ScoreRun | None:
    """The batch to go on with: of those not finished, the one begun last."""
    unfinished = select(ScoreRun).where(ScoreRun.finished_at.is_(None))
    return session.scalar(unfinished.order_by(ScoreRun.started_at.desc()).limit(1))


def take(session: Session, run_id: str, lease: str, until: datetime) -> None:
    """Takes a batch: whoever had it before finds that out when they store their next customers."""
    session.execute(update(ScoreRun).where(ScoreRun.id == run_id).values(lease=lease, lease_until=until))


def take_free(session: Session, run_id: str, lease: str, now: datetime, until: datetime) -> bool:
    """Takes a batch nobody works on. Returns whether it was free."""
    free = or_(ScoreRun.lease.is_(None), ScoreRun.lease_until.is_(None), ScoreRun.lease_until <= now)
    taking = update(ScoreRun).where(ScoreRun.id == run_id, ScoreRun.finished_at.is_(None), free)
    taken = session.execute(taking.values(lease=lease, lease_until=until).returning(ScoreRun.id))
    return taken.first() is not None


def release(session: Session, run_id: str, lease: str) -> None:
    """Gives a batch free for whoever goes on with it."""
    mine = update(ScoreRun).where(ScoreRun.id == run_id, ScoreRun.lease == lease)
    session.execute(mine.values(lease=None, lease_until=None))


def advance(session: Session, run_id: str, lease: str, cursor: str, scored: int, until: datetime) -> bool:
    """Notes how far a batch has come. Returns whether the lease still counts; if not, nothing may be stored."""
    mine = update(ScoreRun).where(ScoreRun.id == run_id, ScoreRun.lease == lease)
    moved = mine.values(cursor=cursor, scored=ScoreRun.scored + scored, lease_until=until)
    return session.execute(moved.returning(ScoreRun.id)).first() is not None


def finish(session: Session, run_id: str, lease: str, now: datetime) -> bool:
    """Ends a batch, and keeps where the top tenth of lifetime values begins. Returns whether the lease still counts."""
    mine = update(ScoreRun).where(ScoreRun.id == run_id, ScoreRun.lease == lease)
    ended = mine.values(finished_at=now, lease=None, lease_until=None, ltv_top_tenth=ltv_top_tenth(session, run_id))
    return session.execute(ended.returning(ScoreRun.id)).first() is not None


def ltv_top_tenth(session: Session, run_id: str) -> int | None:
    """The least lifetime value in the top tenth of a batch, rounded up to at least one customer; None without any."""
    valued = select(Score.ltv).where(Score.run_id == run_id, Score.ltv.is_not(None))
    count = session.scalar(select(func.count()).select_from(valued.subquery())) or 0
    if not count:
        return None
    return session.scalar(valued.order_by(Score.ltv.desc()).offset(-(-count // TENTH) - 1).limit(1))


def is_latest(session: Session, at: datetime) -> bool:
    """Whether no batch scored anybody as of a later moment."""
    return session.scalar(select(ScoreRun.id).where(ScoreRun.at > at).limit(1)) is None


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Stores scores, in one statement's batch."""
    if rows:
        session.execute(insert(Score), list(rows))


def counts(session: Session, run_id: str, of: Literal["status", "level"]) -> dict[str | None, int]:
    """How many customers of a batch have each colour of health, or each level of risk."""
    column = Score.status if of == "status" else Score.level
    rows = session.execute(select(column, func.count()).where(Score.run_id == run_id).group_by(column))
    return {value: count for value, count in rows}


def at_moment(session: Session, customer_id: str, at: datetime) -> Score | None:
    """A customer's scores as of one moment."""
    return session.scalar(select(Score).where(Score.customer_id == customer_id, Score.at == at))


def still_there(session: Session, ids: Collection[str]) -> set[str]:
    """Who among some customers was not erased, and is not before the transaction ends."""
    here = select(Customer.id).where(Customer.id.in_(ids))
    return set(session.scalars(here.with_for_update(read=True, key_share=True)))
