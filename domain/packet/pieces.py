"""Where the sentences and clauses of a message lie, in the text as it was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]
"""Start and end of a part of a text."""


@dataclass(frozen=True)
class Pointed:
    """Where in a message the words lie that call for a person, and where those that tell what happened beside."""

    cause: Span
    matter: Span | None


LONG: Final = 60
"""Characters from which on a sentence without an end mark is read clause by clause."""

_SENTENCE_END: Final = re.compile(r"[。｡!！?？…\n]+[」』）)]*|(?<=[wWｗＷ笑]{2})(?=[^wWｗＷ笑])|(?<=[笑泣汗][)）])")
_CLAUSE_END: Final = re.compile(
    r"[。｡!！?？…\n、，､,;；]+[」』）)]*|[ \t\u3000]+(?=\S)|(?:(?<=けど)|(?<=んですが)|(?<=ですし)|(?<=ますし))(?!、)"
)
_LETTER: Final = re.compile(r"\w")
_EDGE: Final = " \t\u3000\n、，､,"


def sentences(text: str) -> Sequence[Span]:
    """The sentences of a message, in order, end marks kept. Signs alone are no sentence."""
    return _split(text, _SENTENCE_END)


def clauses(text: str) -> Sequence[Span]:
    """What stands between commas, end marks, gaps and 「〜けど」, in order: the smallest parts that say something."""
    return _split(text, _CLAUSE_END)


def runs(parts: Sequence[Span], most: int) -> Sequence[Span]:
    """Everything from the beginning of one part to the end of another, the fewest parts first."""
    return [
        (parts[first][0], parts[first + count - 1][1])
        for count in range(1, min(most, len(parts)) + 1)
        for first in range(len(parts) - count + 1)
    ]


def _split(text: str, end: re.Pattern[str]) -> Sequence[Span]:
    spans: list[Span] = []
    start = 0
    for mark in [*end.finditer(text), None]:
        stop = mark.end() if mark else len(text)
        part = text[start:stop]
        if _LETTER.search(part):
            spans.append((start + len(part) - len(part.lstrip(_EDGE)), start + len(part.rstrip(_EDGE))))
            start = stop
        elif spans and part.strip():
            spans[-1] = (spans[-1][0], stop)  # 「え?!」: a sign that stands apart belongs to what is before it
            start = stop
        else:
            start = stop
    return spans
