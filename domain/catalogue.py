"""What a company shows to anybody: what it sells, the words of its page, and when its chat offers help."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.reply import Option


@dataclass(frozen=True)
class CompanyNames:
    """Who it is."""

    name: str
    service: str
    assistant: str


@dataclass(frozen=True)
class PlanOffer:
    """A plan: price in yen, tax included; `hours` of measurement; `includes` is the name of the plan it builds on."""

    id: str
    name: str
    price: int
    hours: int
    contains: tuple[str, ...]
    includes: str | None
    fits: str | None


@dataclass(frozen=True)
class AddonOffer:
    """Something that can be added: price in yen, tax included."""

    id: str
    name: str
    price: int
    text: str


@dataclass(frozen=True)
class TextCard:
    """A heading with a few sentences."""

    title: str
    text: str


@dataclass(frozen=True)
class CardSection:
    """A section of cards."""

    title: str
    items: tuple[TextCard, ...]


@dataclass(frozen=True)
class PointSection:
    """A section of short lines."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class PriceSection:
    """What stands around the prices."""

    title: str
    lead: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SiteTexts:
    """The company's page, from top to bottom."""

    description: str
    headline: str
    lead: str
    assurances: tuple[str, ...]
    action: str
    worries: PointSection
    steps: CardSection
    plans: PriceSection
    hours: CardSection
    questions: CardSection
    closing: TextCard


@dataclass(frozen=True)
class HelpTopic:
    """What help is offered on a marked part of a page."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ProactiveHelp:
    """When a visitor seems stuck (see the pack's proactive.yaml), and what is offered then."""

    greeting: str
    idle_seconds: int
    back_and_forth: int
    back_and_forth_minutes: int
    form_errors: int
    script_errors: int
    topics: Mapping[str, HelpTopic]


@dataclass(frozen=True)
class Catalogue:
    """Everything widget and page show that is the company's own; `urgencies` are the degrees as it calls them."""

    company: CompanyNames
    plans: tuple[PlanOffer, ...]
    addons: tuple[AddonOffer, ...]
    urgencies: Mapping[str, str]
    site: SiteTexts | None
    proactive: ProactiveHelp | None
