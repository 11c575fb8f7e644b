from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.success.customer_360 import ContractView, Customer360, EngagementView, MoneyView, SupportView, UsageView
from domain.success.health import health_of, healths_of, moves
from domain.success.health_columns import BLOCK, STATUSES, health_columns
from domain.success.recommendations import advice_on
from tests.fakes.success import ADVICE, AT, B2B, HEALTH, company, resident


def points(view: Customer360) -> dict[str, float | None]:
    return {part.name: part.points for part in health_of(view, HEALTH).parts}


def test_health_of_a_customer_who_lacks_nothing_is_full() -> None:
    health = health_of(company(), HEALTH)
    assert (health.score, health.status, health.missing) == (100.0, "green", ())


@pytest.mark.parametrize(
    ("measured", "expected"), [(25, 35), (20, 35), (19, 25), (14, 25), (13, 15), (10, 15), (9, 5), (0, 5)]
)
def test_usage_goes_by_the_share_of_the_contract(measured: int, expected: float) -> None:
    assert points(company(usage=UsageView(last_month=measured)))["usage"] == expected


@pytest.mark.parametrize(("days", "expected"), [(0, 10), (7, 10), (8, 5), (14, 5), (15, 0)])
def test_engagement_goes_by_login_reports_and_features(days: int, expected: float) -> None:
    engaged = EngagementView(AT - timedelta(days=days), 3, report_view_rate=0.5, feature_adoption=0.4)
    assert points(company(engagement=engaged))["engagement"] == expected + 5.0 + 2.0


def test_support_goes_by_tickets_escalations_and_csat() -> None:
    view = company(support=SupportView(tickets_30d=2, escalations_90d=1))
    view = replace(view, survey=replace(view.survey, csat=3.0))
    assert points(view)["support"] == pytest.approx(8 * 3 / 5 + 6 / 2 + 6 * 2 / 4)


def test_payment_goes_by_delay_and_unpaid_invoices() -> None:
    assert points(company(money=MoneyView(mean_payment_delay_days=10.0, overdue=1)))["payment"] == pytest.approx(8 + 4)


def test_score_by_hand() -> None:
    view = company(
        usage=UsageView(last_month=10),
        engagement=EngagementView(AT - timedelta(days=10), 2, report_view_rate=0.4, feature_adoption=0.2),
        support=SupportView(tickets_30d=5, escalations_90d=2),
        money=MoneyView(mean_payment_delay_days=15.0),
    )
    # 15 + (5 + 4 + 1) + (0 + 0 + 6) + (6 + 8)
    health = health_of(view, HEALTH)
    assert health.score == pytest.approx(45.0)
    assert health.status == "yellow"


def test_unknown_figures_are_left_out_and_the_rest_counts_for_all() -> None:
    health = health_of(company(money=MoneyView()), HEALTH)
    payment = health.part("payment")
    assert payment is not None and payment.points is None and payment.counted == 0
    assert health.score == 100.0
    assert {(missing.part, missing.figure) for missing in health.missing} == {
        ("payment", "payment_delay"),
        ("payment", "overdue"),
    }


@pytest.mark.parametrize(
    ("contract", "why"),
    [
        (ContractView("business", 0, 100_000, date(2026, 1, 1)), "zero_limit"),
        (ContractView("business", None, 100_000, date(2026, 1, 1)), "no_limit"),
        (ContractView("business", 20, 100_000, date(2026, 11, 1)), "under_a_month"),
    ],
)
def test_usage_that_cannot_be_told_is_named(contract: ContractView, why: str) -> None:
    health = health_of(company(contract=contract, usage=UsageView()), HEALTH)
    assert [(missing.figure, missing.why) for missing in health.missing] == [("usage_rate", why)]
    assert health.score == 100.0


def test_no_use_in_a_contract_that_runs_is_no_unknown_use() -> None:
    assert points(company(usage=UsageView()))["usage"] == 5


def test_nobody_is_judged_by_a_fifth_of_what_there_is_to_know() -> None:
    health = health_of(Customer360("new", "新規", "b2b", AT), HEALTH)
    assert (health.score, health.status) == (None, None)
    assert {missing.part for missing in health.missing} == {"usage", "engagement", "support", "payment"}


def test_a_contract_that_ended_has_no_health() -> None:
    ended = company(contract=ContractView("business", 20, ended_on=date(2026, 10, 31)))
    health = health_of(ended, HEALTH)
    assert health.score is None
    assert {missing.why for missing in health.missing} == {"ended"}


def test_single_orders_are_judged_by_measures_of_their_own() -> None:
    health = health_of(resident(), HEALTH)
    # usage 20 + support 40 + payment 20 of 80 that can be told: no report was there to be opened.
    assert (health.score, health.status) == (100.0, "green")
    assert health.part("engagement") is not None
    assert "usage_rate" not in {missing.figure for missing in health.missing}


def test_both_kinds_keep_their_places() -> None:
    views = [resident(), company(), resident()]
    assert [[part.weight for part in health.parts] for health in healths_of(views, HEALTH)] == [
        [20, 20, 40, 20],
        [35, 25, 20, 20],
        [20, 20, 40, 20],
    ]


