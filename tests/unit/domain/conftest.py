"""The shipped pack's diagnosis as domain types, and how a reading of slots is compared."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import knowledge
from agents.intake import build_reader
from domain.clock import TOKYO
from domain.diagnosis import Condition, DiagnosisRule, DiagnosisRules
from domain.slots import SlotReader
from domain.text import normalize
from knowledge.pack import load_pack
from knowledge.pack.diagnosis import Diagnosis, Rule

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)  # a Wednesday
SLOTS = {
    "noise": "noise_type",
    "source": "source",
    "since": "since",
    "at": "time_of_day",
    "often": "frequency",
    "manager": "manager_contacted",
    "attempts": "negotiation_attempts",
    "sleep": "sleep_lost",
    "health": "health_or_safety",
    "wants": "wants",
}
DAYS_SINCE = (0, 90)
TALKS = (0, 1, 3)


@pytest.fixture(scope="session")
def diagnosis() -> Diagnosis:
    return load_pack(Path(knowledge.__file__).parent / "packs" / "zenbu").diagnosis


@pytest.fixture(scope="session")
def slot_reader(diagnosis: Diagnosis) -> SlotReader:
    return build_reader(diagnosis)


@pytest.fixture(scope="session")
def rules(diagnosis: Diagnosis) -> DiagnosisRules:
    values: dict[str, tuple[Any, ...]] = {
        name: tuple((value,) if slot.many else value for value in slot.values) for name, slot in diagnosis.slots.items()
    }
    today = NOW.date().toordinal()
    values["since"] = tuple(NOW.date().fromordinal(today - days).isoformat() for days in DAYS_SINCE)
    values["negotiation_attempts"] = TALKS
    return DiagnosisRules(
        category_of=diagnosis.category_of,
        default_category="other",
        urgency=[_rule(rule) for rule in diagnosis.urgency_rules],
        plan=[_rule(rule) for rule in diagnosis.plan_rules],
        values=values,
    )


def _rule(rule: Rule) -> DiagnosisRule:
    conditions = tuple(
        Condition(slot, frozenset(wanted)) if isinstance(wanted, tuple) else Condition(slot, at_least=wanted.at_least)
        for slot, wanted in rule.when.items()
    )
    return DiagnosisRule(rule.then, conditions, rule.reason)


@pytest.fixture
def hears(slot_reader: SlotReader) -> Callable[..., None]:
    """Asserts which slots a message says; every slot a case does not name must stay unsaid."""

    def check(text: str, **said: Any) -> None:
        assert slot_reader.read(normalize(text), NOW) == {SLOTS[name]: value for name, value in said.items()}, text

    return check
