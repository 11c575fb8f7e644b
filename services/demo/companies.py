"""Companies with monthly plans: who they are and what they signed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.success.quarters import months_later
from services.demo.catalogue import API, LONG_TERM_MONTHS, TERM_MONTHS, DemoCatalogue, Tier
from services.demo.courses import MONTHS, Character, Course, Fate, Kind, character_of, course_of, renewal_after
from services.demo.rows import Chance, Rows, address, phone
from services.demo.words import Words
from store.models import Contract, Customer

OLDEST_MONTHS: Final = 60
"""Some had been customers for two years when the three years begin."""

_SIZES: Final = (0.5, 0.32, 0.18)
"""How many sign the smallest plan, the next, the third."""

_PROPERTIES_A_MEASUREMENT: Final = 9.0


@dataclass(frozen=True)
class Signed:
    """A term: its first day, and what it costs a month in yen."""

    first: date
    mrr: int


@dataclass(frozen=True)
class Company:
    """A company, what it is like, and what happened to it.

    Attributes:
        demand: Measurements a month it would order at a middling satisfaction.
        terms: The tier of each term it signed, by the term's first day.
        adopts: Its liking for features, in standard deviations.
    """

    id: str
    character: Character
    course: Course
    demand: float
    terms: tuple[tuple[date, Tier], ...]
    has_api: bool
    adopts: float

    def tier_on(self, day: date) -> Tier:
        """What it has signed on a day (the first where it had not signed yet)."""
        signed = [tier for first, tier in self.terms if first <= day]
        return signed[-1] if signed else self.terms[0][1]


def found_company(number: int, kind: Kind | None, catalogue: DemoCatalogue, chance: Chance) -> Company:
    """Founds a company and lets it live three years.

    Args:
        number: Its place among the companies.
        kind: A surprise it has to be, certain to end as such; drawn where None.
        catalogue: What it can sign.
        chance: Its own chance.
    """
    random, today = chance.random, chance.now.date()
    character = character_of(random, kind)
    weights = [_SIZES[min(n, len(_SIZES) - 1)] for n in range(len(catalogue.tiers))]
    tier = catalogue.tiers[int(random.choice(len(weights), p=[w / sum(weights) for w in weights]))]
    youngest = 1 if kind is None else MONTHS // 2  # a surprise needs a history to be seen in
    joined = months_later(today.replace(day=1), -int(random.integers(youngest, OLDEST_MONTHS)))
    is_long = tier is catalogue.tiers[-1] and chance.happens(0.25)
    term = LONG_TERM_MONTHS if is_long else TERM_MONTHS
    fate: Fate = "drawn" if kind is None else "merged" if kind == "merger" else "stays"
    course = course_of(character, joined, term, chance.now, random, fate)
    demand = tier.limit * float(random.normal(0.78, 0.08))
    terms = _terms(course, tier, demand, catalogue, chance)
    has_api = catalogue.api_price is not None and terms[-1][1].id == catalogue.api_tier and chance.happens(0.4)
    return Company(f"b2b-{number:04d}", character, course, demand, terms, has_api, float(random.normal()))


def _terms(
    course: Course, tier: Tier, demand: float, catalogue: DemoCatalogue, chance: Chance
) -> tuple[tuple[date, Tier], ...]:
    """Terms up to today; at a renewal, who uses nearly all of it may take the next tier."""
    until = course.left or chance.now.date()
    first, signed = course.joined, [(course.joined, tier)]
    while (first := months_later(first, course.term_months)) <= until:
        place = catalogue.tiers.index(tier)
        if demand > 0.85 * tier.limit and place + 1 < len(catalogue.tiers) and chance.happens(0.5):
            tier = catalogue.tiers[place + 1]
        signed.append((first, tier))
    return tuple(signed)


def write_company(
    company: Company, name: str, csm_id: str, rows: Rows, words: Words, catalogue: DemoCatalogue, chance: Chance
) -> tuple[Signed, ...]:
    """Writes who a company is and what it signed.

    Returns:
        What it signed, the oldest first.
    """
    prefecture = chance.one_of(sorted(catalogue.places))
    place = catalogue.places[prefecture]
    rows.add(
        Customer,
        id=company.id,
        name=name,
        type="b2b",
        prefecture=prefecture,
        address=address(chance, place, words, room=False),
        phone=phone(chance, place.dial),
        email=f"{company.id}@example.com",
        noise_hours=[],
        since=company.course.joined,
        csm_id=csm_id,
    )
    random = chance.random
    total = max(20, round(company.demand * _PROPERTIES_A_MEASUREMENT * float(random.lognormal(0, 0.4))))
    covered = round(total * float(random.uniform(0.3, 1.0)))
    more = int(random.integers(0, 3)) if catalogue.properties_price is not None else 0
    left, today = company.course.left, chance.now.date()
    notice = _notice(company.course, chance)
    signed = []
    for number, (first, tier) in enumerate(company.terms):
        ends = renewal_after(first, company.course.joined, company.course.term_months)
        is_last = number + 1 == len(company.terms)
        has_api = company.has_api and tier.id == catalogue.api_tier
        options = more * (catalogue.properties_price or 0) + (catalogue.api_price or 0) * has_api
        mrr = tier.price + options
        signed.append(Signed(first, mrr))
        rows.add(
            Contract,
            id=f"{company.id}-k{number + 1}",
            customer_id=company.id,
            plan=tier.id,
            monthly_limit=tier.limit,
            mrr=mrr,
            starts_on=first,
            ends_on=ends,
            notice_on=notice if is_last and left is not None and notice <= today else None,
            ended_on=left if is_last else ends,
            properties_total=total,
            properties_covered=covered,
            has_api=has_api,
            features=[*words.features, *([API] if has_api else [])],
        )
    return tuple(signed)


def _notice(course: Course, chance: Chance) -> date:
    """When somebody who leaves says so: about a month before, and not before they thought of it."""
    if course.left is None:
        return chance.now.date()
    decided = course.quarters[-1].begins.date() + timedelta(days=1)
    return max(decided, course.left - timedelta(days=int(chance.random.integers(30, 45))))
