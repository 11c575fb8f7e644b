from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.success.customer_360 import ContractView, Customer360, ScoreView, SupportView, UsageView
from domain.success.upsell import Upsells, upsells_of
from tests.fakes.success import AT, UPSELL, company, resident


def offers(view: Customer360) -> Upsells:
    return upsells_of(view, UPSELL, angry=False)


def at_limit(plan: str, limit: int, **fields: Any) -> Customer360:
    contract = ContractView(plan, limit, 100_000, date(2026, 1, 1), **fields)
    return company(contract=contract, usage=UsageView(mean_3m=limit * 0.9))


def test_a_longer_measurement_is_offered_to_who_needed_one() -> None:
    mediation, standard = offers(resident()).offers
    assert (mediation.name, mediation.price, mediation.saving) == ("mediation", 8_000, 1_200)
    assert (standard.item, standard.price, standard.difference) == ("standard", 12_800, 4_000)
    assert (standard.saving, standard.saving_by, standard.reduction) == (1_280, "discount", 1_280)
    assert {offer.basis for offer in (mediation, standard)} == {"rule"}


def test_an_hour_is_not_more_than_an_hour() -> None:
    view = resident(usage=UsageView(total=1, hours_last=1.0))
    assert offers(view).offers == ()


def test_the_next_tier_is_priced_by_the_catalogue() -> None:
    (tier,) = offers(at_limit("starter", 10)).offers
    assert (tier.item, tier.price, tier.difference, tier.per) == ("business", 100_000, 40_000, "month")
    # Twenty at today's 6,000 would cost 120,000; the first month is half of 100,000.
    assert (tier.saving, tier.saving_by, tier.reduction) == (20_000, "unit", 50_000)


def test_below_nine_tenths_of_the_limit_nothing_is_offered() -> None:
    view = at_limit("starter", 10)
    assert offers(replace(view, usage=UsageView(mean_3m=8.9))).offers == ()


def test_the_largest_contract_talks_to_the_csm() -> None:
    talk, api = offers(at_limit("enterprise", 40)).offers
    assert (talk.kind, talk.price, talk.item) == ("talk", None, None)
    assert (api.item, api.price, api.saving) == ("api", 30_000, None)
    assert [offer.name for offer in offers(at_limit("enterprise", 40, has_api=True)).offers] == ["enterprise_talk"]


def test_properties_are_sold_by_the_block() -> None:
    (more,) = offers(company(contract=ContractView("business", 20, properties_total=100, properties_covered=49))).offers
    assert (more.price, more.reduction) == (20_000, 20_000 * 3 // 50)
    assert (
        offers(company(contract=ContractView("business", 20, properties_total=100, properties_covered=50))) == Upsells()
    )


def test_at_most_so_many_are_offered_and_the_best_first() -> None:
    view = at_limit("enterprise", 40, properties_total=100, properties_covered=10)
    assert [offer.weight for offer in offers(view).offers] == [0.89, 0.81, 0.73]
    assert [offer.weight for offer in upsells_of(view, replace(UPSELL, most=1), angry=False).offers] == [0.89]


@pytest.mark.parametrize(
    ("ends_on", "timing", "on"),
    [
        (date(2026, 12, 31), "renewal", date(2027, 1, 1)),
        (date(2027, 3, 31), "next_month", date(2026, 12, 1)),
        (None, "next_month", date(2026, 12, 1)),
    ],
)
def test_a_contract_is_changed_when_it_is_renewed_if_that_is_near(ends_on: date | None, timing: str, on: date) -> None:
    (tier,) = offers(at_limit("starter", 10, ends_on=ends_on)).offers
    assert (tier.timing, tier.on) == (timing, on)


@pytest.mark.parametrize(
    ("fields", "angry", "why"),
    [
        ({"scores": ScoreView(churn_level="high")}, False, "churn"),
        ({"scores": ScoreView(churn_level="critical")}, False, "churn"),
        ({"scores": ScoreView(health_status="red")}, False, "health"),
        ({}, True, "angry"),
        ({"support": SupportView(open_tickets=1)}, False, "waiting"),
        ({"contract": ContractView("light", notice_on=AT.date())}, False, "leaving"),
    ],
)
def test_nothing_is_offered_to_somebody_at_risk_angry_or_waiting(fields: Any, angry: bool, why: str) -> None:
    assert upsells_of(resident(**fields), UPSELL, angry=angry) == Upsells(withheld=(why,))  # type: ignore[arg-type]


@given(
    st.sampled_from(["red", "yellow", "green", None]),
    st.sampled_from(["critical", "high", "medium", "low", None]),
    st.integers(0, 2),
    st.booleans(),
)
def test_an_offer_and_a_reason_to_hold_it_back_never_stand_together(
    status: Any, level: Any, waiting: int, angry: bool
) -> None:
    view = resident(
        scores=ScoreView(health_status=status, churn_level=level), support=SupportView(open_tickets=waiting)
    )
    found = upsells_of(view, UPSELL, angry=angry)
    troubled = status == "red" or level in ("critical", "high") or waiting > 0 or angry
    assert (found.offers == ()) == bool(found.withheld) == troubled


@pytest.mark.parametrize("level", ["low", "medium", None])
def test_a_moderate_risk_keeps_nothing_back(level: Any) -> None:
    assert offers(resident(scores=ScoreView(churn_level=level))).offers
