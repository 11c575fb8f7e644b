"""What a packet is worded with, and by what it is judged (pack data)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from domain.labels import EmotionLabel, Intent, Trigger
from domain.packet.types import Source, StepKind
from domain.recovery import Severity
from domain.success.churn_words import FactorWords
from domain.success.customer_360 import HealthStatus, RiskLevel

DraftKind = Literal["receive", "tell", "ask", "call"]

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class SlotWords:
    """What the staff call a slot of the diagnosis.

    Attributes:
        name: The slot.
        values: Its values.
        kind: Words, or a date or a number behind them.
        says: How a value is said; it holds `{value}`.
    """

    name: str
    values: Mapping[str, str]
    kind: Literal["words", "days", "talks"] = "words"
    says: str = "{value}"


@dataclass(frozen=True)
class Category:
    """What a handover may be about, and what speaks for it.

    Attributes:
        id: Its id.
        name: The same in the staff's words.
        triggers: Reasons for a person that are about it.
        leans: Reasons that may be about it.
        intents: What customers want.
        topics: Categories of the FAQ.
        flows: What they were in the middle of.
        words: What they say.
        is_rest: Taken where nothing speaks for another.
    """

    id: str
    name: str
    triggers: frozenset[Trigger] = frozenset()
    leans: frozenset[Trigger] = frozenset()
    intents: frozenset[Intent] = frozenset()
    topics: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()
    words: Patterns = ()
    is_rest: bool = False


@dataclass(frozen=True)
class Wish:
    """Something a customer may want of a person, and the words they want it with; `implied` by some reasons anyway."""

    id: str
    name: str
    words: Patterns
    implied: frozenset[Trigger] = frozenset()


@dataclass(frozen=True)
class When:
    """When a next action or a draft fits; everything that is given must hold.

    Attributes:
        triggers: Why a person is due; empty for any reason.
        categories: What it is about.
        wishes: One of these is wanted.
        told: All of these slots were told.
        known: Whether the customer is known.
        contact: Whether they can be reached.
        visit: Whether a visit lies ahead.
        answered: Whether they were given an answer before.
        wrong: One of these is what went wrong.
        flows: They were in the middle of one of these.
        displeased: Whether the last they said was displeased with us.
        risk: Levels of the risk that they leave; none of them holds of somebody unknown.
        health: Colours of their health; likewise.
    """

    triggers: frozenset[Trigger] = frozenset()
    categories: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    known: bool | None = None
    contact: bool | None = None
    visit: bool | None = None
    answered: bool | None = None
    wrong: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()
    displeased: bool | None = None
    risk: frozenset[RiskLevel] = frozenset()
    health: frozenset[HealthStatus] = frozenset()


@dataclass(frozen=True)
class NextRule:
    """What is to be done first, and why; the first rule that fits decides."""

    kind: str
    text: str
    reason: str
    when: When = When()


@dataclass(frozen=True)
class DraftRule:
    """A reply to begin with: one that takes in what was said, tells, asks, or calls.

    A line whose values are all unknown is left out.
    """

    id: str
    title: str
    text: str
    sources: tuple[Source, ...] = ()
    kind: DraftKind = "ask"
    when: When = When()


@dataclass(frozen=True)
class RecoveryWords:
    """The words that speak of something that went wrong (`domain.recovery`)."""

    cause: str
    words: Patterns


@dataclass(frozen=True)
class Wording:
    """A pack's own words about a handover.

    Attributes:
        company: Who writes.
        feelings: Feelings.
        trouble: The noise: `{where}`, `{what}`, `{details}`.
        own_noise: Said in place of it where the noise is the customer's own, and the words that tell so.
        where: The slot that says where it comes from.
        what: The slot that says what it is.
        details: The slots that say how it is.
        silent: Values that say nothing worth a summary, by slot.
        between: What stands between two of a list.
        someone: Somebody whose name is not known.
        sound: A noise nobody said more of.
        types: Kinds of customers.
        summary: The three lines; what stands in one line of them is dropped where its values are unknown.
        wants: What is wanted, by the reason for a person.
        steps: What was tried.
        wishes: What may be wanted of a person.
        categories: What it may be about; the last is taken where nothing speaks for any.
        next: What is done first.
        drafts: Replies to begin with.
        rough: Words that are not said back to the customer.
        no_contact: Said where nobody knows how to reach them.
        health_because: Why a customer's health is what it is: `{part}`, `{points}`, `{weight}`.
        recovery_because: Why so much may be offered: `{cause}`, `{severity}`, `{ltv}`, `{escalations}`, `{recoveries}`,
            `{given}`.
        severities: How bad something is.
        recovery: What may have gone wrong.
    """

    company: str
    feelings: Mapping[EmotionLabel, str]
    trouble: str
    own_noise: tuple[str, Patterns]
    where: str
    what: str
    details: tuple[str, ...]
    silent: Mapping[str, frozenset[str]]
    between: str
    someone: str
    sound: str
    types: Mapping[str, str]
    summary: tuple[str, str, str]
    wants: Mapping[Trigger, str]
    steps: Mapping[StepKind, str]
    wishes: tuple[Wish, ...]
    categories: tuple[Category, ...]
    next: tuple[NextRule, ...]
    drafts: tuple[DraftRule, ...]
    rough: Patterns
    no_contact: str
    health_because: str
    recovery_because: str
    severities: Mapping[Severity, str]
    recovery: tuple[RecoveryWords, ...]


@dataclass(frozen=True)
class CustomerWords:
    """What is said of a customer.

    Attributes:
        segments: Names of segments.
        parts: Names of the parts of health.
        risks: Names of levels of risk.
        factors: Sentences about why somebody may leave; None where the pack says nothing about it.
        plans: Names of all plans, those of companies among them.
    """

    segments: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    risks: Mapping[RiskLevel, str] = field(default_factory=dict)
    factors: FactorWords | None = None
    plans: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PacketTerms:
    """What things are called.

    Attributes:
        triggers: Reasons for a person.
        slots: The diagnosis slots, in the order in which they are shown.
        topics: The category of each topic of the FAQ.
        literals: Figures that are nobody's promise, such as an emergency number.
        plans: Names of plans by id.
        customers: What is said of a customer.
        wording: The pack's own words; None where it has none, and the packet then only says what was said.
    """

    triggers: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, SlotWords] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    literals: tuple[str, ...] = ()
    plans: Mapping[str, str] = field(default_factory=dict)
    customers: CustomerWords = CustomerWords()
    wording: Wording | None = None


PLAIN: Final = PacketTerms()
"""No words at all: what was said, and nothing about it."""


def finds(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The first place in a normalized text that one of the patterns finds."""
    return next((match for pattern in patterns if (match := pattern.search(text))), None)
