"""What a company's own page says, and when its chat offers help there. A pack without a page leaves it out."""

from collections.abc import Iterator

from pydantic import Field

from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.units import Minutes

Place = tuple[str | int, ...]


class Card(Part):
    """A heading with a few sentences."""

    title: Text
    text: Text


class Cards(Part):
    """A section of cards."""

    title: Text
    lead: Text | None = None
    items: tuple[Card, ...] = Field(min_length=1)


class Points(Part):
    """A section of short lines."""

    title: Text
    items: tuple[Text, ...] = Field(min_length=1)


class Offers(Part):
    """The section of prices; the prices themselves are the plans'."""

    title: Text
    lead: Text
    fits: dict[Identifier, Text] = {}
    """For each plan, whom it suits."""
    addons: dict[Identifier, Text] = {}
    """For each add-on shown, what it is."""
    notes: tuple[Text, ...] = ()


class Questions(Part):
    """The section of questions: topics of the FAQ, in the FAQ's own words."""

    title: Text
    topics: tuple[Identifier, ...] = Field(min_length=1)


class Closing(Part):
    """The last invitation of the page."""

    title: Text
    text: Text


class Site(Part):
    """The company's page, from top to bottom."""

    description: Text
    headline: Text
    lead: Text
    assurances: tuple[Text, ...] = ()
    button: Identifier
    worries: Points
    steps: Cards
    plans: Offers
    hours: Cards
    questions: Questions
    closing: Closing


class ProactiveTopic(Part):
    """What help is offered on a part of a page marked with this topic's name."""

    title: Text
    topics: tuple[Identifier, ...] = ()
    buttons: tuple[Identifier, ...] = ()


class Proactive(Part):
    """When a visitor seems stuck, and what is said then. Every threshold counts within one visit.

    Attributes:
        greeting: What the offer says.
        idle_seconds: Nothing moved for so long on a marked part of the page.
        back_and_forth: How often somebody returned to the page or part they had just left.
        back_and_forth_minutes: Within this time.
        form_errors: How often a form could not be sent.
        script_errors: How many scripts of the page broke.
        topics: What is offered where, by the name a page marks its part with.
    """

    greeting: Text
    idle_seconds: int = Field(ge=1)
    back_and_forth: int = Field(ge=1)
    back_and_forth_minutes: Minutes
    form_errors: int = Field(ge=1)
    script_errors: int = Field(ge=1)
    topics: dict[Identifier, ProactiveTopic] = {}


def written(part: Part, at: Place) -> Iterator[tuple[Place, str]]:
    """Every text of a part and of the parts in it, with where it stands. What only names something is no text."""
    for field in type(part).model_fields:
        if field not in ("button", "buttons", "topics") or (field == "topics" and isinstance(part, Proactive)):
            yield from _texts(getattr(part, field), (*at, field))


def _texts(value: object, at: Place) -> Iterator[tuple[Place, str]]:
    match value:
        case str():
            yield at, value
        case Part():
            yield from written(value, at)
        case tuple():
            for i, entry in enumerate(value):
                yield from _texts(entry, (*at, i))
        case dict():
            for name, entry in value.items():
                yield from _texts(entry, (*at, name))
