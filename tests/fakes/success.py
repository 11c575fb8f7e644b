"""A company's way of looking after its customers, with the figures tests compute by hand."""

from datetime import date, datetime, time, timedelta
from typing import Any

from domain.clock import TOKYO
from domain.success.catalogue import ContractOption, Discount, PricedItem, PriceList, Tier
from domain.success.churn import RiskLevels
from domain.success.conditions import FigureCondition
from domain.success.customer_360 import (
    ContractView,
    Customer360,
    EngagementView,
    MoneyView,
    SupportView,
    SurveyView,
    UsageView,
)
from domain.success.health_columns import HealthTerms, Measure, PartTerms
from domain.success.ltv import LtvTerms
from domain.success.recommendations import AdviceRule
from domain.success.segments import SegmentRule
from domain.success.sentiment import ToneAction, ToneTerms
from domain.success.terms import RiskTerms, SuccessTerms
from domain.success.upsell import UpsellRule, UpsellTerms

AT = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)

B2B = (
    PartTerms("usage", (Measure("usage_rate", 35, ((1.0, 35), (0.7, 25), (0.5, 15)), otherwise=5),)),
    PartTerms(
        "engagement",
        (
            Measure("days_since_login", 10, ((7, 10), (14, 5)), rising=False),
            Measure("report_view_rate", 10),
            Measure("feature_adoption", 5),
        ),
    ),
    PartTerms(
        "support",
        (
            Measure("tickets_30d", 8, worst=5, best=0),
            Measure("escalations_90d", 6, worst=2, best=0),
            Measure("csat", 6, worst=1, best=5),
        ),
    ),
    PartTerms("payment", (Measure("payment_delay", 12, worst=30, best=0), Measure("overdue", 8, worst=2, best=0))),
)

B2C = (
    PartTerms("usage", (Measure("days_since_measurement", 20, ((90, 20),), rising=False),)),
    PartTerms("engagement", (Measure("report_view_rate", 20),)),
    PartTerms("support", (Measure("tickets_30d", 20, worst=3, best=0), Measure("csat", 20, worst=1, best=5))),
    PartTerms("payment", (Measure("payment_delay", 20, worst=30, best=0),)),
)

HEALTH = HealthTerms({"b2b": B2B, "b2c": B2C}, red=40, yellow=70, least_told=0.4)

ADVICE = {
    "b2b": (
        AdviceRule("reengagement", "利用を促す", "high", "system", part="usage", below=15, mail="reengagement"),
        AdviceRule("tutorial", "使い方を送る", "high", "system", part="engagement", below=10, mail="tutorial"),
        AdviceRule("csm_call", "電話する", "critical", "person", part="support", below=10),
        AdviceRule("escalation", "責任者に上げる", "critical", "person", status="red"),
    ),
}

TONE = ToneTerms(30, 0.5, 0.3, 2, {"high": ToneAction("連絡する", 24), "medium": ToneAction("ヒアリング")})

LTV = LtvTerms(yearly_churn=0.2, horizon_months=60, yearly_discount=0.05, repeat_rate=0.15, repeat_days=365)

PRICES = PriceList(
    plans={"light": PricedItem("ライト", 8_800), "standard": PricedItem("スタンダード", 12_800)},
    addons={"ai_mediation": PricedItem("仲裁", 8_000)},
    tiers={
        "starter": Tier("スターター", 60_000, 10),
        "business": Tier("ビジネス", 100_000, 20),
        "enterprise": Tier("エンタープライズ", 140_000, 40),
    },
    options={"properties": ContractOption("物件", 20_000, 50), "api": ContractOption("API", 30_000)},
    discounts={
        "upgrade": Discount("はじめて", percent=10),
        "report": Discount("レポート", percent=15),
        "tier": Discount("法人", percent=50),
        "block": Discount("無料枠", count=3),
    },
)


def rule(name: str, kind: Any, customers: Any, weight: float, **fields: Any) -> UpsellRule:
    given = {"conditions": (), "timing": "now", "reason": "{current}", "text": "{title} {price}\n{reduction}", **fields}
    return UpsellRule(name=name, kind=kind, customers=customers, weight=weight, **given)


