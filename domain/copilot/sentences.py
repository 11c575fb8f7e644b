"""A draft as sentences, each with its place in the text as it was written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_END: Final = re.compile(r"(?<=[。！？!?])(?![。！？!?」』）)])|\n+")

_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def sentences(text: str) -> Iterator[Sentence]:
    """Splits a text, in order; what is blank is left out."""
    start = 0
    for part in (*(match.span() for match in _END.finditer(text)), (len(text), len(text))):
        raw = text[start : part[0]]
        bare = raw.strip()
        if bare:
            yield Sentence(bare, start + raw.index(bare[0]))
        start = part[1]


def unfolded(text: str) -> str:
    """A text as patterns read it, character for character: full-width letters, digits and marks are half-width ones."""
    return text.translate(_NARROW)
