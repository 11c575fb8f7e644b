"""Whose words are whose: the company's names, the customer's own words, and everybody's."""

import re
from dataclasses import dataclass
from typing import Final

from domain.text import normalize
from domain.verification.lexicon.neutral import NEUTRAL

_RUN: Final = re.compile(
    r"(?:(?!分か[らりるれっ])[一-龥々〆])+|[ァ-ヴー]{2,}|[A-Za-z]+|\d[\d,.:/-]*(?:[ヶ一-龥%]{1,2})?"
)
_SAME: Final = str.maketrans(
    {"ケ": "ヶ", "カ": "ヶ", "箇": "ヶ"} | {c: str(i) for i, c in enumerate("〇一二三四五六七八九")}
)
_COUNTER: Final = re.compile(r"(?<=[\d〇一二三四五六七八九])[かヵカケ箇](?=月)")
_WRITTEN: Final = re.compile(r"[一-龥々〆ァ-ヴー\d]")
_HAN: Final = re.compile("[一-龥々〆]")
_LONGEST: Final = 6


@dataclass(frozen=True)
class CompanyWords:
    """What of a company must not be named but by its facts.

    Attributes:
        names: Plans, add-ons, discounts, the company's own name, and other names for them.
        forbidden: Words that never go out.
    """

    names: frozenset[str] = frozenset()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What the customer said and what is theirs.

    Attributes:
        text: All they wrote in this conversation.
        names: Their name and other words of their record that they may be addressed by.
    """

    text: str = ""
    names: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it, in the form in which sentences are read."""
        return normalize("\n".join((self.text, *self.names)))


def unfounded(sentence: str, heard: str, closing: str = "") -> str | None:
    """Looks for a word that is neither everybody's nor the customer's.

    Args:
        sentence: Normalized.
        heard: The customer's words, normalized.
        closing: The template's own question, normalized: its words may be asked with.

    Returns:
        The first such word, or None.
    """
    said = _counted(heard)
    for match in _RUN.finditer(sentence):
        run = match[0]
        if run[0].isdigit():
            whole = re.compile(rf"(?<![\d,.]){re.escape(_counted(run))}(?![\d,.]*\d)")
            if not whole.search(said):
                return run
        elif not (run in NEUTRAL or _covered(run, heard, closing)):
            return run
    return None


def repeats(sentence: str, heard: str) -> bool:
    """Whether a sentence says back a word of the customer's: two characters or more, or what they counted."""
    said, read = _counted(heard), _counted(sentence)
    return any(_WRITTEN.match(read, at) and read[at : at + 2] in said for at in range(len(read) - 1))


def _counted(text: str) -> str:
    return _COUNTER.sub("ヶ", text)


def _covered(run: str, heard: str, closing: str) -> bool:
    if run in heard or run in closing:
        return True
    if not _HAN.match(run):
        return False
    # Longest words first; of single characters no two in a row, or everything could be spelt out of them.
    reached: set[tuple[int, bool]] = {(0, False)}
    for start in range(len(run)):
        for single in (True, False):
            if (start, single) not in reached:
                continue
            for size in range(1, min(_LONGEST, len(run) - start) + 1):
                if size == 1 and single:
                    continue
                part = run[start : start + size]
                if part in NEUTRAL or (size > 1 and (part in heard or part in closing)):
                    reached.add((start + size, size == 1))
    return any((len(run), single) in reached for single in (True, False))
