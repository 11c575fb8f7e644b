"""All checks of a draft, one after another, over its sentences."""

from collections.abc import Iterator

from agents.copilot.checking.draft import CheckedDraft
from agents.copilot.checking.founded import Founded
from agents.copilot.checking.gifts import GiftCheck
from agents.copilot.checking.manners import missing_manners
from agents.copilot.checking.others import OthersCheck
from agents.copilot.checking.rules import RuleCheck
from agents.copilot.checking.suspicion import SuspicionCheck, Suspicions
from agents.copilot.context import Assist
from domain.copilot.advice import Finding, Mood
from domain.text import clean
from knowledge.pack import Pack
from knowledge.pack.tone import Tone


class ToneCheck:
    """The check of drafts, over one pack. Patterns are compiled and the pack's figures collected once.

    Args:
        pack: The pack.
        suspicions: How sentences read to what the pack's examples taught.
    """

    def __init__(self, pack: Pack, suspicions: Suspicions) -> None:
        self._checks = _Checks(pack, pack.tone, suspicions) if pack.tone else None

    def __call__(self, assist: Assist, mood: Mood | None) -> tuple[Finding, ...] | None:
        """What is wrong with the draft, in the order of the text; None where the pack has no rules of tone."""
        if self._checks is None:
            return None
        found = self._checks.findings(CheckedDraft(assist, mood, assist.wish.draft or ""))
        return tuple(sorted(dict.fromkeys(found), key=lambda finding: (finding.start, finding.end)))


class _Checks:
    def __init__(self, pack: Pack, tone: Tone, suspicions: Suspicions) -> None:
        self._tone = tone
        self._founded = Founded(pack, tone)
        self._rules = RuleCheck(pack, tone)
        self._gifts = GiftCheck(pack, tone.gifts)
        self._others = OthersCheck(pack, tone)
        self._suspected = SuspicionCheck(tone.suspected, suspicions)

    def findings(self, draft: CheckedDraft) -> Iterator[Finding]:
        if not clean(draft.text):
            return
        known = self._founded.of_case(draft.assist.case)
        open_to_doubt = []
        for sentence in draft.sentences:
            found = [*self._rules.forbidden(sentence)]
            if not known.says(sentence):
                given = self._gifts.finding(draft, sentence)
                found += [given] if given else []
                found += self._rules.broken(draft, sentence)
                found += self._others.named(draft, sentence)
                found += known.unfounded(sentence)
                open_to_doubt += [] if found else [sentence]
            yield from found
        yield from self._suspected.findings(open_to_doubt)
        yield from missing_manners(draft, self._tone)
