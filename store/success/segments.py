"""How many customers are in each segment."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.models import Score


def counts(session: Session, run_id: str) -> dict[str | None, int]:
    """Customers by segment, as a batch scored them."""
    rows = session.execute(
        select(Score.segment, func.count())
        .where(Score.run_id == run_id)
        .group_by(Score.segment)
        .order_by(Score.segment)
    )
    return {segment: count for segment, count in rows}
