"""Drafts from what colleagues wrote in cases that ended well."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from agents.copilot.checking import ToneCheck
from agents.copilot.context import Assist
from domain.copilot.advice import Draft, Ground, Mood, Wish
from domain.copilot.case import PastReply
from domain.masking import redact
from domain.text import has_words, normalize
from knowledge.encoder.port import EncoderError, UnreadableText
from knowledge.pack.copilot import DraftWords
from services.copilot.past import CUSTOMER, WRITER, PastReplies

Likeness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near other texts are to one, -1 to 1; `knowledge.reader.Reader.likeness` is one."""

COMPARED: Final = 16
"""Replies whose questions are compared by meaning: those that share most with what was asked, letter by letter.
What was never encoded costs milliseconds each, and somebody waits."""

_MASK: Final = re.compile(r"\[[^\[\]]{1,8}\]")


@dataclass(frozen=True)
class PastDrafts:
    """Makes drafts of good replies of the past.

    Attributes:
        replies: Where they come from.
        likeness: Tells which fits.
        check: A reply that would be found fault with here, such as for another case's figures, is none for this one.
    """

    replies: PastReplies
    likeness: Likeness
    check: ToneCheck

    def drafts(self, assist: Assist, mood: Mood | None) -> list[Draft]:
        """Replies that were written to something like what the customer wrote last, the nearest first."""
        words = assist.pack.copilot.drafts if assist.pack.copilot else None
        asked = normalize(redact("\n".join(assist.case.pending[-2:]), _known(assist)))
        if words is None or not has_words(asked):
            return []
        replies = _alike(asked, self.replies.like(assist.case, words.satisfied))
        if not replies:
            return []
        try:
            near = self.likeness(asked, [reply.question for reply in replies])
        except (EncoderError, UnreadableText):
            return []
        ranked = sorted(zip(near, replies, strict=True), key=lambda pair: -pair[0])
        made = [_draft(assist, words, reply) for score, reply in ranked if score >= words.past]
        return [draft for draft in dict.fromkeys(made) if self._fits(assist, mood, draft)]

    def _fits(self, assist: Assist, mood: Mood | None, draft: Draft) -> bool:
        found = self.check(Assist(assist.desk, assist.case, Wish(draft=draft.text), assist.heard), mood) or ()
        return all(finding.severity != "stop" for finding in found)


def _alike(asked: str, replies: Sequence[PastReply]) -> list[PastReply]:
    """The replies whose questions share most pairs of letters with what was asked, the newest of equals first."""
    own = _pairs(asked)
    return sorted(replies, key=lambda reply: -len(own & _pairs(reply.question)))[:COMPARED]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _draft(assist: Assist, words: DraftWords, reply: PastReply) -> Draft:
    customer = assist.case.customer
    text = reply.text.replace(WRITER, assist.case.member.name)
    text = text.replace(CUSTOMER, customer.name if customer else words.gap)
    text = _named(assist, text, words)
    text = _MASK.sub(lambda match: f"［{match[0][1:-1]}］", text)
    gaps = tuple(dict.fromkeys(re.findall(r"［[^［］]{1,8}］", text)))
    return Draft("past", words.past_title, text, (Ground("past", reply.ticket_id, words.past_title),), gaps)


def _named(assist: Assist, text: str, words: DraftWords) -> str:
    """Names that no record told of: whoever is addressed is somebody else now."""
    tone = assist.pack.tone
    if tone is None:
        return text
    own = _known(assist)

    def gap(match: re.Match[str]) -> str:
        ours = any(part in match[0] for part in own) or any(re.search(entry, match[0]) for entry in tone.names.unless)
        return match[0] if ours else match[0].replace(match["name"], words.gap)

    for pattern in tone.names.patterns:
        text = re.sub(pattern, gap, text)
    return text


def _known(assist: Assist) -> list[str]:
    customer = assist.case.customer
    return [name for name in (customer.name if customer else "", assist.case.member.name) if name]
