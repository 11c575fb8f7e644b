"""What the staff read of a handover, and what they may begin with."""

from typing import Final, Literal

from pydantic import Field

from domain.labels import EmotionLabel, Intent, Trigger
from domain.packet.terms import DraftKind, When
from domain.packet.types import StepKind
from domain.recovery import Severity
from domain.success.customer_360 import CustomerType, HealthStatus, RiskLevel
from knowledge.pack.part import Identifier, Part, Text

Flow = Literal["diagnosis", "booking", "change", "cancel"]

HEALTH_VALUES: Final = frozenset({"part", "points", "weight"})
RECOVERY_VALUES: Final = frozenset({"cause", "severity", "ltv", "escalations", "recoveries", "given"})
TROUBLE_VALUES: Final = frozenset({"where", "what", "details"})
SUMMARY_VALUES: Final = frozenset(
    {
        "name",
        "type",
        "someone",
        "trouble",
        "matter",
        "opening",
        "category",
        "steps",
        "wants",
        "sentence",
        "wishes",
        "no_contact",
    }
)
SAID_VALUES: Final = frozenset({"sentence", "question", "matter", "what", "opening"})
DRAFT_VALUES: Final = SAID_VALUES | {
    *("to", "me", "company", "trouble", "details", "titles", "plan", "price", "visit", "held"),
}
ADVICE_VALUES: Final = SAID_VALUES | {"steps", "wants", "wishes", "trigger", "risk"}
STEP_VALUES: Final[dict[StepKind, frozenset[str]]] = {
    "earlier": frozenset({"count", "trigger", "note"}),
    "diagnosis": frozenset({"count"}),
    "recommendation": frozenset({"plan", "price"}),
    "booking": frozenset({"plan", "start"}),
    "chosen": frozenset({"plan", "start"}),
    "booked": frozenset({"plan", "start", "fee"}),
    "change": frozenset({"plan", "start", "fee"}),
    "rescheduled": frozenset({"plan", "start", "fee"}),
    "cancel": frozenset({"plan", "start", "fee"}),
    "cancelled": frozenset({"plan", "start", "fee"}),
    "fee_asked": frozenset({"plan", "start", "fee"}),
    "answers": frozenset({"titles", "more"}),
    "repeated": frozenset({"title", "count"}),
    "talks": frozenset({"count"}),
    "manager": frozenset(),
    "account": frozenset(),
    "unanswered": frozenset({"count"}),
    "nothing": frozenset(),
}
"""Every text about a handover and the values it may hold. A line whose values are all unknown is left out."""


class HandoverSlot(Part):
    """What the staff call a slot of the diagnosis; without `values`, what the diagnosis calls them."""

    name: Text
    says: Text = "{value}"
    values: dict[str, Text] = {}
    silent: tuple[str, ...] = ()


class Trouble(Part):
    """A noise in a few words, put together from slots; `unnamed` where nobody said what it is."""

    text: Text
    unnamed: Text
    where: Identifier
    what: Identifier
    details: tuple[Identifier, ...]


class OwnNoise(Part):
    """Somebody whose own noise others complain of, and the words that tell so."""

    text: Text
    words: tuple[str, ...] = Field(min_length=1)


class SummaryLines(Part):
    """The three lines of a summary."""

    who: Text
    course: Text
    wish: Text


class StaffWish(Part):
    """Something a customer may want of a person, and the words they want it with."""

    name: Text
    words: tuple[str, ...] = Field(min_length=1)
    implied: tuple[Trigger, ...] = ()
    """Reasons for a handover that say so already."""


class TicketCategory(Part):
    """What a handover may be about, and what speaks for it."""

    name: Text
    triggers: tuple[Trigger, ...] = ()
    leans: tuple[Trigger, ...] = ()
    intents: tuple[Intent, ...] = ()
    topics: tuple[Identifier, ...] = ()
    flows: tuple[Flow, ...] = ()
    words: tuple[str, ...] = ()


class Fits(Part):
    """When an action or a draft fits; everything that is given must hold (`domain.packet.terms.When`)."""

    triggers: tuple[Trigger, ...] = ()
    categories: tuple[Identifier, ...] = ()
    wishes: tuple[Identifier, ...] = ()
    told: tuple[Identifier, ...] = ()
    known: bool | None = None
    contact: bool | None = None
    visit: bool | None = None
    answered: bool | None = None
    wrong: tuple[Identifier, ...] = ()
    flows: tuple[Flow, ...] = ()
    displeased: bool | None = None
    risk: tuple[RiskLevel, ...] = ()
    health: tuple[HealthStatus, ...] = ()

    def rule(self) -> When:
        """The same as the domain judges it."""
        return When(
            triggers=frozenset(self.triggers),
            categories=frozenset(self.categories),
            wishes=frozenset(self.wishes),
            told=frozenset(self.told),
            known=self.known,
            contact=self.contact,
            visit=self.visit,
            answered=self.answered,
            wrong=frozenset(self.wrong),
            flows=frozenset(self.flows),
            displeased=self.displeased,
            risk=frozenset(self.risk),
            health=frozenset(self.health),
        )


class NextStep(Part):
    """What is to be done first, and why."""

    kind: Identifier
    text: Text
    reason: Text
    when: Fits = Fits()


class ReplyDraft(Part):
    """A reply to begin with; `sources` are the topics of the FAQ its facts are from."""

    title: Text
    text: Text
    kind: DraftKind
    sources: tuple[Identifier, ...] = ()
    when: Fits = Fits()


class Handover(Part):
    """Everything worded about a handover.

    Attributes:
        feelings: What feelings are called.
        slots: What the slots of the diagnosis are called, in the order in which they are shown.
        trouble: The noise in a few words.
        own_noise: What is said where the noise is the customer's own.
        between: What stands between two of a list.
        someone: Somebody whose name is not known.
        types: Kinds of customers.
        summary: The three lines.
        wants: What is wanted, by the reason for a person.
        steps: What was tried.
        wishes: What may be wanted of a person beside.
        categories: What it may be about; the last is for the rest.
        next: What is done first; the first that fits.
        drafts: Replies to begin with; the first three that fit.
        rough: Words that are not said back.
        no_contact: Said where nobody knows how to reach the customer.
        health_because: Why a customer's health is what it is.
        recovery_because: Why so much may be offered.
        severities: How bad something is.
        recovery: What may have gone wrong, by the words that speak of it.
    """

    feelings: dict[EmotionLabel, Text]
    slots: dict[Identifier, HandoverSlot]
    trouble: Trouble
    own_noise: OwnNoise
    between: Text
    someone: Text
    types: dict[CustomerType, Text]
    summary: SummaryLines
    wants: dict[Trigger, Text]
    steps: dict[StepKind, Text]
    wishes: dict[Identifier, StaffWish] = {}
    categories: dict[Identifier, TicketCategory] = {}
    next: tuple[NextStep, ...] = Field(min_length=1)
    drafts: dict[Identifier, ReplyDraft] = Field(min_length=1)
    rough: tuple[str, ...] = ()
    no_contact: Text
    health_because: Text
    recovery_because: Text
    severities: dict[Severity, Text]
    recovery: dict[Identifier, tuple[str, ...]] = {}
