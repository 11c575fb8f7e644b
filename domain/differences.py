"""What was changed in a text, as a reader wants to see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_SHORTEST = 2
"""Characters: what stays between two changes and is shorter only breaks them up."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: it stayed, was taken out or was put in."""

    kind: Literal["same", "out", "in"]
    text: str


def differences(old: str, new: str) -> Sequence[Piece]:
    """The stretches that lead from one text to another, in reading order.

    Args:
        old: What it was.
        new: What it became.
    """
    pieces: list[Piece] = []
    out = into = ""
    # Japanese has no blanks between words: characters are compared.
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" and (j - i >= _SHORTEST or not (out or into)):
            pieces += _changed(out, into)
            pieces.append(Piece("same", old[i:j]))
            out = into = ""
        else:
            out, into = out + old[i:j], into + new[k:m]
    return pieces + _changed(out, into)


def _changed(out: str, into: str) -> list[Piece]:
    return [Piece("out", out)] * bool(out) + [Piece("in", into)] * bool(into)