def test_moved_tells_which_parts_changed_the_score() -> None:
    before = {part.name: part.counted for part in health_of(company(), HEALTH).parts}
    later = company(usage=UsageView(last_month=14), money=MoneyView(mean_payment_delay_days=5.0))
    health = health_of(later, HEALTH, before)
    assert [move.part for move in health.moved] == ["usage", "payment"]
    assert [move.change for move in health.moved] == pytest.approx([-10, -2])


def test_nothing_is_compared_with_nothing() -> None:
    assert health_of(company(), HEALTH, None).moved == ()


@given(
    before=st.dictionaries(st.sampled_from("abcd"), st.floats(0, 50)),
    now=st.dictionaries(st.sampled_from("abcd"), st.floats(0, 50)),
)
def test_moves_sum_to_the_change_of_the_score(before: dict[str, float], now: dict[str, float]) -> None:
    change = sum(move.change for move in moves(before, now))
    assert change == pytest.approx(sum(now.values()) - sum(before.values()), abs=1e-9)


MAYBE = st.one_of(st.none(), st.floats(0, 1))
COMPANIES = st.builds(
    company,
    usage=st.builds(UsageView, last_month=st.integers(0, 60)),
    engagement=st.builds(
        EngagementView,
        last_login_at=st.one_of(st.none(), st.integers(0, 60).map(lambda days: AT - timedelta(days=days))),
        report_view_rate=MAYBE,
        feature_adoption=MAYBE,
    ),
    support=st.builds(SupportView, tickets_30d=st.integers(0, 9), escalations_90d=st.integers(0, 4)),
    money=st.builds(
        MoneyView, mean_payment_delay_days=st.one_of(st.none(), st.floats(0, 90)), overdue=st.integers(0, 4)
    ),
)


@given(COMPANIES)
def test_parts_sum_to_the_score(view: Customer360) -> None:
    health = health_of(view, HEALTH)
    assert health.score is not None
    assert sum(part.counted for part in health.parts) == pytest.approx(health.score)
    assert 0 <= health.score <= 100 + 1e-9
    colour = "red" if health.score <= 40 else "yellow" if health.score <= 70 else "green"
    assert health.status == colour


@given(COMPANIES, st.data())
def test_score_never_falls_when_something_gets_better(view: Customer360, data: Any) -> None:
    better = data.draw(
        st.sampled_from(
            [
                replace(view, usage=replace(view.usage, last_month=view.usage.last_month + 1)),
                replace(view, support=replace(view.support, tickets_30d=max(0, view.support.tickets_30d - 1))),
                replace(view, support=replace(view.support, escalations_90d=0)),
                replace(view, money=replace(view.money, overdue=max(0, view.money.overdue - 1)))
                if view.money.mean_payment_delay_days is not None
                else view,
            ]
        )
    )
    before, after = health_of(view, HEALTH).score, health_of(better, HEALTH).score
    assert before is not None and after is not None and after >= before - 1e-9


def test_many_columns_are_what_one_customer_is() -> None:
    names = sorted({measure.figure for part in B2B for measure in part.measures})
    size = BLOCK + 7
    chance = np.random.default_rng(5)
    columns = {name: np.where(chance.random(size) < 0.2, np.nan, chance.random(size) * 3) for name in names}
    many = health_columns(columns, B2B, HEALTH)
    for row in (0, BLOCK - 1, BLOCK, size - 1):
        one = health_columns({name: column[row : row + 1] for name, column in columns.items()}, B2B, HEALTH)
        assert np.array_equal(one.score, many.score[row : row + 1], equal_nan=True)
        assert STATUSES[one.status[0]] == STATUSES[many.status[row]]


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({}, []),
        ({"usage": UsageView(last_month=9)}, ["reengagement"]),
        ({"usage": UsageView(last_month=10)}, []),
        ({"engagement": EngagementView(AT - timedelta(days=20), 0, 0.5, 0.5)}, ["tutorial"]),
        ({"support": SupportView(tickets_30d=5, escalations_90d=2)}, ["csm_call"]),
        (
            {
                "usage": UsageView(),
                "engagement": EngagementView(AT - timedelta(days=20), 0, 0.0, 0.0),
                "support": SupportView(tickets_30d=5, escalations_90d=2),
            },
            ["csm_call", "escalation", "reengagement", "tutorial"],
        ),
    ],
)
def test_advice_follows_from_parts_and_colour(fields: dict[str, Any], kinds: list[str]) -> None:
    advice = advice_on(health_of(company(**fields), HEALTH), ADVICE["b2b"])
    assert [entry.kind for entry in advice] == kinds
    assert all(entry.by == ("person" if entry.urgency == "critical" else "system") for entry in advice)


def test_what_cannot_be_told_calls_for_nothing() -> None:
    unknown = company(contract=ContractView("business", 0, 100_000, date(2026, 1, 1)), usage=UsageView())
    assert advice_on(health_of(unknown, HEALTH), ADVICE["b2b"]) == ()
