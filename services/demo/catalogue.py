"""What the demo world needs of a pack: what is sold, to whom, where. Prices and plans are the pack's own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.mending import Mendable
from knowledge.pack.schema import Discount, Pack
from services.demo.words import Place, Words
from services.visit_terms import duration

API: Final = "api"
PROPERTIES: Final = "properties"

TERM_MONTHS: Final = 12
LONG_TERM_MONTHS: Final = 24
"""What some of the largest agree on."""


class DemoRefused(Mendable):
    """The demo world cannot be made here. Nothing was stored."""


@dataclass(frozen=True)
class Tier:
    """A monthly plan for companies: price in yen, limit in measurements a month."""

    id: str
    price: int
    limit: int


@dataclass(frozen=True)
class VisitPlan:
    """A plan for residents: price in yen, hours of measurement, and how long the visit takes."""

    id: str
    price: int
    hours: int
    visit: timedelta


@dataclass(frozen=True)
class DemoCatalogue:
    """What is sold in the demo world.

    Attributes:
        tiers: Monthly plans, the smallest first.
        plans: Plans for residents, the cheapest first.
        properties_price: Yen a month for more properties; None where that is not sold.
        api_price: Yen a month for the API; None where that is not sold.
        api_tier: The only plan the API is sold with; None where any.
        retention: What a CSM may take off for some months to keep somebody; None where there is no such thing.
        repeat_percent: What is taken off a second visit.
        places: Where visits are made.
        starts: Hours of the day at which visits start.
        earliest_days: A visit is so many days ahead at least.
        due_days: Days within which a resident pays.
    """

    tiers: tuple[Tier, ...]
    plans: tuple[VisitPlan, ...]
    properties_price: int | None
    api_price: int | None
    api_tier: str | None
    retention: Discount | None
    repeat_percent: int
    places: dict[str, Place]
    starts: tuple[int, ...]
    earliest_days: int
    due_days: int


def demo_catalogue(pack: Pack, words: Words) -> DemoCatalogue:
    """Reads the pack.

    Raises:
        DemoRefused: The pack sells nothing to companies, or serves no area the words know places in.
    """
    places = {area: words.prefectures[area] for area in pack.booking.areas if area in words.prefectures}
    if not pack.business_plans or not places:
        missing = "no monthly plans for companies" if not pack.business_plans else "no area with places to live in"
        raise DemoRefused(f"The pack {pack.company.id} has {missing}. Choose another: export ZENBU_PACK=zenbu")
    tiers = [Tier(name, plan.monthly_price, plan.measurements) for name, plan in pack.business_plans.items()]
    plans = [VisitPlan(name, plan.price, plan.measurement, duration(pack, name)) for name, plan in pack.plans.items()]
    more, api = pack.business_options.get(PROPERTIES), pack.business_options.get(API)
    kept = [discount for discount in pack.discounts.values() if discount.kind == "staff" and discount.percent]
    repeat = pack.discounts.get("repeat")
    return DemoCatalogue(
        tiers=tuple(sorted(tiers, key=lambda tier: tier.limit)),
        plans=tuple(sorted(plans, key=lambda plan: plan.price)),
        properties_price=more.monthly_price if more else None,
        api_price=api.monthly_price if api else None,
        api_tier=api.only_with if api else None,
        retention=kept[0] if kept else None,
        repeat_percent=(repeat.percent or 0) if repeat else 0,
        places=places,
        # Visits late at night cost more; the demo's residents book by day.
        starts=tuple(hour for start in pack.booking.starts if (hour := int(start[:2])) < 21),
        earliest_days=pack.booking.earliest_days,
        due_days=pack.booking.payment.due_days,
    )
