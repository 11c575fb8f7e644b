"""The pack's diagnosis as the domain's rules and reader."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from domain.diagnosis import Condition, DiagnosisRule, DiagnosisRules
from domain.slots import SlotReader, SlotSpec, compile_slots
from knowledge.pack.diagnosis import AtLeast, Diagnosis, Rule

_EXTREMES: Final = {"days": ("1900-01-01", "9999-12-31"), "talks": (0, 99)}
"""Two answers to a slot of days or talks between which every bound lies."""


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
            name: SlotSpec(
                {value: entry.patterns for value, entry in slot.values.items()},
                many=slot.many,
                amounts={value: entry.stands_for or 0 for value, entry in slot.values.items()},
            )
            for name, slot in diagnosis.slots.items()
        }
    )


def read_label(diagnosis: Diagnosis, slot: str, text: str, today: date) -> dict[str, Any]:
    """The value whose button was pressed as answer to a question, if the text is a label of that slot."""
    asked = diagnosis.slots[slot]
    for value, entry in asked.values.items():
        if entry.label != text:
            continue
        if asked.kind == "days":
            return {slot: (today - timedelta(days=entry.stands_for or 0)).isoformat()}
        if asked.kind == "talks":
            return {slot: entry.stands_for}
        return {slot: [value] if asked.many else value}
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
        return _EXTREMES[diagnosis.slots[slot].kind]
    alike: dict[tuple[bool, ...], str] = {}
    for value in diagnosis.slots[slot].values:
        alike.setdefault(tuple(value in condition.values for condition in conditions), value)
    return tuple(alike.values())
