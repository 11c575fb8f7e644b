"""How the staff do not write to customers: rules of tone, and what must not be promised or given away."""

from typing import Annotated

from pydantic import Field

from domain.copilot.advice import FindingKind, Severity
from domain.labels import EmotionLabel
from knowledge.pack.account import Pattern
from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.success import Share


class Remedy(Part):
    """What whoever wrote it is told: why it should not go out so, and what could stand there instead."""

    reason: Text
    suggestion: Text


class ToneRule(Remedy):
    """Words that do not go out so.

    Attributes:
        kind: What they are.
        severity: `stop` where it would be wrong to send them, `warn` where it could be better.
        patterns: The words, over one sentence (full-width letters, digits and marks as half-width ones).
        unless: Such as look alike in the same sentence and are fine.
        as_promised: Fine where every figure of the sentence is one the customer was promised.
    """

    kind: FindingKind
    severity: Severity
    patterns: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()
    as_promised: bool = False


class GiftRules(Part):
    """Where something is given to the customer.

    Attributes:
        patterns: A sentence that gives something.
        unless: Such as look alike: conditions, questions, refusals, what everybody gets.
        kinds: Words for the forms of `recovery.kinds`.
        unknown: Told where nobody can tell what it is worth.
        above: Told where it is more than the member may give; has {amount}, {case} and {left}.
        unrecorded: Told where the member may give it and has not recorded it; has {amount}.
    """

    patterns: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()
    kinds: dict[Identifier, tuple[Pattern, ...]] = {}
    unknown: Remedy
    above: Remedy
    unrecorded: Remedy


class MannerRule(Remedy):
    """What must not be missing: one of `patterns`."""

    patterns: tuple[Pattern, ...] = Field(min_length=1)


class Displeased(Part):
    """Customers to whom nobody writes without an apology."""

    labels: tuple[EmotionLabel, ...] = Field(min_length=1)
    least: Annotated[int, Field(ge=1, le=3)]


class NameRules(Remedy):
    """How others are named; `unless` are words with a title that name nobody."""

    patterns: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()


class SuspicionRules(Part):
    """What the examples under `tone/` teach, where no rule has words for it.

    Attributes:
        least: From which score on a sentence is called in question; near 1 is a fault, near 0 none.
        remedies: What is told, by kind; a kind without one is not called in question.
    """

    least: Share
    remedies: dict[FindingKind, Remedy]


class Tone(Part):
    """The rules of tone."""

    rules: tuple[ToneRule, ...]
    forbidden: Remedy
    figures: Remedy
    contacts: Remedy
    names: NameRules
    gifts: GiftRules
    displeased: Displeased
    apology: MannerRule
    greeting: MannerRule
    suspected: SuspicionRules
