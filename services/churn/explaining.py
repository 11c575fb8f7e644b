"""One customer's risk, in words: how likely, why, and what to do."""

from dataclasses import dataclass
from datetime import datetime

from domain.mending import Mendable
from domain.success.churn import ActionRule, Factor, level_of, plan_of
from domain.success.churn_words import say_factor
from domain.success.customer_360 import Customer360, RiskLevel
from services.churn.model import ChurnModel
from services.churn.terms import ChurnTerms
from services.customers import CustomerViews
from store.session import Database


class NothingToExplain(Mendable):
    """There is no such customer, or none who could leave."""


@dataclass(frozen=True)
class Step:
    """Something to be done: within how many hours (0 is at once), in the staff's words."""

    rule: ActionRule
    text: str


@dataclass(frozen=True)
class Explanation:
    """A customer's risk of leaving within the next quarter.

    Attributes:
        view: The customer.
        probability: How likely.
        level: What that means.
        base: How likely it would be without knowing anything of them: where the factors begin.
        factors: The strongest reasons, each with its sentence.
        plan: What to do, the soonest first.
        version: The model's.
    """

    view: Customer360
    probability: float
    level: RiskLevel
    base: float
    factors: tuple[tuple[Factor, str], ...]
    plan: tuple[Step, ...]
    version: str


def explain(database: Database, model: ChurnModel, terms: ChurnTerms, customer_id: str, now: datetime) -> Explanation:
    """Explains a customer's risk.

    Raises:
        NothingToExplain: There is no such customer, or no contract they could end.
    """
    view = CustomerViews(database).view(customer_id, now)
    if view is None:
        raise NothingToExplain(f"There is no customer {customer_id}. List them: zenbu customers list")
    probability = model.predict([view])[0]
    if probability is None:
        why = "is a private customer" if view.type == "b2c" else "has no running contract"
        raise NothingToExplain(
            f"{customer_id} {why}, and the model speaks of contracts that can be ended. "
            "Name a company with one: zenbu customers list --type b2b"
        )
    level = level_of(probability, terms.levels)
    factors = tuple((factor, say_factor(factor, terms.words)) for factor in model.explain(view))
    plan = tuple(Step(rule, terms.actions[rule.id]) for rule in plan_of(level, view, terms.rules))
    return Explanation(view, probability, level, model.base, factors, plan, model.version)
