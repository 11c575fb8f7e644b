"""What a simulated customer is given: who they are (persona), what they came for and the facts they know (goal)."""

from datetime import date, time
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from evals.part import Identifier, Part

Voice = Literal["plain", "polite", "terse", "young", "elderly", "kansai", "tohoku", "hakata"]
Typing = Literal["slips", "kana", "particles", "night"]
Wants = Literal["learn", "diagnose", "book", "change", "cancel", "check", "person"]
Fact = Literal["plan", "when", "payment", "address", "phone", "email"]
Demand = Literal[
    "human_request", "refund", "contract_end", "legal", "complaint", "anger", "dissatisfaction", "anxiety", "impatience"
]
Chance = Annotated[float, Field(ge=0, le=1)]

MOST_PATIENCE: Final = 6


class Persona(Part):
    """Who speaks, and how.

    Attributes:
        voice: Whose words are taken from the banks: a register, an age or a dialect.
        typing: What the keyboard does: wrong conversions, kana only, particles left out, tired at night.
        verbosity: How much stands around what is meant.
        patience: Turns without getting anywhere that are borne before it is said aloud.
        mood: Displeasure at the start; from 1 it shows, from 2 it is aimed at the company.
        presses: How often a button is pressed where one says what is meant.
        volunteers: How often the next thing is told before it is asked for.
        corrects: How often something is told wrong at first, and put right in the next message.
    """

    voice: Voice = "plain"
    typing: tuple[Typing, ...] = ()
    verbosity: Literal["terse", "normal", "chatty"] = "normal"
    patience: int = Field(3, ge=1, le=MOST_PATIENCE)
    mood: float = Field(0.0, ge=0, le=3)
    presses: Chance = 0.2
    volunteers: Chance = 0.2
    corrects: Chance = 0.0


class When(Part):
    """When a visit suits.

    Attributes:
        days: Days that suit, the one liked best first.
        since: The first start that suits, on any of the days.
        until: The last one.
        said: The wish in the customer's own words; without it, day and hours are put into words.
        flexible: Whether another time is taken where none of the wished ones is free.
    """

    days: tuple[date, ...] = ()
    since: time = time(9)
    until: time = time(23)
    said: str | None = None
    flexible: bool = True

    def suits(self, day: date, start: time) -> bool:
        """Whether a start suits."""
        return (not self.days or day in self.days) and self.since <= start <= self.until


class Contact(Part):
    """Who is visited where. Somebody on record is not asked for it."""

    area: str | None = None
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None


class ChangeOfMind(Part):
    """At a question of the assistant's something else is wanted all at once.

    Attributes:
        at: The question (`asks` of the reply) at which it happens.
        fact: What changes.
        to: What it is from then on; of `when` a day.
    """

    at: str
    fact: Fact
    to: str | date

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.fact == "when") != isinstance(self.to, date):
            raise ValueError("`when` changes to a day, everything else to a text")
        return self


class Goal(Part):
    """What somebody came for: constraints, which they tell when asked, and requests, which they want answered.

    Attributes:
        wants: What has to come out.
        solvable: Whether that can be had without a person; where it cannot, a handover is the right end.
        demand: What kind of case for a person it is (`wants: person`).
        topics: FAQ topics to be answered, one after the other.
        asides: FAQ topics asked in between.
        slots: Facts on the noise, by diagnosis slot; what is not here is not known.
        plan: The plan that is booked.
        recommended: The plan a diagnosis has to end with.
        then_book: Whether the recommended plan is booked at once.
        when: When the visit suits.
        payment: How it is paid: a way of `evals/banks/page.yaml`.
        contact: Who is visited where.
        booking: How the customer calls the booking that is moved, cancelled or looked up, where there are several.
        fee_up_to: The highest fee in yen that is accepted; above it everything stays as it is.
        changes: Changes of mind.
    """

    wants: Wants
    solvable: bool = True
    demand: Demand | None = None
    topics: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    slots: dict[str, Any] = {}
    plan: Identifier | None = None
    recommended: Identifier | None = None
    then_book: bool = False
    when: When = When()
    payment: Identifier = "card"
    contact: Contact = Contact()
    booking: str | None = None
    fee_up_to: int = Field(100_000, ge=0)
    changes: tuple[ChangeOfMind, ...] = ()

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.wants == "learn" and not self.topics:
            raise ValueError("a goal that wants to learn needs `topics`")
        if self.wants == "person" and self.demand is None:
            raise ValueError("a goal that wants a person needs a `demand`: why")
        if self.wants == "diagnose" and not self.slots:
            raise ValueError("a goal that wants a diagnosis needs `slots`: what is known of the noise")
        if self.wants == "book" and self.plan is None:
            raise ValueError("a goal that wants a booking needs a `plan`")
        return self


class Brief(Part):
    """A simulated customer: `simulate: {persona: …, goal: …}` of a case."""

    persona: Persona = Persona()
    goal: Goal
