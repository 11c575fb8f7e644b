"""What the churn model looks at: fourteen numbers of one customer at one moment, for training and serving alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.success.customer_360 import Customer360

DAYS_A_MONTH: Final = 365.25 / 12

SECONDS_A_DAY: Final = 86_400


def features_of(views: Sequence[Customer360]) -> NDArray[np.float64]:
    """The features of some customers.

    Args:
        views: The customers, each as of a moment; nothing later than that is read, for nothing later is in a view.

    Returns:
        Shape (customers, features) in the order of `FEATURES`; NaN where something is not known.
    """
    rows = [[read(view) for read in READERS.values()] for view in views]
    # None becomes NaN: what is missing stays missing, and the trees decide where it goes.
    return np.array(rows, dtype=np.float64).reshape(len(views), len(READERS))


def can_leave(view: Customer360) -> bool:
    """Whether there is a contract that could be ended: private customers order visit by visit and have none."""
    contract = view.contract
    runs = contract.ends_on is None or contract.ends_on >= view.at.date()
    return view.type == "b2b" and contract.mrr is not None and runs


def _usage_rate(view: Customer360) -> float | None:
    """Measurements of the last 30 days, as a share of the monthly limit; None without a limit, or with one of zero."""
    limit = view.contract.monthly_limit
    return view.usage.last_month / limit if limit else None


def _usage_trend(view: Customer360) -> float | None:
    """Slope of the last three months in shares of their mean, a month; 0 where nothing was measured in all of them."""
    slope, mean = view.usage.slope_3m, view.usage.mean_3m
    if slope is None or mean is None:
        return None
    return slope / mean if mean > 0 else 0.0


def _days_since_last_use(view: Customer360) -> float | None:
    last = view.usage.last_at
    return (view.at - last).total_seconds() / SECONDS_A_DAY if last is not None else None


def _contract_length(view: Customer360) -> float | None:
    start, end = view.contract.starts_on, view.contract.ends_on
    return float(round(((end - start).days + 1) / DAYS_A_MONTH)) if start is not None and end is not None else None


def _days_until_renewal(view: Customer360) -> float | None:
    end = view.contract.ends_on
    return float((end - view.at.date()).days) if end is not None else None


READERS: Final[Mapping[str, Callable[[Customer360], float | None]]] = {
    "monthly_usage_rate": _usage_rate,
    "usage_trend_3m": _usage_trend,
    "days_since_last_use": _days_since_last_use,
    "login_frequency_30d": lambda view: view.engagement.logins_30d,
    "report_view_rate": lambda view: view.engagement.report_view_rate,
    "support_ticket_count": lambda view: view.support.tickets_30d,
    "nps_score": lambda view: view.survey.nps,
    "csat_score": lambda view: view.survey.csat,
    "negative_feedback_count": lambda view: view.support.negative_feedback_90d,
    "payment_delay_days": lambda view: view.money.mean_payment_delay_days,
    "price_sensitivity": lambda view: view.money.price_sensitivity,
    "contract_length_months": _contract_length,
    "days_until_renewal": _days_until_renewal,
    "tone_slope": lambda view: view.scores.tone_slope,
}
"""How each feature is read from a view."""

FEATURES: Final = tuple(READERS)

MONOTONE: Final[Mapping[str, int]] = {
    "monthly_usage_rate": -1,
    "usage_trend_3m": -1,
    "days_since_last_use": 1,
    "login_frequency_30d": -1,
    "report_view_rate": -1,
    "support_ticket_count": 1,
    "nps_score": -1,
    "csat_score": -1,
    "negative_feedback_count": 1,
    "payment_delay_days": 1,
    "price_sensitivity": 1,
    "tone_slope": -1,
}
"""Where reason says that more only raises (1) or only lowers (-1) the risk, all else equal. Two features have no such
direction: renewal draws near and passes again, and a long contract binds until it ends."""
