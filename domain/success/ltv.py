"""What a customer is worth: paid so far, and what can still be expected. Revenue, not margin; in yen.

Contracts: the retention model of customer lifetime value (Gupta and Lehmann, "Customers as Assets", Journal of
Interactive Marketing 17(1), 2003; Blattberg, Getz and Thomas, "Customer Equity", 2001), by months up to a horizon:

    expected = MRR x sum over k = 1..H of (s / (1 + d))^k,    s = (1 - p)^(1/3)

with p the probability of leaving within a quarter, s the monthly retention, d the monthly discount rate, H the horizon.

Single orders: each order is followed by another with the repeat rate r, so that 1/(1 - r) - 1 = r / (1 - r) more are
expected after an order. That repeat comes, if it comes, evenly within a window after the last order:

    expected = mean order x q / (1 - r),    q = r x max(0, 1 - days since the last order / window)
"""

import math
from dataclasses import dataclass
from typing import Final

from domain.success.customer_360 import Customer360

_QUARTER: Final = 3
_YEAR: Final = 4


@dataclass(frozen=True)
class LtvTerms:
    """What expectations rest on (pack data).

    Attributes:
        yearly_churn: Share of contracts that end within a year, where no model tells this customer's probability; 0–1.
        horizon_months: How far ahead a contract is looked.
        yearly_discount: What money loses by waiting a year, 0–1.
        repeat_rate: Share of single orders that are followed by another; 0–1, not 1.
        repeat_days: Window in which it comes.
    """

    yearly_churn: float
    horizon_months: int
    yearly_discount: float
    repeat_rate: float
    repeat_days: int


def ltv_of(view: Customer360, terms: LtvTerms, churn: float | None = None) -> int | None:
    """A customer's lifetime value in whole yen, rounded down.

    Args:
        view: The customer.
        terms: What expectations rest on.
        churn: Probability of leaving within the next quarter, 0–1; by the terms' yearly rate where it is None.

    Returns:
        None where neither payments nor a contract nor an order are known.
    """
    expected = _of_contract(view, terms, churn) if view.type == "b2b" else _of_orders(view, terms)
    if expected is None:
        return view.money.revenue or None
    return int(view.money.revenue + expected)


def quarterly(yearly: float) -> float:
    """The probability of leaving within a quarter that makes up a yearly one: `1 - (1 - yearly)^(1/4)`."""
    return 1 - float((1 - yearly) ** (1 / _YEAR))


def _of_contract(view: Customer360, terms: LtvTerms, churn: float | None) -> float | None:
    contract = view.contract
    if contract.ended_on is not None:
        return 0.0
    if contract.mrr is None:
        return None
    leaving = quarterly(terms.yearly_churn) if churn is None else churn
    kept = float((1 - leaving) ** (1 / _QUARTER) / (1 + terms.yearly_discount) ** (1 / (_YEAR * _QUARTER)))
    return contract.mrr * math.fsum(kept**month for month in range(1, terms.horizon_months + 1))


def _of_orders(view: Customer360, terms: LtvTerms) -> float | None:
    if not view.usage.total or view.usage.last_at is None or not view.money.revenue:
        return None
    days = max(0.0, (view.at - view.usage.last_at).total_seconds() / 86_400)
    again = terms.repeat_rate * max(0.0, 1 - days / terms.repeat_days)
    return view.money.revenue / view.usage.total * again / (1 - terms.repeat_rate)
