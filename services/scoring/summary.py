"""How a batch went: how far it is, and how many customers fare how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store import scores
from store.models import ScoreRun
from store.session import Database


@dataclass(frozen=True)
class Summary:
    """One batch.

    Attributes:
        run_id: Its id.
        at: The moment it scored as of.
        scored: Customers scored.
        finished_at: When everybody was; None while it is unfinished.
        statuses: Customers by colour of health; None are those of whom too little is known.
        levels: Customers by level of risk; None are those the model says nothing of.
        model_version: The churn model; None where there was none.
        ltv_top_tenth: Where the top tenth of lifetime values begins, in yen; None while unfinished.
    """

    run_id: str
    at: datetime
    scored: int
    finished_at: datetime | None
    statuses: Mapping[str | None, int]
    levels: Mapping[str | None, int]
    model_version: str | None
    ltv_top_tenth: int | None


def summary_of(database: Database, run_id: str | None = None) -> Summary | None:
    """How a batch went, or the one begun last; None where there is none."""
    with database.read() as session:
        run = session.get(ScoreRun, run_id) if run_id else scores.last_begun(session)
        if run is None:
            return None
        statuses, levels = scores.counts(session, run.id, "status"), scores.counts(session, run.id, "level")
    return Summary(
        run_id=run.id,
        at=run.at,
        scored=run.scored,
        finished_at=run.finished_at,
        statuses=statuses,
        levels=levels,
        model_version=run.model_version,
        ltv_top_tenth=run.ltv_top_tenth,
    )