UPSELL = UpsellTerms(
    rules=(
        rule(
            "light_to_standard",
            "plan",
            "b2c",
            0.85,
            item="standard",
            discount="upgrade",
            timing="next_order",
            conditions=(FigureCondition("plan", ("light",)), FigureCondition("hours_last", above=1)),
        ),
        rule(
            "mediation",
            "addon",
            "b2c",
            0.92,
            item="ai_mediation",
            discount="report",
            conditions=(FigureCondition("has_report", (True,)), FigureCondition("has_mediation", (False,))),
        ),
        rule(
            "next_tier",
            "tier",
            "b2b",
            0.89,
            discount="tier",
            timing="next_month",
            conditions=(
                FigureCondition("plan", ("starter", "business")),
                FigureCondition("usage_mean_rate", at_least=0.9),
            ),
        ),
        rule(
            "enterprise_talk",
            "talk",
            "b2b",
            0.89,
            conditions=(FigureCondition("plan", ("enterprise",)), FigureCondition("usage_mean_rate", at_least=0.9)),
        ),
        rule(
            "properties",
            "option",
            "b2b",
            0.73,
            item="properties",
            discount="block",
            timing="next_month",
            conditions=(FigureCondition("coverage", below=0.5),),
        ),
        rule(
            "api",
            "option",
            "b2b",
            0.81,
            item="api",
            discount="tier",
            off_price=False,
            conditions=(FigureCondition("plan", ("enterprise",)), FigureCondition("has_api", (False,))),
        ),
    ),
    most=3,
    strong=0.85,
    renewal_days=60,
    prices=PRICES,
    timings={"next_order": "次回", "now": "いま", "next_month": "翌月", "renewal": "更新のとき"},
)

SEGMENTS = (
    SegmentRule("at_risk", "恐れ", (FigureCondition("churn_level", ("critical", "high")),)),
    SegmentRule("at_risk", "恐れ", (FigureCondition("health_status", ("red",)),)),
    SegmentRule("unknown", "不明", (FigureCondition("health", unknown=True),)),
    SegmentRule("promoter", "推奨", (FigureCondition("nps", at_least=9),)),
    SegmentRule("steady", "安定"),
)

TERMS = SuccessTerms(
    health=HEALTH,
    advice=ADVICE,  # type: ignore[arg-type]
    campaign_days=90,
    tone=TONE,
    ltv=LTV,
    segments={"b2b": SEGMENTS, "b2c": SEGMENTS},
    upsell=UPSELL,
    part_names={"usage": "利用", "engagement": "活用", "support": "サポート", "payment": "支払い"},
    risk=RiskTerms(RiskLevels(critical=0.7, high=0.5, medium=0.3), stale_days=120),
    nightly_at=time(3),
)


def company(**fields: Any) -> Customer360:
    """A company that lacks nothing: every part of its health earns all it can."""
    given: dict[str, Any] = {
        "contract": ContractView("business", 20, 100_000, date(2026, 1, 1), date(2026, 12, 31), 100, 80),
        "usage": UsageView(total=200, last_at=AT - timedelta(days=1), last_month=20, mean_3m=12.0),
        "engagement": EngagementView(AT - timedelta(days=1), 12, 1.0, 1.0),
        "support": SupportView(),
        "survey": SurveyView(nps=8, csat=5.0),
        "money": MoneyView(revenue=1_000_000, mean_payment_delay_days=0.0),
        **fields,
    }
    return Customer360("c-1", "青空管理", "b2b", AT, date(2025, 1, 1), **given)


def resident(**fields: Any) -> Customer360:
    """A private customer who was measured once."""
    given: dict[str, Any] = {
        "contract": ContractView("light"),
        "usage": UsageView(total=1, last_at=AT - timedelta(days=10), hours_last=1.5, has_report=True),
        "money": MoneyView(revenue=8_800, mean_payment_delay_days=0.0),
        **fields,
    }
    return Customer360("r-1", "山田花子", "b2c", AT, date(2026, 11, 1), **given)
