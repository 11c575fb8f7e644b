"""A week's sample as the console keeps it, and what reviewers judged."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import Review, ReviewItem


def reviews(session: Session) -> Sequence[Review]:
    """All samples, the newest week first."""
    return session.scalars(select(Review).order_by(Review.week.desc())).all()


def verdicts(session: Session) -> Mapping[str, Mapping[str | None, int]]:
    """How many conversations of each week have which verdict; None is not judged yet."""
    rows = session.execute(
        select(ReviewItem.week, ReviewItem.verdict, func.count()).group_by(ReviewItem.week, ReviewItem.verdict)
    )
    found: dict[str, dict[str | None, int]] = {}
    for week, verdict, count in rows:
        found.setdefault(week, {})[verdict] = count
    return found


def items(session: Session, week: str) -> Sequence[ReviewItem]:
    """The conversations of a sample, in the order they are read."""
    return session.scalars(select(ReviewItem).where(ReviewItem.week == week).order_by(ReviewItem.place)).all()


def item(session: Session, week: str, conversation_id: str, *, lock: bool = False) -> ReviewItem | None:
    """A conversation of a sample; with `lock` nobody else judges it meanwhile."""
    query = select(ReviewItem).where(ReviewItem.week == week, ReviewItem.conversation_id == conversation_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)
