"""What a keyboard and a tired night make of a sentence. What carries the meaning is never touched."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from evals.simulation.brief import Typing

READ_KANA: Final = "kana"
_PARTICLE: Final = re.compile(r"(?<=[一-龥ァ-ヶー々])[はがをに](?=[一-龥ァ-ヶ])")
_STOPS: Final = re.compile(r"[、。]")
_HOLE: Final = "\ue000"
"""Stands for a part that must stay as it is (a private-use character, which nobody types)."""


class TypingErrors:
    """Makes the errors of one customer.

    Args:
        habits: Which errors.
        conversions: Wrong conversions, by what was meant.
        to_kana: Writes a text in hiragana, as it is read.
    """

    def __init__(self, habits: Sequence[Typing], conversions: Mapping[str, str], to_kana: Callable[[str], str]) -> None:
        self._habits = habits
        self._conversions = conversions
        self._to_kana = to_kana

    def make(self, text: str, keys: Sequence[str], rng: random.Random) -> str:
        """A text as this customer types it.

        Args:
            text: As it is meant.
            keys: Parts that stay as they are.
            rng: Decides where the fingers slip.
        """
        held = [key for key in sorted(set(keys), key=len, reverse=True) if key in text]
        for key in held:
            text = text.replace(key, _HOLE + chr(0xE100 + held.index(key)) + _HOLE)
        if "particles" in self._habits:
            text = _PARTICLE.sub(lambda found: "" if rng.random() < 0.5 else found[0], text)
        if "slips" in self._habits:
            text = self._slip(text, rng)
        if READ_KANA in self._habits:
            text = "".join(part if part.startswith(_HOLE) else self._to_kana(part) for part in _split(text) if part)
        if "night" in self._habits:
            text = _STOPS.sub(lambda found: " " if found[0] == "、" and rng.random() < 0.5 else "", text).strip()
        for number, key in enumerate(held):
            text = text.replace(_HOLE + chr(0xE100 + number) + _HOLE, key)
        return text

    def _slip(self, text: str, rng: random.Random) -> str:
        """One wrong conversion, where the text has a word for it."""
        slippery = [word for word in self._conversions if word in text]
        if not slippery or rng.random() < 0.3:
            return text
        word = rng.choice(slippery)
        return text.replace(word, self._conversions[word], 1)


def kana_reader() -> Callable[[str], str]:
    """Writes Japanese in hiragana by the readings of Sudachi's dictionary; what has no reading stays as it is."""
    import sudachipy

    tokenizer = sudachipy.Dictionary(dict="core").tokenizer()

    def to_kana(text: str) -> str:
        return "".join(_hiragana(m.reading_form(), m.surface()) for m in tokenizer.tokenize(text))

    return to_kana


def _hiragana(reading: str, surface: str) -> str:
    if not any("一" <= letter <= "龥" for letter in surface):
        return surface
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in reading)


def _split(text: str) -> list[str]:
    """Parts of a text, held ones apart."""
    return re.split(f"({_HOLE}.{_HOLE})", text)
