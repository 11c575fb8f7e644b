"""Hand-computed cases, and what holds for all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.recovery import SEVERITIES, Cause, Past, Recovery, Severity, level_for, weigh
from domain.success.customer_360 import Customer360, MoneyView, SupportView, SurveyView, UsageView
from tests.fakes.recovery import TERMS
from tests.fakes.success import AT

NOTHING = Past()
LTV = st.none() | st.integers(-10_000, 1_000_000)
PAST = st.builds(Past, st.integers(0, 6), st.integers(0, 60_000))
LIKES = st.sets(st.sampled_from(sorted(TERMS.kinds)))


def customer(
    ltv: int | None = None, escalations: int = 0, nps: int | None = None, mediated: bool = False
) -> Customer360:
    return Customer360(
        customer_id="c-1",
        name="山田",
        type="b2c",
        at=AT,
        usage=UsageView(has_mediation=mediated),
        support=SupportView(escalations_90d=escalations),
        survey=SurveyView(nps=nps),
        money=MoneyView(ltv=ltv),
    )


def weighed(
    view: Customer360, severity: Severity, past: Past = NOTHING, likes: frozenset[str] = frozenset()
) -> Recovery:
    return weigh(view, Cause("何か", severity), TERMS, past, likes)


@pytest.mark.parametrize(
    ("view", "severity", "past", "allowance"),
    [
        (customer(), "moderate", Past(), 1_800),  # 3,000 · .6
        (customer(ltv=29_999), "moderate", Past(), 1_800),
        (customer(ltv=30_000), "moderate", Past(), 2_400),  # 3,000 · .8
        (customer(ltv=300_000), "moderate", Past(), 3_000),
        (customer(ltv=300_000, escalations=9), "moderate", Past(), 3_000),  # never above the ceiling
        (customer(escalations=2), "serious", Past(), 8_000),  # 10,000 · (.6 + .1 + .1)
        (customer(ltv=30_000), "serious", Past(recoveries=1), 6_000),  # 10,000 · (.8 − .2)
        (customer(), "serious", Past(recoveries=9), 3_000),  # never below .3
        (customer(), "serious", Past(given=5_500), 500),  # 6,000 − 5,500
        (customer(), "slight", Past(given=5_500), 0),
    ],
)
def test_allowance_is_severity_by_ltv_and_history(
    view: Customer360, severity: Severity, past: Past, allowance: int
) -> None:
    assert weighed(view, severity, past).allowance == allowance


def kinds(recovery: Recovery) -> list[tuple[str, int]]:
    return [(offer.kind, offer.amount) for offer in recovery.offers]


def test_every_form_takes_the_most_it_can() -> None:
    assert kinds(weighed(customer(ltv=30_000), "moderate")) == [("coupon", 2_000), ("gift", 1_000), ("letter", 500)]


def test_what_is_welcome_comes_first_where_it_weighs_more() -> None:
    welcome = weighed(customer(ltv=300_000, nps=10), "moderate")
    assert kinds(welcome) == [("gift", 2_500), ("coupon", 3_000), ("letter", 500)]  # 2,500 · 1.5 > 3,000
    told = weighed(customer(ltv=300_000), "serious", likes=frozenset({"mediation"}))
    assert kinds(told)[0] == ("mediation", 8_000)
    assert told.offers[0].liked


def test_form_the_customer_has_already_is_not_offered() -> None:
    assert "mediation" not in dict(kinds(weighed(customer(ltv=300_000, mediated=True), "serious")))


@pytest.mark.parametrize(
    ("case", "level"),
    [(3_000, "staff"), (3_001, "senior"), (10_001, "manager"), (50_000, "manager"), (50_001, None)],
)
def test_level_a_case_needs(case: int, level: str | None) -> None:
    assert level_for(case, TERMS) == level


def test_case_that_was_given_to_before_needs_more_authority() -> None:
    coupon = weighed(customer(ltv=300_000), "serious", Past(given=2_500)).offers[-1]
    assert (coupon.kind, coupon.needs) == ("letter", "staff")  # 2,500 + 500
    coupon = weighed(customer(ltv=300_000), "serious", Past(given=2_600)).offers[-1]
    assert coupon.needs == "senior"


@given(ltv=LTV, escalations=st.integers(0, 9), severity=st.sampled_from(SEVERITIES), past=PAST, likes=LIKES)
def test_nothing_is_ever_above_what_severity_justifies(
    ltv: int | None, escalations: int, severity: Severity, past: Past, likes: set[str]
) -> None:
    recovery = weighed(customer(ltv, escalations), severity, past, frozenset(likes))
    assert all(offer.amount <= recovery.allowance for offer in recovery.offers)
    assert recovery.allowance == 0 or recovery.allowance + past.given <= TERMS.ceilings[severity]


@given(ltv=LTV, escalations=st.integers(0, 9), past=PAST, likes=LIKES)
def test_a_graver_case_never_gets_less(ltv: int | None, escalations: int, past: Past, likes: set[str]) -> None:
    rising = [weighed(customer(ltv, escalations), severity, past, frozenset(likes)) for severity in SEVERITIES]
    for lighter, graver in zip(rising, rising[1:], strict=False):
        assert lighter.allowance <= graver.allowance
        offered = dict(kinds(graver))
        assert all(amount <= offered[kind] for kind, amount in kinds(lighter))
        weight = [max((o.amount * (1.5 if o.liked else 1) for o in r.offers), default=0) for r in (lighter, graver)]
        assert weight[0] <= weight[1]


@given(lower=st.integers(0, 500_000), more=st.integers(0, 500_000), severity=st.sampled_from(SEVERITIES))
def test_a_more_valuable_customer_never_gets_less(lower: int, more: int, severity: Severity) -> None:
    assert weighed(customer(lower), severity).allowance <= weighed(customer(lower + more), severity).allowance


def test_unknown_ltv_is_shown_as_unknown() -> None:
    grounds = weighed(customer(), "moderate").grounds
    assert (grounds.ltv, grounds.share) == (None, 0.6)
    richer = weigh(customer(), Cause("何か", "moderate"), replace(TERMS, unknown_share=1.0))
    assert richer.allowance == 3_000
