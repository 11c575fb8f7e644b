"""Other people's data: telephone numbers, addresses and names that are neither the customer's nor the company's."""

import re
from collections.abc import Iterator

from agents.copilot.checking.draft import CheckedDraft, found
from domain.copilot.advice import Finding
from domain.copilot.sentences import Sentence, unfolded
from domain.masking import mask
from domain.text import normalize
from knowledge.pack import Pack
from knowledge.pack.tone import Tone


class OthersCheck:
    """Looks for other people's data.

    Args:
        pack: The pack.
        tone: Its rules of tone.
    """

    def __init__(self, pack: Pack, tone: Tone) -> None:
        self._contacts, self._names = tone.contacts, tone.names
        self._patterns = tuple(map(re.compile, tone.names.patterns))
        self._unless = tuple(map(re.compile, tone.names.unless))
        self._literals = tuple(normalize(literal.text) for literal in pack.literals)

    def named(self, draft: CheckedDraft, sentence: Sentence) -> Iterator[Finding]:
        """Personal data of a sentence that the customer did not bring and the record does not hold as theirs."""
        known = _known(draft)
        for original in mask(sentence.text).originals.values():
            if normalize(original) not in known and not any(normalize(original) in text for text in self._literals):
                at = sentence.text.index(original)
                yield found(sentence, (at, at + len(original)), "personal", "stop", self._contacts)
        text = unfolded(sentence.text)
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                name = match["name"] if "name" in pattern.groupindex else None
                if any(entry.search(match[0]) for entry in self._unless) or (name is not None and name in known):
                    continue
                yield found(sentence, match.span(), "personal", "stop", self._names)


def _known(draft: CheckedDraft) -> str:
    """The customer's own data and words, and the names of who serves them."""
    case = draft.assist.case
    own = case.customer
    record = (own.name, own.phone, own.email, own.address) if own else ()
    said = [entry.text for entry in case.said if entry.speaker != "staff"]
    authors = [entry.author for entry in case.said if entry.author]
    return normalize("\n".join(filter(None, (*record, *said, *authors, case.member.name))))
