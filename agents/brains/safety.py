"""Danger, read by the pack's patterns alone: no encoder, no index, nothing that can be out."""

import re
from dataclasses import dataclass
from typing import Final

from domain.labels import SafetyKind
from knowledge.pack.schema import Safety

SPECIAL_FIRST: Final[tuple[SafetyKind, ...]] = ("child", "partner", "self_harm", "emergency", "violence")
"""A blow in the family also reads as violence; the lines for children and partners must not be hidden by that."""


@dataclass(frozen=True)
class _CompiledRule:
    kind: SafetyKind
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def fires(self, text: str) -> bool:
        for idiom in self.unless:
            text = idiom.sub(" ", text)
        return any(pattern.search(text) for pattern in self.patterns)


class SafetyReader:
    """Reads danger in normalized text."""

    def __init__(self, safety: Safety) -> None:
        self._rules = tuple(
            _CompiledRule(rule.kind, tuple(map(re.compile, rule.patterns)), tuple(map(re.compile, rule.unless)))
            for rule in safety.rules
        )
        self._idioms = tuple(idiom for rule in self._rules for idiom in rule.unless)

    def read(self, text: str) -> SafetyKind | None:
        """The kind of danger a message speaks of, or None. Of several kinds, the one with the most special help."""
        kinds = {rule.kind for rule in self._rules if rule.fires(text)}
        return next((kind for kind in SPECIAL_FIRST if kind in kinds), None)

    def without_idioms(self, text: str) -> str:
        """The message without what only sounds like danger (死ぬほどうるさい)."""
        for idiom in self._idioms:
            text = idiom.sub(" ", text)
        return text
