"""From a Japanese text to terms: words in their normal form, and short runs of characters."""

import re
import threading
from dataclasses import dataclass
from typing import Final

import sudachipy

from domain.text import normalize

NGRAMS: Final = range(1, 5)
_DIGITS: Final = re.compile(r"\d+")
_PARTICLE_TAGS: Final = frozenset({"助詞", "助動詞", "補助記号", "空白"})


@dataclass(frozen=True)
class Split:
    """A text as terms of each kind (see the methods of `Analyzer`)."""

    words: list[str]
    content_words: list[str]
    ngrams: list[str]


class Analyzer:
    """Splits Japanese text with Sudachi. Thread-safe: each thread has a tokenizer of its own over one dictionary.

    Words come in Sudachi's normal form, so that うるさい, 煩い and ウルサイ are one term; character n-grams catch what
    no dictionary knows: typos, wrong conversions, dialect, kana.
    """

    def __init__(self) -> None:
        self._dictionary = sudachipy.Dictionary(dict="core")
        self._local = threading.local()

    def words(self, text: str) -> list[str]:
        """All words in their normal form, in order."""
        return [word for word, _ in self._morphemes(text)]

    def content_words(self, text: str) -> list[str]:
        """The words that carry meaning: particles, endings and marks are left out."""
        return [word for word, tag in self._morphemes(text) if tag not in _PARTICLE_TAGS]

    @staticmethod
    def ngrams(text: str) -> list[str]:
        """Runs of one to four characters of the normalized text; every number counts as the same."""
        return _runs(_one_line(text))

    def split(self, text: str) -> Split:
        """All terms of a text, for which it is read once."""
        line = _one_line(text)
        tagged = self._tagged(line)
        words = [word for word, _ in tagged]
        return Split(words, [word for word, tag in tagged if tag not in _PARTICLE_TAGS], _runs(line))

    def _morphemes(self, text: str) -> list[tuple[str, str]]:
        return self._tagged(_one_line(text))

    def _tagged(self, line: str) -> list[tuple[str, str]]:
        tokenizer = getattr(self._local, "tokenizer", None)
        if tokenizer is None:
            tokenizer = self._local.tokenizer = self._dictionary.tokenizer()
        return [(morpheme.normalized_form(), morpheme.part_of_speech()[0]) for morpheme in tokenizer.tokenize(line)]


def _one_line(text: str) -> str:
    return normalize(text).lower().replace("\n", " ")


def _runs(line: str) -> list[str]:
    line = _DIGITS.sub("0", line)
    return [line[i : i + n] for n in NGRAMS for i in range(len(line) - n + 1)]
