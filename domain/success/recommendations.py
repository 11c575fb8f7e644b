"""What to do about a customer's health: rules over its parts and its colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.success.customer_360 import CustomerType, HealthStatus
from domain.success.health import Health

Urgency = Literal["critical", "high", "normal"]
By = Literal["system", "person"]


@dataclass(frozen=True)
class AdviceRule:
    """What follows from a part that earned little, or from a colour (pack data).

    Attributes:
        kind: What is to be done, by name.
        label: The same in the staff's words.
        urgency: How pressing it is.
        by: Whether the system may do it by itself, or a person must.
        part: The part that earned less than `below` points.
        below: Points, out of the part's weight.
        status: Or the colour the health has.
        mail: What the customer is written where the system does it by itself.
    """

    kind: str
    label: str
    urgency: Urgency
    by: By
    part: str | None = None
    below: float | None = None
    status: HealthStatus | None = None
    mail: str | None = None

    def holds(self, health: Health) -> bool:
        """Whether it is called for. A part that cannot be told calls for nothing."""
        if self.status is not None:
            return health.status == self.status
        part = health.part(self.part) if self.part else None
        return part is not None and part.points is not None and self.below is not None and part.points < self.below


@dataclass(frozen=True)
class Advice:
    """One thing to do. `because`: the part that calls for it, or the colour; `mail`: what the system writes then."""

    kind: str
    label: str
    urgency: Urgency
    by: By
    because: str
    mail: str | None = None


AdviceTerms = Mapping[CustomerType, tuple[AdviceRule, ...]]


def advice_on(health: Health, rules: Sequence[AdviceRule]) -> tuple[Advice, ...]:
    """What to do about a customer's health, the most pressing first.

    Args:
        health: Theirs.
        rules: Of this kind of customer.
    """
    order: tuple[Urgency, ...] = ("critical", "high", "normal")
    called = [
        Advice(rule.kind, rule.label, rule.urgency, rule.by, rule.part or rule.status or "", rule.mail)
        for rule in rules
        if rule.holds(health)
    ]
    return tuple(sorted(called, key=lambda advice: order.index(advice.urgency)))
