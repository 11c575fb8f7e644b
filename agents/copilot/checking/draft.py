"""A draft under examination."""

from dataclasses import dataclass
from functools import cached_property

from agents.copilot.context import Assist
from domain.copilot.advice import Finding, FindingKind, Mood, Severity
from domain.copilot.sentences import Sentence, sentences
from knowledge.pack.tone import Remedy


@dataclass(frozen=True)
class CheckedDraft:
    """A draft, the case it is for, and how the customer feels."""

    assist: Assist
    mood: Mood | None
    text: str

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return tuple(sentences(self.text))


def found(
    sentence: Sentence, span: tuple[int, int], kind: FindingKind, severity: Severity, remedy: Remedy, **values: str
) -> Finding:
    """A finding over some words of a sentence; `values` are filled into the remedy's texts."""
    start, end = span
    return Finding(
        kind,
        severity,
        sentence.start + start,
        sentence.start + end,
        sentence.text[start:end],
        remedy.reason.format(**values),
        remedy.suggestion.format(**values),
    )
