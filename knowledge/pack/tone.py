"""How the staff do not write to customers: rules of tone, and what must not be promised."""

from pydantic import Field

from domain.copilot.advice import FindingKind, Severity
from knowledge.pack.account import Pattern
from knowledge.pack.part import Part, Text


class ToneRule(Part):
    """Words that do not go out so.

    Attributes:
        kind: What they are.
        severity: `stop` where it would be wrong to send them, `warn` where it could be better.
        patterns: The words, over one normalized sentence.
        unless: Such as look alike in the same sentence and are fine.
        reason: Why, for whoever wrote it.
        suggestion: What could stand there instead.
    """

    kind: FindingKind
    severity: Severity
    patterns: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()
    reason: Text
    suggestion: Text


class Tone(Part):
    """The rules of tone."""

    rules: tuple[ToneRule, ...]
