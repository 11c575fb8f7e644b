"""A draft as pieces: facts by their placeholders, and the free sentences between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.text import clean

PLACEHOLDER: Final = re.compile(r"\{F(\d{1,2})\}")
_END: Final = re.compile(r"(?<=[。！？!?])(?![。！？!?」』）)”])|\n+|(?<=[。！？!?][」』）)”])")
_MARKS: Final = re.compile(r"^[\s。、！？!?.,…「」『』（）()・]*$")


@dataclass(frozen=True)
class Piece:
    """A fact's place, or a free text. `ends` tells whether a line ended after it."""

    text: str
    fact: int | None = None
    before: str = ""
    after: str = ""
    line: bool = False


def pieces(draft: str) -> Iterator[Piece]:
    """Splits a draft.

    Args:
        draft: What a model wrote, with placeholders `{F1}`, `{F2}` for facts.

    Yields:
        The pieces in order. What shares a sentence with a placeholder is part of its piece, before and after it.
    """
    for number, line in enumerate(clean(draft).split("\n")):
        fresh = number > 0
        for sentence in _END.split(line):
            sentence = sentence.strip()
            if not sentence:
                continue
            holes = list(PLACEHOLDER.finditer(sentence))
            if not holes:
                yield Piece(sentence, line=fresh)
                fresh = False
                continue
            reached = 0
            for at, hole in enumerate(holes):
                end = holes[at + 1].start() if at + 1 < len(holes) else len(sentence)
                yield Piece(
                    hole[0],
                    int(hole[1]),
                    sentence[reached : hole.start()].strip(),
                    sentence[hole.end() : end].strip(),
                    fresh,
                )
                fresh = False
                reached = end


def is_silent(text: str) -> bool:
    """Whether nothing but marks stands there."""
    return bool(_MARKS.match(text))
