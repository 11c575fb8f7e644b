"""The pack's diagnosis as the domain's rules and reader."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from domain.diagnosis import Condition, DiagnosisRule, DiagnosisRules
from domain.slots import ATTEMPTS, SlotReader, compile_slots
from knowledge.pack.schema import AtLeast, Diagnosis, Rule

SPANS: Final = {"this_month": timedelta(days=14), "months": timedelta(days=35)}
"""What the buttons for a span of time stand for."""

_REPRESENTATIVE_DATES: Final = ("1900-01-01", "9999-12-31")
_REPRESENTATIVE_COUNTS: Final = (0, 99)


def build_rules(diagnosis: Diagnosis) -> DiagnosisRules:
    """The rules, with one representative answer for each way in which a slot can matter to them."""
    urgency = tuple(map(_rule, diagnosis.urgency_rules))
    plan = tuple(map(_rule, diagnosis.plan_rules))
    return DiagnosisRules(
        category_of=diagnosis.category_of,
        default_category="other",
        urgency=urgency,
        plan=plan,
        values={slot: tuple(_representatives(slot, diagnosis, (*urgency, *plan))) for slot in diagnosis.order},
    )


def build_reader(diagnosis: Diagnosis) -> SlotReader:
    """The reader of the diagnosis slots."""
    return compile_slots(
        {
            name: (slot.many, {value: entry.patterns for value, entry in slot.values.items()})
            for name, slot in diagnosis.slots.items()
        }
    )


def read_label(diagnosis: Diagnosis, slot: str, text: str, today: date) -> dict[str, Any]:
    """The value whose button was pressed as answer to a question, if the text is a label of that slot."""
    for value, entry in diagnosis.slots[slot].values.items():
        if entry.label == text:
            if value in SPANS and slot == "since":
                return {slot: (today - SPANS[value]).isoformat()}
            if slot == "negotiation_attempts":
                return {slot: ATTEMPTS[value]}
            return {slot: [value] if diagnosis.slots[slot].many else value}
    return {}


def _rule(rule: Rule) -> DiagnosisRule:
    conditions = tuple(
        Condition(slot, at_least=expected.at_least)
        if isinstance(expected, AtLeast)
        else Condition(slot, frozenset(expected))
        for slot, expected in rule.when.items()
    )
    return DiagnosisRule(rule.then, conditions, rule.reason)


def _representatives(slot: str, diagnosis: Diagnosis, rules: Iterable[DiagnosisRule]) -> Iterable[Any]:
    if slot == "noise_type":
        return tuple({category: value for value, category in diagnosis.category_of.items()}.values())
    conditions = [c for rule in rules for c in rule.conditions if c.slot == slot]
    if any(condition.at_least is not None for condition in conditions):
        return _REPRESENTATIVE_DATES if slot == "since" else _REPRESENTATIVE_COUNTS
    alike: dict[tuple[bool, ...], str] = {}
    for value in diagnosis.slots[slot].values:
        alike.setdefault(tuple(value in condition.values for condition in conditions), value)
    return tuple(alike.values())
