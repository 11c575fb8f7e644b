"""The diagnosis: from what a customer said to category, urgency and plan, by rules that are data."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final

Slots = Mapping[str, Any]
UNSAID: Final = None
NOISE: Final = "noise_type"


@dataclass(frozen=True)
class Condition:
    """A condition on one slot: one of these values, or a number (days since, talks held) of at least so much."""

    slot: str
    values: frozenset[str] = frozenset()
    at_least: int | None = None

    def holds(self, slots: Slots, today: date) -> bool:
        """Whether the slot was said and fits."""
        value = slots.get(self.slot)
        if value is None:
            return False
        if self.at_least is not None:
            return _number(value, today) >= self.at_least
        if isinstance(value, list | tuple):
            return any(entry in self.values for entry in value)
        return value in self.values


@dataclass(frozen=True)
class DiagnosisRule:
    """What follows when all conditions hold, and the reason in words for the customer."""

    then: str
    conditions: tuple[Condition, ...]
    reason: str

    def holds(self, slots: Slots, today: date) -> bool:
        """Whether all conditions hold."""
        return all(condition.holds(slots, today) for condition in self.conditions)


@dataclass(frozen=True)
class Result:
    """What was found. `reasons` speak for the plan, the deciding one first."""

    category: str
    urgency: str
    urgency_reason: str
    plan: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DiagnosisRules:
    """All rules of a pack. The last rule of a list has no conditions; `values` are the answers a question may get."""

    category_of: Mapping[str, str]
    default_category: str
    urgency: Sequence[DiagnosisRule]
    plan: Sequence[DiagnosisRule]
    values: Mapping[str, tuple[Any, ...]]

    def result(self, slots: Slots, today: date) -> Result:
        """Category, urgency and plan for what was said so far; what was not said counts for nothing."""
        category = self.category_of.get(str(slots.get(NOISE)), self.default_category)
        urgency = next(rule for rule in self.urgency if rule.holds(slots, today))
        known = {**slots, "urgency": urgency.then}
        deciding = next(rule for rule in self.plan if rule.holds(known, today))
        others = [r.reason for r in self.plan if r.conditions and r is not deciding and r.holds(known, today)]
        return Result(category, urgency.then, urgency.reason, deciding.then, (deciding.reason, *others)[:3])

    def next_question(self, slots: Slots, order: Sequence[str], today: date) -> str | None:
        """The open question whose answer changes the result in most of the ways the others may be answered.

        Args:
            slots: What was said so far.
            order: Askable slots; decides between questions that change equally much.
            today: For spans.

        Returns:
            A slot, or None if no answer can change the result any more.
        """
        open_slots = [slot for slot in order if slots.get(slot) is UNSAID]
        varied = [slot for slot in open_slots if slot != NOISE]
        outcomes = {
            answers: self._outcome({**slots, **dict(zip(varied, answers, strict=True))}, today)
            for answers in product(*(self.values[slot] for slot in varied))
        }
        # The kind of noise alone decides the category, whatever else is answered.
        power = {slot: _power(outcomes, varied.index(slot)) if slot != NOISE else len(outcomes) for slot in open_slots}
        best = max(open_slots, key=lambda slot: (power[slot], -open_slots.index(slot)), default=None)
        return best if best is not None and power[best] > 0 else None

    def _outcome(self, slots: Slots, today: date) -> tuple[str, str]:
        """Urgency and plan, without their reasons: what is compared many times for one question."""
        urgency = next(rule.then for rule in self.urgency if rule.holds(slots, today))
        known = {**slots, "urgency": urgency}
        return urgency, next(rule.then for rule in self.plan if rule.holds(known, today))


def _power(outcomes: Mapping[tuple[Any, ...], tuple[str, str]], axis: int) -> int:
    """In how many of the ways the other slots may be answered one slot's answer still changes the outcome."""
    found: dict[tuple[Any, ...], set[tuple[str, str]]] = defaultdict(set)
    for answers, outcome in outcomes.items():
        found[answers[:axis] + answers[axis + 1 :]].add(outcome)
    return sum(len(alternatives) > 1 for alternatives in found.values())


def _number(value: Any, today: date) -> int:
    if isinstance(value, int):
        return value
    return (today - date.fromisoformat(str(value))).days
