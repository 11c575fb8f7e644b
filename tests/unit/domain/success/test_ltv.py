from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.success.customer_360 import ContractView, MoneyView, UsageView
from domain.success.ltv import LtvTerms, ltv_of, quarterly
from tests.fakes.success import AT, LTV, company, resident

PLAIN = LtvTerms(yearly_churn=0.0, horizon_months=3, yearly_discount=0.0, repeat_rate=0.15, repeat_days=365)


def test_a_contract_that_is_certain_is_worth_its_months() -> None:
    assert ltv_of(company(), PLAIN) == 1_000_000 + 3 * 100_000


def test_a_contract_is_worth_what_is_likely_to_be_kept() -> None:
    # A quarter kept with .512 is a month kept with .8: 80,000 + 64,000 + 51,200.
    assert ltv_of(company(), PLAIN, churn=1 - 0.512) == pytest.approx(1_000_000 + 195_200, abs=1)


def test_waiting_is_discounted() -> None:
    monthly = 1 / 1.05 ** (1 / 12)
    expected = sum(100_000 * monthly**month for month in (1, 2, 3))
    assert ltv_of(company(), replace(PLAIN, yearly_discount=0.05)) == int(1_000_000 + expected)


def test_without_a_model_the_yearly_rate_stands_in() -> None:
    assert quarterly(0.2) == pytest.approx(1 - 0.8**0.25)
    assert ltv_of(company(), LTV) == ltv_of(company(), LTV, churn=quarterly(0.2))


def test_a_contract_that_ended_is_worth_what_was_paid() -> None:
    assert ltv_of(company(contract=ContractView("business", ended_on=date(2026, 1, 31))), LTV) == 1_000_000


def test_a_contract_that_ended_unpaid_is_worth_nothing() -> None:
    ended = company(contract=ContractView("business", ended_on=date(2026, 1, 31)), money=MoneyView())
    assert ltv_of(ended, LTV) == 0


def test_a_single_order_is_worth_its_repeats() -> None:
    now = resident(usage=UsageView(total=1, last_at=AT))
    assert ltv_of(now, LTV) == int(8_800 + 8_800 * 0.15 / 0.85)
    half = resident(usage=UsageView(total=1, last_at=AT - timedelta(days=365 / 2)))
    assert ltv_of(half, LTV) == int(8_800 + 8_800 * 0.075 / 0.85)
    late = resident(usage=UsageView(total=2, last_at=AT - timedelta(days=400)))
    assert ltv_of(late, LTV) == 8_800


def test_somebody_of_whom_nothing_is_known_is_worth_nothing_known() -> None:
    assert ltv_of(resident(usage=UsageView(), money=MoneyView()), LTV) is None
    assert ltv_of(company(contract=ContractView(), money=MoneyView()), LTV) is None


@given(st.floats(0, 1), st.floats(0, 1))
def test_who_is_likelier_to_leave_is_never_worth_more(one: float, other: float) -> None:
    lower, higher = sorted((one, other))
    stays, leaves = ltv_of(company(), LTV, lower), ltv_of(company(), LTV, higher)
    assert stays is not None and leaves is not None and stays >= leaves >= 1_000_000
