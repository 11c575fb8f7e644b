"""Money, discounts and free services that are given away: within whose authority, and whether it was recorded."""

import re

from agents.copilot.checking.draft import CheckedDraft, found
from domain.copilot.advice import Finding
from domain.copilot.figures import figures, yen_of
from domain.copilot.sentences import Sentence, unfolded
from knowledge.pack import Pack
from knowledge.pack.tone import GiftRules
from knowledge.pack.units import YEN
from services.recovery import recovery_terms
from tools.declaration import Json
from tools.refusal import Refused


class GiftCheck:
    """Recognizes what is given.

    Args:
        pack: The pack.
        rules: Its words for it.
    """

    def __init__(self, pack: Pack, rules: GiftRules) -> None:
        self._rules = rules
        self._patterns = tuple(map(re.compile, rules.patterns))
        self._unless = tuple(map(re.compile, rules.unless))
        self._kinds = {kind: tuple(map(re.compile, patterns)) for kind, patterns in rules.kinds.items()}
        self._terms = recovery_terms(pack)

    def finding(self, draft: CheckedDraft, sentence: Sentence) -> Finding | None:
        """What is wrong with a gift; None where none is made, or it was granted in this case."""
        text = unfolded(sentence.text)
        match = next((match for pattern in self._patterns if (match := pattern.search(text))), None)
        if match is None or any(pattern.search(text) for pattern in self._unless):
            return None
        kind, amount = self._kind(text), self._amount(sentence)
        if self._granted(draft, kind, amount):
            return None
        worth = amount if amount is not None else self._least(kind)
        if worth is None:
            return found(sentence, match.span(), "authority", "stop", self._rules.unknown)
        own = _authority(draft)
        case, left = (own["case"], own["left"]) if own else (0, 0)
        told = {"amount": YEN.render(worth), "case": YEN.render(case), "left": YEN.render(left)}
        if worth > min(case, left):
            return found(sentence, match.span(), "authority", "stop", self._rules.above, **told)
        return found(sentence, match.span(), "authority", "warn", self._rules.unrecorded, **told)

    def _kind(self, text: str) -> str | None:
        return next(
            (kind for kind, patterns in self._kinds.items() if any(pattern.search(text) for pattern in patterns)), None
        )

    def _amount(self, sentence: Sentence) -> int | None:
        return max((yen for figure in figures(sentence.text) if (yen := yen_of(figure)) is not None), default=None)

    def _least(self, kind: str | None) -> int | None:
        """What a form is worth at least; None where it is no form the company gives."""
        if self._terms is None or kind is None or kind not in self._terms.kinds:
            return None
        return self._terms.kinds[kind].amounts[0]

    def _granted(self, draft: CheckedDraft, kind: str | None, amount: int | None) -> bool:
        return any(
            (kind is None or kind == granted.kind) and (amount is None or amount == granted.amount)
            for granted in draft.assist.case.granted
        )


def _authority(draft: CheckedDraft) -> Json | None:
    """What the member may give; None where they give nothing."""
    try:
        return draft.assist.toolbox.call("get_authority", {})
    except Refused:
        return None
