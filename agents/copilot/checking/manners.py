"""What a displeased customer must not miss: an apology, and who is writing."""

import re
from collections.abc import Iterator

from agents.copilot.checking.draft import CheckedDraft, found
from domain.copilot.advice import Finding
from knowledge.pack.tone import MannerRule, Tone


def missing_manners(draft: CheckedDraft, tone: Tone) -> Iterator[Finding]:
    """An apology and a greeting, where the customer is displeased with the company and there was none yet."""
    mood = draft.mood
    if mood is None or mood.target != "company" or not draft.sentences:
        return
    if mood.label not in tone.displeased.labels or mood.intensity < tone.displeased.least:
        return
    case, first = draft.assist.case, draft.sentences[0]
    written = [said.text for said in case.said if said.speaker == "staff"]
    whole = (0, len(first.text))
    if not any(_has(tone.apology, text) for text in (draft.text, *written)):
        yield found(first, whole, "apology", "warn", tone.apology)
    if case.is_first_reply and case.member.name not in draft.text and not _has(tone.greeting, draft.text):
        yield found(first, whole, "greeting", "warn", tone.greeting)


def _has(rule: MannerRule, text: str) -> bool:
    return any(re.search(pattern, text) for pattern in rule.patterns)
