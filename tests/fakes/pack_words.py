"""Whether a reply says nothing but what the pack says."""

import re
from collections.abc import Iterable

from knowledge.pack import Pack
from knowledge.pack.references import render


class PackWords:
    """Tells whether a reply is made of the pack's sentences alone, whatever stands in their gaps.

    Args:
        pack: Whose words.
        more: Other sentences that may stand there.
    """

    def __init__(self, pack: Pack, more: Iterable[str] = ()) -> None:
        topics = pack.topics.values()
        diagnosis = pack.diagnosis
        texts = [
            *more,
            *pack.templates.values(),
            *pack.safety.replies.values(),
            *(topic.answer for topic in topics),
            *diagnosis.empathy.values(),
            *diagnosis.category_notes.values(),
            *(slot.question for slot in diagnosis.slots.values() if slot.question),
        ]
        sentences = {sentence for text in texts for sentence in _sentences(render(pack, text))}
        gap = re.compile(r"\\\{[a-z_]+\\\}")
        self._known = re.compile("|".join(gap.sub(".{1,60}", re.escape(sentence)) for sentence in sorted(sentences)))

    def foreign(self, message: str) -> list[str]:
        return [s for s in _sentences(message) if not self._known.fullmatch(s) and not re.match(r"\d\. \d+月", s)]


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=。)|\n", text) if part and part.strip()]
