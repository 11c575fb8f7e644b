"""All checks of a draft, one after another, over its sentences."""

from collections.abc import Iterator

from agents.copilot.checking.draft import CheckedDraft
from agents.copilot.checking.founded import Founded
from agents.copilot.checking.gifts import GiftCheck
from agents.copilot.checking.manners import missing_manners
from agents.copilot.checking.others import OthersCheck
from agents.copilot.checking.rules import RuleCheck
from agents.copilot.context import Assist
from domain.copilot.advice import Finding, Mood
from domain.text import clean
from knowledge.pack import Pack
from knowledge.pack.tone import Tone


class ToneCheck:
    """The check of drafts, over one pack. Patterns are compiled and the pack's figures collected once.

    Args:
        pack: The pack.
    """

    def __init__(self, pack: Pack) -> None:
        self._checks = _Checks(pack, pack.tone) if pack.tone else None

    def __call__(self, assist: Assist, mood: Mood | None) -> tuple[Finding, ...] | None:
        """What is wrong with the draft, in the order of the text; None where the pack has no rules of tone."""
        if self._checks is None:
            return None
        found = self._checks.findings(CheckedDraft(assist, mood, assist.wish.draft or ""))
        return tuple(sorted(dict.fromkeys(found), key=lambda finding: (finding.start, finding.end)))


class _Checks:
    def __init__(self, pack: Pack, tone: Tone) -> None:
        self._tone = tone
        self._founded = Founded(pack, tone)
        self._rules = RuleCheck(pack, tone)
        self._gifts = GiftCheck(pack, tone.gifts)
        self._others = OthersCheck(pack, tone)

    def findings(self, draft: CheckedDraft) -> Iterator[Finding]:
        if not clean(draft.text):
            return
        known = self._founded.of_case(draft.assist.case)
        for sentence in draft.sentences:
            yield from self._rules.forbidden(sentence)
            if known.says(sentence):
                continue
            given = self._gifts.finding(draft, sentence)
            yield from [given] if given else []
            yield from self._rules.broken(draft, sentence)
            yield from self._others.named(draft, sentence)
            yield from known.unfounded(sentence)
        yield from missing_manners(draft, self._tone)
