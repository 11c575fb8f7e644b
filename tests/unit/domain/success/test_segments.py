from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.success.conditions import FigureCondition
from domain.success.customer_360 import ScoreView, SurveyView
from domain.success.figures import FIGURES, NUMBERS, figure_of
from domain.success.segments import segment_of
from tests.fakes.success import AT, SEGMENTS, company, resident


@pytest.mark.parametrize(
    ("scores", "nps", "segment"),
    [
        (ScoreView(health=90, health_status="green", churn_level="critical"), 10, "at_risk"),
        (ScoreView(health=30, health_status="red"), 10, "at_risk"),
        (ScoreView(), 10, "unknown"),
        (ScoreView(health=90, health_status="green", churn_level="low"), 9, "promoter"),
        (ScoreView(health=90, health_status="green"), None, "steady"),
    ],
)
def test_the_first_rule_that_holds_names_the_segment(scores: ScoreView, nps: int | None, segment: str) -> None:
    assert segment_of(company(scores=scores, survey=SurveyView(nps=nps)), SEGMENTS).segment == segment


@given(
    st.sampled_from(["red", "yellow", "green", None]),
    st.sampled_from(["critical", "high", "medium", "low", None]),
    st.one_of(st.none(), st.integers(0, 10)),
)
def test_everybody_is_in_exactly_one_segment(status: Any, level: Any, nps: int | None) -> None:
    view = company(scores=ScoreView(health_status=status, churn_level=level), survey=SurveyView(nps=nps))
    assert segment_of(view, SEGMENTS) in SEGMENTS


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (FigureCondition("nps", at_least=8), True),
        (FigureCondition("nps", above=8), False),
        (FigureCondition("nps", at_least=7, below=8), False),
        (FigureCondition("nps", at_most=8), True),
        (FigureCondition("plan", ("business",)), True),
        (FigureCondition("has_api", (True,)), False),
        (FigureCondition("hours_last", above=0), False),
        (FigureCondition("hours_last", unknown=True), True),
        (FigureCondition("nps", unknown=True), False),
    ],
)
def test_a_condition_holds_only_where_its_figure_is_known_and_fits(condition: FigureCondition, holds: bool) -> None:
    assert condition.holds(company()) is holds


def test_use_before_a_contract_says_nothing_of_its_limit() -> None:
    long, new = company(), replace(company().contract, starts_on=AT.date() - timedelta(days=10))
    assert figure_of(long, "usage_mean_rate") == 12 / 20
    assert [figure_of(company(contract=new), name) for name in ("usage_rate", "usage_mean_rate")] == [None, None]


@pytest.mark.parametrize("view", [company(), resident()])
def test_every_figure_can_be_asked_of_everybody(view: Any) -> None:
    for name in FIGURES:
        value = figure_of(view, name)
        assert value is None or isinstance(value, float) == (name in NUMBERS)
