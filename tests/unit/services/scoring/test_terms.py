"""What the shipped pack says, against the figures the business gave."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from domain.clock import TOKYO
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
from domain.success.figures import FIGURES
from domain.success.health import health_of
from domain.success.recommendations import advice_on
from domain.success.segments import segment_of
from domain.success.terms import SuccessTerms
from domain.success.upsell import upsells_of
from knowledge.pack import load_pack, pack_path
from services.scoring.terms import NoSuccessTerms, success_terms
from services.scoring.wording import offer_words

AT = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)
FLORIST = "tests/packs/florist"


@pytest.fixture(scope="module")
def terms() -> SuccessTerms:
    return success_terms(load_pack(pack_path("zenbu")))


def business(**fields: Any) -> Customer360:
    given: dict[str, Any] = {
        "contract": ContractView("business", 20, 100_000, date(2026, 1, 1), date(2026, 12, 31)),
        "usage": UsageView(total=90, last_month=14, mean_3m=14.0),
        "engagement": EngagementView(AT - timedelta(days=8), 3, report_view_rate=0.6, feature_adoption=0.4),
        "support": SupportView(tickets=4, tickets_30d=1, escalations_90d=1),
        "survey": SurveyView(csat=3.0),
        "money": MoneyView(revenue=500_000, mean_payment_delay_days=6.0),
        **fields,
    }
    return Customer360("c-1", "青空管理", "b2b", AT, date(2025, 1, 1), **given)


def test_health_of_a_company_by_hand(terms: SuccessTerms) -> None:
    health = health_of(business(), terms.health)
    assert [part.points for part in health.parts] == pytest.approx(
        [
            25,  # 14 of 20
            5 + 6 + 2,  # eight days ago; .6 x 10; .4 x 5
            8 * 4 / 5 + 6 / 2 + 6 / 2,  # one ticket; one escalation; CSAT 3
            12 * 24 / 30 + 8,  # six days late, nothing unpaid
        ]
    )
    assert health.score == pytest.approx(25 + 13 + 12.4 + 17.6)
    assert health.status == "yellow"


def test_weights_are_those_of_the_business(terms: SuccessTerms) -> None:
    assert [part.weight for part in terms.health.parts["b2b"]] == [35, 25, 20, 20]
    assert sum(part.weight for part in terms.health.parts["b2c"]) == 100
    assert (terms.health.red, terms.health.yellow) == (40, 70)
    assert terms.nightly_at == time(3)


def test_somebody_who_orders_once_is_judged_without_contract_and_logins(terms: SuccessTerms) -> None:
    once = Customer360(
        "r-1",
        "山田花子",
        "b2c",
        AT,
        usage=UsageView(total=1, last_at=AT - timedelta(days=100)),
        engagement=EngagementView(report_view_rate=1.0),
        survey=SurveyView(csat=4.0),
        money=MoneyView(revenue=12_800, mean_payment_delay_days=0.0),
    )
    health = health_of(once, terms.health)
    assert [part.points for part in health.parts] == pytest.approx([10 + 5, 20, 10 + 8 + 9, 20])
    assert health.score == pytest.approx(82)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"usage": UsageView(last_month=9)}, [("reengagement_campaign", "high", "system")]),
        ({"engagement": EngagementView(AT - timedelta(days=30), 0, 0.5, 0.5)}, [("tutorial", "high", "system")]),
        (
            {"support": SupportView(tickets_30d=5, escalations_90d=2)},
            [("csm_call", "critical", "person")],
        ),
        (
            {"usage": UsageView(), "engagement": EngagementView(AT - timedelta(days=30), 0, 0.0, 0.0)},
            [
                ("executive_escalation", "critical", "person"),
                ("reengagement_campaign", "high", "system"),
                ("tutorial", "high", "system"),
            ],
        ),
    ],
)
def test_what_to_do_is_what_the_business_says(terms: SuccessTerms, fields: Any, expected: Any) -> None:
    if "usage" in fields and "engagement" in fields:
        fields = {**fields, "money": MoneyView(mean_payment_delay_days=20.0, overdue=2)}
    advice = advice_on(health_of(business(**fields), terms.health), terms.advice["b2b"])
    assert [(entry.kind, entry.urgency, entry.by) for entry in advice] == expected


OFFERS = [
    ("light_to_standard", "b2c", {"contract": ContractView("light"), "usage": UsageView(hours_last=1.2)}, 0.85),
    (
        "standard_to_premium",
        "b2c",
        {"contract": ContractView("standard"), "usage": UsageView(negotiation_attempts=3)},
        0.78,
    ),
    ("mediation", "b2c", {"usage": UsageView(has_report=True)}, 0.92),
    ("next_tier", "b2b", {"contract": ContractView("business", 20), "usage": UsageView(mean_3m=18.0)}, 0.89),
    (
        "enterprise_talk",
        "b2b",
        {"contract": ContractView("enterprise", 40, has_api=True), "usage": UsageView(mean_3m=36.0)},
        0.89,
    ),
    (
        "more_properties",
        "b2b",
        {"contract": ContractView("starter", properties_total=100, properties_covered=49)},
        0.73,
    ),
    ("api", "b2b", {"contract": ContractView("enterprise", 40)}, 0.81),
]


@pytest.mark.parametrize(("name", "kind", "fields", "weight"), OFFERS)
def test_each_offer_is_made_to_whom_it_is_for(
    terms: SuccessTerms, name: str, kind: Any, fields: Any, weight: float
) -> None:
    (offer,) = upsells_of(Customer360("x", "名", kind, AT, **fields), terms.upsell, angry=False).offers
    assert (offer.name, offer.weight, offer.basis) == (name, weight, "rule")
    words = offer_words(offer, terms.upsell)
    assert words.reason and words.text and words.timing
    assert "{" not in words.reason + words.text


def test_words_of_an_offer_hold_the_figures_of_the_catalogue(terms: SuccessTerms) -> None:
    view = business(usage=UsageView(mean_3m=19.0), contract=ContractView("business", 20))
    (offer,) = upsells_of(view, terms.upsell, angry=False).offers
    text = offer_words(offer, terms.upsell).text
    # 40 at today's 5,000 would be 200,000; the enterprise contract is 140,000.
    for figure in ("140,000円", "40,000円", "60,000円", "70,000円"):
        assert figure in text


def test_no_amount_is_named_where_none_can_be_computed(terms: SuccessTerms) -> None:
    (offer,) = upsells_of(business(contract=ContractView("enterprise", 40)), terms.upsell, angry=False).offers
    assert (offer.name, offer.saving) == ("api", None)


@pytest.mark.parametrize(
    ("view", "segment"),
    [
        (business(contract=ContractView("business", ended_on=date(2026, 10, 1))), "former"),
        (business(scores=ScoreView(churn_level="high", health=90, health_status="green")), "at_risk"),
        (business(scores=ScoreView(health=30, health_status="red")), "at_risk"),
        (replace(business(), since=date(2026, 10, 1)), "onboarding"),
        (business(), "unknown"),
        (business(scores=ScoreView(health=90, health_status="green"), survey=SurveyView(nps=9)), "champion"),
        (business(scores=ScoreView(health=90, health_status="green"), usage=UsageView(trend="increasing")), "growing"),
        (business(scores=ScoreView(health=60, health_status="yellow")), "watch"),
        (business(scores=ScoreView(health=90, health_status="green")), "steady"),
    ],
)
def test_companies_are_in_the_segment_the_rules_say(terms: SuccessTerms, view: Customer360, segment: str) -> None:
    assert segment_of(view, terms.segments["b2b"]).segment == segment


@pytest.mark.parametrize(
    ("usage", "segment"),
    [
        (UsageView(), "prospect"),
        (UsageView(total=2, last_at=AT - timedelta(days=366)), "dormant"),
        (UsageView(total=2, last_at=AT - timedelta(days=300)), "repeater"),
        (UsageView(total=1, last_at=AT - timedelta(days=300)), "recent"),
    ],
)
def test_residents_are_in_the_segment_the_rules_say(terms: SuccessTerms, usage: UsageView, segment: str) -> None:
    assert segment_of(Customer360("r", "名", "b2c", AT, usage=usage), terms.segments["b2c"]).segment == segment


def test_levels_of_tone_and_risk_are_those_of_the_business(terms: SuccessTerms) -> None:
    assert (terms.tone.days, terms.tone.high, terms.tone.medium) == (30, 0.5, 0.3)
    assert terms.tone.actions["high"].hours == 24
    assert terms.risk is not None
    assert (terms.risk.levels.critical, terms.risk.levels.high, terms.risk.levels.medium) == (0.7, 0.5, 0.3)


def test_every_measured_figure_is_known(terms: SuccessTerms) -> None:
    measured = {m.figure for parts in terms.health.parts.values() for part in parts for m in part.measures}
    assert measured <= set(FIGURES)


def test_a_pack_that_says_nothing_about_it_says_so() -> None:
    with pytest.raises(NoSuccessTerms, match="success.yaml"):
        success_terms(load_pack(pack_path(FLORIST)))
