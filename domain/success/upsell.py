"""What a customer could be offered: rules over their figures, every amount computed from the catalogue.

Nothing is offered to somebody who is leaving or about to, unwell with us, angry, or waiting for a person.
The weights are the rules' own: an order of preference, no probability learned from data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from domain.success.catalogue import Discount, PriceList
from domain.success.conditions import FigureCondition, all_hold
from domain.success.customer_360 import Customer360, CustomerType

OfferKind = Literal["plan", "addon", "tier", "option", "talk"]
Per = Literal["order", "month"]
TimingKind = Literal["next_order", "now", "next_month", "renewal"]
Withheld = Literal["leaving", "churn", "health", "angry", "waiting"]
Basis = Literal["rule", "data"]


@dataclass(frozen=True)
class UpsellRule:
    """One offer (pack data).

    Attributes:
        name: Its id.
        kind: What is offered: a plan for one order, an add-on, the next monthly tier, an option of a contract, or
            nothing but a talk with the CSM.
        customers: For which kind of customer.
        item: Id in the catalogue; None for the next tier and for a talk.
        conditions: All must hold.
        weight: 0–1; the highest come first.
        discount: Id of the discount that goes with it.
        off_price: Whether the discount is off the price; one off something else (a set-up) saves no known amount.
        timing: When it is best made.
        reason: Why, in words for the customer (a template).
        text: The offer in words for the customer (a template).
    """

    name: str
    kind: OfferKind
    customers: CustomerType
    conditions: tuple[FigureCondition, ...]
    weight: float
    timing: TimingKind
    reason: str
    text: str
    item: str | None = None
    discount: str | None = None
    off_price: bool = True


@dataclass(frozen=True)
class UpsellTerms:
    """All offers there are, and when they are held back (pack data).

    Attributes:
        rules: The offers.
        most: How many are made at most.
        strong: A weight from here on is worth telling the CSM.
        renewal_days: A contract that ends within these days is best changed as it is renewed.
        prices: The catalogue.
        timings: When an offer is best made, in words for the customer.
        basis: What the weights come from.
    """

    rules: tuple[UpsellRule, ...]
    most: int
    strong: float
    renewal_days: int
    prices: PriceList
    timings: Mapping[TimingKind, str]
    basis: Basis = "rule"


@dataclass(frozen=True)
class Offer:
    """One offer.

    Attributes:
        name: The rule's id.
        kind: What is offered.
        item: Id in the catalogue; None for a talk.
        title: What it is called; empty for a talk.
        current: What the customer has now is called; None where nothing comparable.
        price: Yen, tax included; None for a talk.
        per: What the price is for.
        difference: What it costs more than what the customer has now, in yen.
        saving: What the customer saves, in yen (`saving_by` says how); None where nothing can be computed.
        saving_by: `discount`: once, by the offer; `unit`: a month at full use, against buying as much at today's unit
            price.
        discount: The discount that goes with it; None where there is none.
        reduction: What it takes off, once, in yen; None where that cannot be computed.
        timing: When it is best made.
        on: The day of it, where it has one.
        weight: 0–1.
        basis: What the weight comes from.
        reason: Why: a template, to be filled in with the offer's figures.
        text: The offer: a template, as above.
    """

    name: str
    kind: OfferKind
    item: str | None
    title: str
    current: str | None
    price: int | None
    per: Per | None
    difference: int | None
    saving: int | None
    saving_by: Literal["discount", "unit"] | None
    discount: Discount | None
    reduction: int | None
    timing: TimingKind
    on: date | None
    weight: float
    basis: Basis
    reason: str
    text: str


@dataclass(frozen=True)
class Upsells:
    """The best offers, best first; or none, and why they are held back."""

    offers: tuple[Offer, ...] = ()
    withheld: tuple[Withheld, ...] = ()


_AT_RISK: Final = frozenset({"high", "critical"})


def upsells_of(view: Customer360, terms: UpsellTerms, *, angry: bool) -> Upsells:
    """What to offer a customer.

    Args:
        view: The customer, with their scores.
        terms: The offers there are.
        angry: The last thing they said to us was angry (`domain.success.sentiment.is_angry`).
    """
    withheld = tuple(_withheld(view, angry))
    if withheld:
        return Upsells(withheld=withheld)
    rules = [rule for rule in terms.rules if rule.customers == view.type and all_hold(rule.conditions, view)]
    offers = [offer for rule in rules if (offer := _offer(rule, view, terms)) is not None]
    offers.sort(key=lambda offer: -offer.weight)
    return Upsells(tuple(offers[: terms.most]))


def _withheld(view: Customer360, angry: bool) -> Iterator[Withheld]:
    if view.contract.ended_on is not None or view.contract.notice_on is not None:
        yield "leaving"
    if view.scores.churn_level in _AT_RISK:
        yield "churn"
    if view.scores.health_status == "red":
        yield "health"
    if angry:
        yield "angry"
    if view.support.open_tickets:
        yield "waiting"


@dataclass(frozen=True)
class _Price:
    item: str | None
    title: str
    current: str | None = None
    price: int | None = None
    per: Per | None = None
    difference: int | None = None
    unit_saving: int | None = None
    block: int | None = None


def _offer(rule: UpsellRule, view: Customer360, terms: UpsellTerms) -> Offer | None:
    """The offer of a rule that holds; None where the catalogue has nothing above what the customer has."""
    priced = _priced(rule, view, terms.prices)
    if priced is None:
        return None
    discount = terms.prices.discounts[rule.discount] if rule.discount else None
    reduction = None
    if discount is not None and rule.off_price and priced.price is not None:
        reduction = discount.off(priced.price, priced.block)
    saving = reduction if priced.unit_saving is None else priced.unit_saving
    timing, on = _timing(rule.timing, view, terms.renewal_days)
    return Offer(
        name=rule.name,
        kind=rule.kind,
        item=priced.item,
        title=priced.title,
        current=priced.current,
        price=priced.price,
        per=priced.per,
        difference=priced.difference,
        saving=saving,
        saving_by=None if saving is None else "discount" if priced.unit_saving is None else "unit",
        discount=discount,
        reduction=reduction,
        timing=timing,
        on=on,
        weight=rule.weight,
        basis=terms.basis,
        reason=rule.reason,
        text=rule.text,
    )


def _priced(rule: UpsellRule, view: Customer360, prices: PriceList) -> _Price | None:
    match rule.kind:
        case "plan":
            return _plan(rule.item or "", view, prices)
        case "addon":
            addon = prices.addons[rule.item or ""]
            return _Price(rule.item, addon.name, price=addon.price, per="order", difference=addon.price)
        case "tier":
            return _next_tier(view, prices)
        case "option":
            option = prices.options[rule.item or ""]
            return _Price(
                rule.item,
                option.name,
                price=option.monthly_price,
                per="month",
                difference=option.monthly_price,
                block=option.count,
            )
        case "talk":
            tier = prices.tiers.get(view.contract.plan or "")
            return _Price(None, "", tier.name if tier else None)


def _plan(item: str, view: Customer360, prices: PriceList) -> _Price:
    plan, now = prices.plans[item], prices.plans.get(view.contract.plan or "")
    return _Price(
        item,
        plan.name,
        now.name if now else None,
        price=plan.price,
        per="order",
        difference=plan.price - now.price if now else None,
    )


def _next_tier(view: Customer360, prices: PriceList) -> _Price | None:
    now = prices.tiers.get(view.contract.plan or "")
    above = prices.tier_above(view.contract.plan or "")
    if now is None or above is None:
        return None
    item, tier = above
    at_old_price = now.monthly_price * tier.measurements // now.measurements
    return _Price(
        item,
        tier.name,
        now.name,
        price=tier.monthly_price,
        per="month",
        difference=tier.monthly_price - now.monthly_price,
        unit_saving=max(0, at_old_price - tier.monthly_price),
    )


def _timing(timing: TimingKind, view: Customer360, renewal_days: int) -> tuple[TimingKind, date | None]:
    """When an offer is best made: what is meant for the next month waits for a renewal that is near."""
    today = view.at.date()
    ends = view.contract.ends_on
    if timing in ("next_month", "renewal") and ends and today <= ends <= today + timedelta(days=renewal_days):
        return "renewal", ends + timedelta(days=1)
    if timing in ("next_month", "renewal"):
        return "next_month", (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return timing, None
