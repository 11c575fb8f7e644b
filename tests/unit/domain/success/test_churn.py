from dataclasses import replace
from datetime import datetime
from typing import get_args

import numpy as np
import pytest

from domain.clock import TOKYO
from domain.success.churn import ActionRule, Factor, RiskLevels, factors_of, level_of, plan_of
from domain.success.churn_words import FactorWords, FeatureName, say_factor
from domain.success.customer_360 import Customer360, RiskLevel, SurveyView, UsageView

LEVELS = RiskLevels(critical=0.7, high=0.5, medium=0.3)

RULES = (
    ActionRule("meeting", 48, frozenset({"critical"})),
    ActionRule("discount", 72, frozenset({"critical"}), discount="loyal"),
    ActionRule("call", 24, frozenset({"critical", "high"})),
    ActionRule("reactivation", 0, usage_trend_below=0),
    ActionRule("recovery", 24, nps_below=7),
)

CALM = Customer360(
    "b-1",
    "青葉管理",
    "b2b",
    datetime(2026, 11, 1, tzinfo=TOKYO),
    usage=UsageView(slope_3m=1.0),
    survey=SurveyView(nps=8),
)

WORDS = FactorWords(
    "{name} {value} x{times}",
    "{name} {value} /{times}",
    "?",
    {"rate": FeatureName("利用率", "%", 100), "slope": FeatureName("伸び", signed=True)},
)


@pytest.mark.parametrize(
    ("probability", "level"),
    [
        (0.7, "critical"),
        (0.6999, "high"),
        (0.5, "high"),
        (0.4999, "medium"),
        (0.3, "medium"),
        (0.2999, "low"),
        (0, "low"),
    ],
)
def test_level_changes_exactly_at_its_threshold(probability: float, level: RiskLevel) -> None:
    assert level_of(probability, LEVELS) == level


def test_factors_are_the_strongest_in_either_direction() -> None:
    factors = factors_of(("a", "b", "c", "d"), np.array([1.0, np.nan, 3.0, 4.0]), np.array([0.1, -2.0, 1.0, 0.5]))
    assert [(factor.feature, factor.value) for factor in factors] == [("b", None), ("c", 3.0), ("d", 4.0)]
    assert factors[0].odds == pytest.approx(np.exp(-2))


@pytest.mark.parametrize("level", get_args(RiskLevel))
@pytest.mark.parametrize("slope", [None, -0.5, 0.0])
@pytest.mark.parametrize("nps", [None, 6, 7])
def test_plan_holds_what_each_condition_asks_for(level: RiskLevel, slope: float | None, nps: int | None) -> None:
    view = replace(CALM, usage=UsageView(slope_3m=slope), survey=SurveyView(nps=nps))
    expected = set()
    if level == "critical":
        expected |= {"meeting", "discount"}
    if level in ("critical", "high"):
        expected.add("call")
    if slope == -0.5:
        expected.add("reactivation")
    if nps == 6:
        expected.add("recovery")
    plan = plan_of(level, view, RULES)
    assert {rule.id for rule in plan} == expected
    assert [rule.hours for rule in plan] == sorted(rule.hours for rule in plan)


def test_plan_without_a_probability_still_answers_what_is_known() -> None:
    assert [rule.id for rule in plan_of(None, replace(CALM, survey=SurveyView(nps=3)), RULES)] == ["recovery"]


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (Factor("rate", 0.423, 0.7, 2.01), "利用率 42% x2.0"),
        (Factor("rate", 0.9, -0.7, 0.5), "利用率 90% /2.0"),
        (Factor("rate", None, 0.1, 1.1), "利用率 ? x1.1"),
        (Factor("slope", 3.0, 0.1, 1.1), "伸び +3 x1.1"),
        (Factor("slope", -0.2, 9.0, 8000.0), "伸び +0 x99.9"),
    ],
)
def test_factor_is_said_with_value_direction_and_strength(factor: Factor, said: str) -> None:
    assert say_factor(factor, WORDS) == said
