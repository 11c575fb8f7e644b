"""Words that do not go out so: the pack's rules, and its forbidden words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.copilot.checking.draft import CheckedDraft, found
from domain.copilot.advice import Finding
from domain.copilot.figures import values
from domain.copilot.sentences import Sentence, unfolded
from knowledge.company_words import company_words
from knowledge.pack import Pack
from knowledge.pack.tone import Tone, ToneRule


@dataclass(frozen=True)
class _Rule:
    rule: ToneRule
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def match(self, text: str) -> re.Match[str] | None:
        """The first words of a sentence that break the rule."""
        if any(pattern.search(text) for pattern in self.unless):
            return None
        return next((match for pattern in self.patterns if (match := pattern.search(text))), None)


class RuleCheck:
    """The rules of one pack.

    Args:
        pack: The pack.
        tone: Its rules of tone.
    """

    def __init__(self, pack: Pack, tone: Tone) -> None:
        self._rules = tuple(
            _Rule(rule, tuple(map(re.compile, rule.patterns)), tuple(map(re.compile, rule.unless)))
            for rule in tone.rules
        )
        self._forbidden = sorted(company_words(pack).forbidden, key=len, reverse=True)
        self._remedy = tone.forbidden

    def forbidden(self, sentence: Sentence) -> Iterator[Finding]:
        """Words no text to a customer may use, wherever they come from."""
        text = unfolded(sentence.text)
        for word in self._forbidden:
            at = text.find(word)
            if at >= 0:
                yield found(sentence, (at, at + len(word)), "forbidden", "stop", self._remedy)

    def broken(self, draft: CheckedDraft, sentence: Sentence) -> Iterator[Finding]:
        """Rules a sentence breaks."""
        text = unfolded(sentence.text)
        for entry in self._rules:
            match = entry.match(text)
            if match is None:
                continue
            if entry.rule.as_promised and (said := values([sentence.text])):
                if said <= values([draft.assist.case.promise]):
                    continue
            yield found(sentence, match.span(), entry.rule.kind, entry.rule.severity, entry.rule)
