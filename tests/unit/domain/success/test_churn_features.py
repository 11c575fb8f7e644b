from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.clock import TOKYO
from domain.success.churn_features import FEATURES, MONOTONE, can_leave, features_of
from domain.success.customer_360 import (
    ContractView,
    Customer360,
    EngagementView,
    MoneyView,
    ScoreView,
    SupportView,
    SurveyView,
    UsageView,
)

AT = datetime(2026, 11, 1, 12, tzinfo=TOKYO)

KNOWN = Customer360(
    "b-1",
    "青葉管理",
    "b2b",
    AT,
    contract=ContractView("plan", 20, 100, date(2026, 4, 1), date(2027, 3, 31)),
    usage=UsageView(total=90, last_at=AT - timedelta(days=3), last_month=15, mean_3m=20.0, slope_3m=-5.0),
    engagement=EngagementView(AT, 7, 0.6, 0.5),
    support=SupportView(tickets=9, tickets_30d=2, negative_feedback_90d=4),
    survey=SurveyView(nps=6, csat=3.5),
    money=MoneyView(mean_payment_delay_days=12.5, price_sensitivity=0.25),
    scores=ScoreView(tone_slope=-0.02),
)


def values(view: Customer360) -> dict[str, float]:
    return dict(zip(FEATURES, features_of([view])[0], strict=True))


def test_features_are_read_from_the_view_by_hand_computed_values() -> None:
    assert values(KNOWN) == pytest.approx(
        {
            "monthly_usage_rate": 0.75,
            "usage_trend_3m": -0.25,
            "days_since_last_use": 3.0,
            "login_frequency_30d": 7,
            "report_view_rate": 0.6,
            "support_ticket_count": 2,
            "nps_score": 6,
            "csat_score": 3.5,
            "negative_feedback_count": 4,
            "payment_delay_days": 12.5,
            "price_sensitivity": 0.25,
            "contract_length_months": 12,
            "days_until_renewal": 150,
            "tone_slope": -0.02,
        }
    )


def test_what_is_not_known_is_missing_and_never_zero() -> None:
    told = values(Customer360("b-2", "新規", "b2b", AT))
    counted = {"support_ticket_count", "negative_feedback_count"}  # none were counted, which is known
    assert {name for name, value in told.items() if not np.isnan(value)} == counted


@pytest.mark.parametrize("limit", [None, 0])
def test_usage_without_a_limit_has_no_rate(limit: int | None) -> None:
    view = replace(KNOWN, contract=replace(KNOWN.contract, monthly_limit=limit))
    assert np.isnan(values(view)["monthly_usage_rate"])


def test_trend_of_somebody_who_measured_nothing_for_months_is_flat() -> None:
    view = replace(KNOWN, usage=replace(KNOWN.usage, mean_3m=0.0, slope_3m=0.0))
    assert values(view)["usage_trend_3m"] == 0


def test_features_of_nobody_have_their_columns() -> None:
    assert features_of([]).shape == (0, len(FEATURES))


def test_monotone_directions_name_features() -> None:
    assert set(MONOTONE) < set(FEATURES)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (KNOWN, True),
        (replace(KNOWN, type="b2c"), False),
        (replace(KNOWN, contract=ContractView()), False),
        (replace(KNOWN, contract=replace(KNOWN.contract, ends_on=date(2026, 10, 31))), False),
        (replace(KNOWN, contract=replace(KNOWN.contract, ends_on=None)), True),
    ],
    ids=["running", "private", "no contract", "ended", "open-ended"],
)
def test_only_a_running_contract_can_be_left(view: Customer360, expected: bool) -> None:
    assert can_leave(view) is expected
