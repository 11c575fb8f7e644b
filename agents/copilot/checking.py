"""Looks a draft over before it is sent."""

import re

from agents.copilot.context import Assist
from domain.copilot.advice import Finding, Mood
from domain.copilot.sentences import Sentence, sentences
from knowledge.pack.tone import ToneRule


def check_draft(assist: Assist, mood: Mood | None) -> tuple[Finding, ...] | None:
    """What is wrong with the draft, in the order of the text; None where the pack has no rules of tone."""
    tone = assist.pack.tone
    if tone is None:
        return None
    found = [
        finding
        for sentence in sentences(assist.wish.draft or "")
        for rule in tone.rules
        if (finding := _broken(rule, sentence)) is not None
    ]
    return tuple(sorted(found, key=lambda finding: finding.start))


def _broken(rule: ToneRule, sentence: Sentence) -> Finding | None:
    match = next((found for pattern in rule.patterns if (found := re.search(pattern, sentence.text))), None)
    if match is None or any(re.search(pattern, sentence.text) for pattern in rule.unless):
        return None
    start = sentence.start + match.start()
    return Finding(rule.kind, rule.severity, start, start + len(match[0]), match[0], rule.reason, rule.suggestion)
