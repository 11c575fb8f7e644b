"""The shipped pack's rules, as the domain applies them."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from domain.diagnosis import Condition, DiagnosisRules, Result
from knowledge.pack.diagnosis import Diagnosis
from tests.unit.domain.conftest import NOW

TODAY = NOW.date()
SLEEPLESS = {
    "noise_type": "footsteps",
    "sleep_lost": "yes",
    "frequency": "daily",
    "time_of_day": ["night"],
    "since": "2026-10-18",
}


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("noise", "category"),
    [
        ("footsteps", "living"),
        ("voices", "living"),
        ("music", "living"),
        ("pets", "living"),
        ("appliances", "living"),
        ("equipment", "equipment"),
        ("construction", "public"),
        ("traffic", "public"),
        ("other", "other"),
        (None, "other"),
    ],
)
def test_category_follows_from_the_noise(rules: DiagnosisRules, noise: str | None, category: str) -> None:
    assert rules.result({"noise_type": noise}, TODAY).category == category


@pytest.mark.parametrize(
    ("slots", "urgency"),
    [
        ({}, "low"),
        ({"time_of_day": ["daytime"], "frequency": "weekly"}, "low"),
        ({"sleep_lost": "yes"}, "low"),
        ({"time_of_day": ["daytime", "night"]}, "medium"),
        ({"time_of_day": ["midnight"]}, "medium"),
        ({"time_of_day": ["evening"], "frequency": "daily"}, "medium"),
        ({"health_or_safety": "yes"}, "high"),
        ({"health_or_safety": "no"}, "low"),
        (SLEEPLESS, "high"),
    ],
)
def test_urgency_follows_from_what_was_said(rules: DiagnosisRules, slots: dict[str, Any], urgency: str) -> None:
    assert rules.result(slots, TODAY).urgency == urgency


@pytest.mark.parametrize("missing", ["sleep_lost", "frequency", "since"])
def test_urgency_is_not_high_where_a_part_of_it_was_not_said(rules: DiagnosisRules, missing: str) -> None:
    assert rules.result({k: v for k, v in SLEEPLESS.items() if k != missing}, TODAY).urgency == "medium"


@pytest.mark.parametrize(("days", "urgency"), [(29, "medium"), (30, "high"), (365, "high")])
def test_sleeplessness_is_urgent_after_a_month(rules: DiagnosisRules, days: int, urgency: str) -> None:
    assert rules.result({**SLEEPLESS, "since": days_ago(days)}, TODAY).urgency == urgency


@pytest.mark.parametrize(
    ("slots", "plan"),
    [
        ({}, "light"),
        ({"wants": "know", "frequency": "weekly"}, "light"),
        ({"negotiation_attempts": 2}, "light"),
        ({"wants": "evidence"}, "standard"),
        ({"time_of_day": ["midnight"]}, "standard"),
        ({"frequency": "daily"}, "standard"),
        ({"health_or_safety": "yes"}, "standard"),
        ({"wants": "legal"}, "premium"),
        ({"negotiation_attempts": 3}, "premium"),
        ({"negotiation_attempts": 5, "wants": "evidence", "time_of_day": ["night"]}, "premium"),
    ],
)
def test_plan_follows_from_what_was_said(rules: DiagnosisRules, slots: dict[str, Any], plan: str) -> None:
    assert rules.result(slots, TODAY).plan == plan


def test_deciding_reason_stands_first(rules: DiagnosisRules) -> None:
    reasons = rules.result({"wants": "legal", "time_of_day": ["night"]}, TODAY).reasons
    assert "法的" in reasons[0] and "夜" in reasons[1]


def test_no_more_than_three_reasons_are_given(rules: DiagnosisRules) -> None:
    everything = {**SLEEPLESS, "wants": "legal", "negotiation_attempts": 4}
    assert len(rules.result(everything, TODAY).reasons) == 3


def test_reason_is_given_where_nothing_special_was_said(rules: DiagnosisRules) -> None:
    assert len(rules.result({}, TODAY).reasons) == 1


def test_condition_on_an_unsaid_slot_does_not_hold() -> None:
    assert not Condition("wants", frozenset({"legal"})).holds({"wants": None}, TODAY)


def test_condition_holds_for_one_of_several_values() -> None:
    assert Condition("time_of_day", frozenset({"night"})).holds({"time_of_day": ["daytime", "night"]}, TODAY)


def test_condition_on_days_counts_to_today() -> None:
    condition = Condition("since", at_least=30)
    assert condition.holds({"since": "2026-10-19"}, TODAY) and not condition.holds({"since": "2026-10-20"}, TODAY)


def outcome(result: Result) -> tuple[str, str, str]:
    return result.category, result.urgency, result.plan


def test_first_question_is_one_that_can_change_the_result(rules: DiagnosisRules, diagnosis: Diagnosis) -> None:
    assert rules.next_question({}, diagnosis.order, TODAY) in diagnosis.order


def test_slot_that_was_said_is_not_asked(rules: DiagnosisRules, diagnosis: Diagnosis) -> None:
    said: dict[str, Any] = {"noise_type": "footsteps"}
    while (asked := rules.next_question(said, diagnosis.order, TODAY)) is not None:
        assert asked not in said
        said[asked] = rules.values[asked][0]


def test_sleep_is_not_asked_where_the_noise_comes_by_day(rules: DiagnosisRules, diagnosis: Diagnosis) -> None:
    said = {"noise_type": "music", "time_of_day": ["daytime"], "frequency": "daily", "wants": "know"}
    asked = set()
    while (question := rules.next_question(said, diagnosis.order, TODAY)) is not None:
        asked.add(question)
        said[question] = rules.values[question][0]
    assert "sleep_lost" not in asked


def test_nothing_is_asked_where_no_answer_matters_any_more(rules: DiagnosisRules, diagnosis: Diagnosis) -> None:
    settled = {"noise_type": "footsteps", "health_or_safety": "yes", "wants": "legal"}
    assert rules.next_question(settled, diagnosis.order, TODAY) is None


def test_plan_is_not_asked_about_where_it_is_premium_already(rules: DiagnosisRules, diagnosis: Diagnosis) -> None:
    said = {"noise_type": "footsteps", "negotiation_attempts": 4, "health_or_safety": "yes"}
    assert rules.next_question(said, diagnosis.order, TODAY) is None


def test_question_that_is_asked_has_an_answer_that_changes_something(
    rules: DiagnosisRules, diagnosis: Diagnosis
) -> None:
    for frequency, parts in product(("daily", "weekly", None), (["night"], ["daytime"], None)):
        said = {"noise_type": "footsteps", "frequency": frequency, "time_of_day": parts}
        asked = rules.next_question(said, diagnosis.order, TODAY)
        if asked is not None:
            others = [s for s in diagnosis.order if s != asked and said.get(s) is None and s != "noise_type"]
            outcomes = {
                outcome(rules.result({**said, **dict(zip(others, rest, strict=True)), asked: value}, TODAY))
                for value in rules.values[asked]
                for rest in product(*((None, *rules.values[other]) for other in others))
            }
            assert len(outcomes) > 1


def test_every_result_names_what_the_pack_knows(rules: DiagnosisRules, diagnosis: Diagnosis) -> None:
    for noise, wants, frequency in product(*(rules.values[s] for s in ("noise_type", "wants", "frequency"))):
        result = rules.result({"noise_type": noise, "wants": wants, "frequency": frequency}, date(2026, 11, 18))
        assert result.category in diagnosis.categories and result.urgency in diagnosis.urgencies
