"""The figures a rule may speak of, by name: one vocabulary for health, segments, offers and advice.

Every figure is computed from one view and nothing else. None means that it cannot be told; a rule on it does not hold.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from domain.success.customer_360 import Customer360

Figure = float | str | bool | None

MONTH_DAYS: Final = 30
"""Days of a month of use; with less history a monthly rate cannot be told."""


def usage_rate(view: Customer360) -> float | None:
    """Measurements of the last 30 days in proportion to the contract's monthly limit; 1.0 is all of it.

    None without a limit, with a limit of zero, while the contract has not run for a month, and after it.
    """
    return _of_limit(view, float(view.usage.last_month)) if has_month(view) else None


def usage_mean_rate(view: Customer360) -> float | None:
    """Mean measurements a month over three months in proportion to the limit; None where `usage_rate` is."""
    return _of_limit(view, view.usage.mean_3m) if has_month(view) else None


def has_ended(view: Customer360) -> bool:
    """Whether there was a contract, and none runs any more."""
    return view.contract.ended_on is not None


def coverage(view: Customer360) -> float | None:
    """Properties covered among those managed, 0–1; None where either is unknown or there are none."""
    total, covered = view.contract.properties_total, view.contract.properties_covered
    return covered / total if total and covered is not None else None


def has_month(view: Customer360) -> bool:
    """Whether a month of use can be looked back on: by the contract's begin, else by what was measured."""
    begun = view.contract.starts_on or view.since
    return (_days(view, begun) or 0) >= MONTH_DAYS if begun else view.usage.mean_3m is not None


def days_until_renewal(view: Customer360) -> float | None:
    """Days until the contract ends unless it is renewed; negative once it has ended."""
    ends = view.contract.ends_on
    return float((ends - view.at.date()).days) if ends else None


def _overdue(view: Customer360) -> float | None:
    """Unpaid invoices past due; None where none was ever due."""
    told = view.money.overdue > 0 or view.money.mean_payment_delay_days is not None
    return float(view.money.overdue) if told else None


def _of_limit(view: Customer360, measured: float | None) -> float | None:
    limit = None if has_ended(view) else view.contract.monthly_limit
    return measured / limit if limit and measured is not None else None


def _days(view: Customer360, moment: datetime | date | None) -> float | None:
    """Whole days since; by the calendar for a date, by the clock for a moment. Never negative."""
    if moment is None:
        return None
    days = (view.at - moment).days if isinstance(moment, datetime) else (view.at.date() - moment).days
    return float(max(0, days))


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


FIGURES: Final[Mapping[str, Callable[[Customer360], Figure]]] = {
    "type": lambda view: view.type,
    "plan": lambda view: view.contract.plan,
    "mrr": lambda view: _number(view.contract.mrr),
    "has_api": lambda view: view.contract.has_api,
    "contract_ended": has_ended,
    "coverage": coverage,
    "days_until_renewal": days_until_renewal,
    "days_as_customer": lambda view: _days(view, view.since),
    "measurements": lambda view: float(view.usage.total) or None,
    "days_since_measurement": lambda view: _days(view, view.usage.last_at),
    "usage_rate": usage_rate,
    "usage_mean_rate": usage_mean_rate,
    "usage_slope": lambda view: view.usage.slope_3m,
    "trend": lambda view: view.usage.trend,
    "hours_last": lambda view: view.usage.hours_last,
    "negotiation_attempts": lambda view: _number(view.usage.negotiation_attempts),
    "has_report": lambda view: view.usage.has_report,
    "has_mediation": lambda view: view.usage.has_mediation,
    "days_since_login": lambda view: _days(view, view.engagement.last_login_at),
    "logins_30d": lambda view: _number(view.engagement.logins_30d),
    "report_view_rate": lambda view: view.engagement.report_view_rate,
    "feature_adoption": lambda view: view.engagement.feature_adoption,
    "tickets_30d": lambda view: float(view.support.tickets_30d),
    "open_tickets": lambda view: float(view.support.open_tickets),
    "escalations_90d": lambda view: float(view.support.escalations_90d),
    "negative_feedback_90d": lambda view: float(view.support.negative_feedback_90d),
    "nps": lambda view: _number(view.survey.nps),
    "csat": lambda view: view.survey.csat,
    "payment_delay": lambda view: view.money.mean_payment_delay_days,
    "overdue": _overdue,
    "revenue": lambda view: float(view.money.revenue),
    "ltv": lambda view: _number(view.money.ltv),
    "health": lambda view: view.scores.health,
    "health_status": lambda view: view.scores.health_status,
    "churn": lambda view: view.scores.churn,
    "churn_level": lambda view: view.scores.churn_level,
    "tone_slope": lambda view: view.scores.tone_slope,
}
"""Every figure there is. Rates are 0–1 (usage may exceed 1), amounts yen, times days."""

NUMBERS: Final = frozenset(FIGURES) - {
    "type", "plan", "has_api", "contract_ended", "trend", "has_report", "has_mediation", "health_status", "churn_level",
}  # fmt: skip
"""Those that are numbers, so that health can measure them."""


def figure_of(view: Customer360, name: str) -> Figure:
    """One figure of a customer.

    Raises:
        KeyError: There is no such figure; the pack's schema refuses such a name.
    """
    return FIGURES[name](view)
