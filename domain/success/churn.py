"""What a churn probability means: its level, the factors behind it, and what is done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.success.customer_360 import Customer360, RiskLevel

FACTORS: Final = 3
"""How many factors are told of a customer."""


@dataclass(frozen=True)
class RiskLevels:
    """From which probability on a risk is of a level; below `medium` it is low."""

    critical: float
    high: float
    medium: float


@dataclass(frozen=True)
class Factor:
    """One reason for a customer's probability.

    Attributes:
        feature: Which of `churn_features.FEATURES`.
        value: What it is for this customer; None where it is not known (which may be a reason, too).
        contribution: Its exact Shapley value in calibrated log-odds; above 0 it raises the risk.
        odds: By which factor it multiplies the odds of leaving: e to the contribution.
    """

    feature: str
    value: float | None
    contribution: float
    odds: float


@dataclass(frozen=True)
class ActionRule:
    """When something is to be done. Every condition that is given has to hold.

    Attributes:
        id: Names the action.
        hours: Within how many hours; 0 is at once.
        levels: The levels of risk it is for; empty for any.
        usage_trend_below: The slope of usage has to be known and below this.
        nps_below: NPS has to be known and below this.
        discount: The discount of the catalogue it offers.
    """

    id: str
    hours: int
    levels: frozenset[RiskLevel] = frozenset()
    usage_trend_below: float | None = None
    nps_below: int | None = None
    discount: str | None = None


def level_of(probability: float, levels: RiskLevels) -> RiskLevel:
    """The level of a probability."""
    if probability >= levels.critical:
        return "critical"
    if probability >= levels.high:
        return "high"
    return "medium" if probability >= levels.medium else "low"


def factors_of(
    features: Sequence[str], values: NDArray[np.float64], contributions: NDArray[np.float64], count: int = FACTORS
) -> tuple[Factor, ...]:
    """The factors that move one customer's probability most, in either direction, the strongest first.

    Args:
        features: Names, as long as the two arrays.
        values: What the features are; NaN where not known.
        contributions: Their Shapley values in calibrated log-odds.
        count: How many factors.
    """
    # A stable order: of two that weigh the same, the one named first.
    order = np.argsort(-np.abs(contributions), kind="stable")[:count]
    return tuple(
        Factor(
            feature=features[index],
            value=None if np.isnan(values[index]) else float(values[index]),
            contribution=float(contributions[index]),
            odds=float(np.exp(contributions[index])),
        )
        for index in order
    )


def plan_of(level: RiskLevel | None, view: Customer360, rules: Sequence[ActionRule]) -> tuple[ActionRule, ...]:
    """What is to be done for a customer, the soonest first.

    Args:
        level: The level of their risk; None where there is no probability.
        view: The customer.
        rules: What is done when, as the business decided.
    """
    due = [rule for rule in rules if _applies(rule, level, view)]
    return tuple(sorted(due, key=lambda rule: rule.hours))


def _applies(rule: ActionRule, level: RiskLevel | None, view: Customer360) -> bool:
    if rule.levels and level not in rule.levels:
        return False
    return _is_below(view.usage.slope_3m, rule.usage_trend_below) and _is_below(view.survey.nps, rule.nps_below)


def _is_below(value: float | None, limit: float | None) -> bool:
    return limit is None or (value is not None and value < limit)
