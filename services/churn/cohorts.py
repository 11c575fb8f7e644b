"""Who had a contract at the beginning of a quarter, what was known of them then, and who had none at its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.success.churn_features import can_leave, features_of
from domain.success.customer_360 import Customer360
from domain.success.quarters import QUARTER, months_later, quarters_until
from services.customers import CustomerViews
from store.session import Database
from store.success import signers

MOST_QUARTERS: Final = 20
"""Five years: what was true before says little of today."""

RECENT: Final = timedelta(days=90)
"""How far back most of a view looks."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Cohort:
    """Customers with a contract at a moment, those left out who had given notice: that they leave is known.

    Attributes:
        at: The beginning of the quarter.
        ids: The customers.
        features: What was known of them then; shape (customers, features).
        left: Whether they had no contract a quarter later.
    """

    at: datetime
    ids: tuple[str, ...]
    features: Floats
    left: Bools

    @property
    def ends(self) -> datetime:
        """When the quarter is over."""
        return months_later(self.at, QUARTER)


@dataclass(frozen=True)
class Rows:
    """The rows of some cohorts; `customers` numbers them, so that a customer's quarters are known as theirs."""

    features: Floats
    left: Bools
    customers: NDArray[np.int64]


def past_cohorts(
    database: Database, now: datetime, advance: Callable[[int, int], None] = lambda done, of: None
) -> list[Cohort]:
    """The cohorts of all quarters that are over, counted back from now, the oldest first.

    Args:
        database: Where contracts and everything else are kept.
        now: The end of the newest quarter.
        advance: Is told how many moments were read, of how many.

    Returns:
        Only those in which there was anybody.
    """
    views = CustomerViews(database)
    with database.read() as session:
        everybody, first = signers.ids(session), signers.first_use(session)
    # Before the records of use begin, everybody would look like somebody who uses nothing.
    moments = [at for at in quarters_until(now, MOST_QUARTERS) if first is not None and at >= first + RECENT]
    found: list[Cohort] = []
    before: tuple[datetime, list[Customer360]] | None = None
    for done, at in enumerate(moments, 1):
        running = [view for views_ in views.views(everybody, at) for view in views_ if can_leave(view)]
        if before is not None and before[1]:
            found.append(_cohort(*before, {view.customer_id for view in running}))
        before = (at, [view for view in running if view.contract.notice_on is None])
        advance(done, len(moments))
    return found


def rows_of(cohorts: Sequence[Cohort]) -> Rows:
    """Cohorts as one table."""
    names = [name for cohort in cohorts for name in cohort.ids]
    _, customers = np.unique(names, return_inverse=True)
    return Rows(
        np.concatenate([cohort.features for cohort in cohorts]),
        np.concatenate([cohort.left for cohort in cohorts]),
        customers.astype(np.int64),
    )


def leavers(cohorts: Sequence[Cohort]) -> int:
    """How many left, in all of some cohorts."""
    return sum(int(cohort.left.sum()) for cohort in cohorts)


def _cohort(at: datetime, views: Sequence[Customer360], stayed: set[str]) -> Cohort:
    ids = tuple(view.customer_id for view in views)
    return Cohort(at, ids, features_of(views), np.array([name not in stayed for name in ids], dtype=bool))
