"""The scores that counted at a moment."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from store.models import Score


def as_of(session: Session, ids: Collection[str], at: datetime) -> dict[str, Score]:
    """The newest scores of some customers, none of them computed for a later moment."""
    newest = (
        select(Score.customer_id, func.max(Score.at).label("at"))
        .where(Score.customer_id.in_(ids), Score.at <= at)
        .group_by(Score.customer_id)
        .subquery()
    )
    score = aliased(Score)
    query = select(score).join(newest, (newest.c.customer_id == score.customer_id) & (newest.c.at == score.at))
    return {row.customer_id: row for row in session.scalars(query)}
