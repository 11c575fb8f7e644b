"""What scoring goes by, from a pack's data."""

from datetime import time

from domain.mending import Mendable
from domain.success.catalogue import ContractOption, Discount, PricedItem, PriceList, Tier
from domain.success.conditions import FigureCondition
from domain.success.health_columns import HealthTerms, Measure, PartTerms
from domain.success.ltv import LtvTerms
from domain.success.recommendations import AdviceRule
from domain.success.segments import SegmentRule
from domain.success.sentiment import ToneAction, ToneTerms
from domain.success.terms import RiskTerms, SuccessTerms
from domain.success.upsell import UpsellRule, UpsellTerms
from knowledge.pack.references import render
from knowledge.pack.schema import Pack
from knowledge.pack.success import FigureBound, HealthRules, Ltv, Measured, Success, Tone, Upsell, When
from services.churn.terms import churn_terms


class NoSuccessTerms(Mendable):
    """The pack says nothing about how customers are looked after."""


def success_terms(pack: Pack) -> SuccessTerms:
    """What a pack's company goes by when it looks after its customers.

    Raises:
        NoSuccessTerms: The pack says nothing about it.
    """
    success = success_of(pack)
    churn = churn_terms(pack) if pack.churn else None
    return SuccessTerms(
        health=_health(success.health),
        advice={
            customers: tuple(
                AdviceRule(
                    kind, entry.label, entry.urgency, entry.by, entry.part, entry.below, entry.status, entry.mail
                )
                for kind, entry in entries.items()
            )
            for customers, entries in success.advice.items()
        },
        campaign_days=success.campaigns.repeat_days,
        tone=_tone(success.tone),
        ltv=_ltv(success.ltv),
        segments={
            customers: tuple(SegmentRule(entry.segment, entry.label, conditions_of(entry.when)) for entry in entries)
            for customers, entries in success.segments.items()
        },
        upsell=_upsell(pack, success.upsell),
        part_names=dict[str, str](**success.health.part_names),
        risk=RiskTerms(churn.levels, churn.stale_days, churn.words) if churn else None,
        nightly_at=time.fromisoformat(success.nightly.at),
    )


def success_of(pack: Pack) -> Success:
    """The part of a pack that tells how customers are looked after.

    Raises:
        NoSuccessTerms: There is none.
    """
    if pack.success is None:
        raise NoSuccessTerms(
            f"The pack of {pack.company.name} does not say how customers are looked after. "
            "Add it as in the shipped pack: knowledge/packs/zenbu/success.yaml"
        )
    return pack.success


def _health(rules: HealthRules) -> HealthTerms:
    return HealthTerms(
        parts={
            customers: tuple(
                PartTerms(name, tuple(_measure(entry) for entry in getattr(parts, name)))
                for name in type(parts).model_fields
            )
            for customers, parts in rules.parts.items()
        },
        red=rules.red,
        yellow=rules.yellow,
        least_told=rules.least_told,
    )


def _measure(entry: Measured) -> Measure:
    worst, best = (0.0, 1.0) if entry.worst is None or entry.best is None else (entry.worst, entry.best)
    return Measure(entry.of, entry.most, entry.steps, bool(entry.at_least), entry.otherwise, worst, best)


def _tone(tone: Tone) -> ToneTerms:
    actions = {level: ToneAction(action.text, action.hours) for level, action in tone.actions.items()}
    return ToneTerms(tone.days, tone.high, tone.medium, tone.quotes, actions)


def _ltv(ltv: Ltv) -> LtvTerms:
    return LtvTerms(ltv.yearly_churn, ltv.horizon, ltv.yearly_discount, ltv.repeat_rate, ltv.repeat_within)


def _upsell(pack: Pack, upsell: Upsell) -> UpsellTerms:
    rules = tuple(
        UpsellRule(
            name=name,
            kind=offer.kind,
            customers=offer.customers,
            conditions=conditions_of(offer.when),
            weight=offer.weight,
            timing=offer.timing,
            reason=render(pack, offer.reason),
            text=render(pack, offer.text),
            item=offer.item,
            discount=offer.discount,
            off_price=offer.off_price,
        )
        for name, offer in upsell.offers.items()
    )
    return UpsellTerms(rules, upsell.most, upsell.strong, upsell.renewal_within, _price_list(pack), upsell.timings)


def _price_list(pack: Pack) -> PriceList:
    return PriceList(
        plans={item: PricedItem(plan.name, plan.price) for item, plan in pack.plans.items()},
        addons={item: PricedItem(addon.name, addon.price) for item, addon in pack.addons.items()},
        tiers={
            item: Tier(plan.name, plan.monthly_price, plan.measurements) for item, plan in pack.business_plans.items()
        },
        options={
            item: ContractOption(option.name, option.monthly_price, option.count)
            for item, option in pack.business_options.items()
        },
        discounts={
            item: Discount(discount.name, discount.percent, discount.amount, discount.count)
            for item, discount in pack.discounts.items()
        },
    )


def conditions_of(when: When) -> tuple[FigureCondition, ...]:
    """Conditions as the domain reads them."""
    return tuple(_condition(figure, expected) for figure, expected in when.items())


def _condition(figure: str, expected: FigureBound | bool | tuple[str, ...]) -> FigureCondition:
    if isinstance(expected, FigureBound):
        return FigureCondition(
            figure,
            at_least=expected.at_least,
            above=expected.above,
            at_most=expected.at_most,
            below=expected.below,
            unknown=expected.unknown,
        )
    return FigureCondition(figure, (expected,) if isinstance(expected, bool) else expected)
