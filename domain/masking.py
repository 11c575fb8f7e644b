"""Hides personal data in text: for logs for good, for a model so that it can be put back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_DASH: Final = "[-\u2010-\u2015\u2212\u30fc\uff70\ufe63\uff0d]"
"""What people type between the groups of a number, the long-vowel mark among them."""

_OPEN, _CLOSE, _PLUS = "[(\uff08]", "[)\uff09]", "[+\uff0b]"
_APART: Final = rf"(?:{_DASH}|\s|{_OPEN}|{_CLOSE})?"
_PREFECTURE: Final = "(?:東京都|北海道|京都府|大阪府|[一-龥]{2,3}県)"
_PLACE: Final = "[一-龥々ヶケァ-ヴーぁ-ん]"
_NUMBER: Final = r"[\d一二三四五六七八九十]+"
_HOUSE: Final = rf"{_NUMBER}(?:(?:丁目|番地|番|号室|号|{_DASH}|の)(?:{_NUMBER})?)*"


@dataclass(frozen=True)
class Masked:
    """A text with placeholders, and what each stands for."""

    text: str
    originals: Mapping[str, str] = field(default_factory=dict)

    def restore(self, text: str) -> str:
        """Puts the originals back into a text that was made from the masked one."""
        for placeholder, original in self.originals.items():
            text = text.replace(placeholder, original)
        return text


def mask(text: str, known: Iterable[str] = ()) -> Masked:
    """Replaces personal data by numbered placeholders such as `[電話1]`.

    Args:
        text: What somebody wrote.
        known: Words that are personal though nothing in them shows it, such as the names in the customer's record.

    Returns:
        The masked text; the same datum gets the same placeholder each time.
    """
    masking = Masking(known)
    return Masked(masking.mask(text), masking.originals)


class Masking:
    """Hides personal data in several texts that belong together: the same datum gets the same placeholder in each.

    Args:
        known: Words that are personal though nothing in them shows it, such as the names in the customer's record.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = tuple(known)
        self._placeholders: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    @property
    def originals(self) -> dict[str, str]:
        """What each placeholder stands for."""
        return {placeholder: original for (_, original), placeholder in self._placeholders.items()}

    def mask(self, text: str) -> str:
        """The text with numbered placeholders such as `[電話1]`."""

        def number(label: str, original: str) -> str:
            if (label, original) not in self._placeholders:
                self._counts[label] = self._counts.get(label, 0) + 1
                while f"[{label}{self._counts[label]}]" in text:  # somebody wrote just this
                    self._counts[label] += 1
                self._placeholders[label, original] = f"[{label}{self._counts[label]}]"
            return self._placeholders[label, original]

        return _replace(text, self._known, number)

    def restore(self, text: str) -> str:
        """Puts the originals back into a text that was made from masked ones."""
        return Masked(text, self.originals).restore(text)

    def masked(self, value: Any) -> Any:
        """Masks every text in JSON."""
        return through_texts(value, self.mask)

    def restored(self, value: Any) -> Any:
        """Puts the originals back into every text in JSON."""
        return through_texts(value, self.restore)


def redact(text: str, known: Iterable[str] = ()) -> str:
    """Replaces personal data by placeholders such as `[電話]`, for good."""
    return _replace(text, known, lambda label, _: f"[{label}]")


def through_texts(value: Any, change: Callable[[str], str]) -> Any:
    """JSON with every text in it changed."""
    match value:
        case str():
            return change(value)
        case dict():
            return {name: through_texts(entry, change) for name, entry in value.items()}
        case list() | tuple():
            return [through_texts(entry, change) for entry in value]
        case _:
            return value


def _replace(text: str, known: Iterable[str], placeholder: Callable[[str, str], str]) -> str:
    for word in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(word, placeholder("氏名", word))
    for label, pattern, holds in _KINDS:
        text = pattern.sub(
            lambda match, label=label, holds=holds: (  # type: ignore[misc]
                placeholder(label, match[0]) if holds(match[0]) else match[0]
            ),
            text,
        )
    return text


def _is_card(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _always(_: str) -> bool:
    return True


# In this order: what is more special comes first, or a phone would be found inside a card number.
_KINDS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = (
    (
        "トークン",
        re.compile(
            r"(?i:\bbearer\s+)[\w.~+/=-]{8,}|\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?"
            r"|\b(?:sk|pk|xox[abps]|xapp|ghp)[-_][\w-]{8,}"
            r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{40,}"
        ),
        _always,
    ),
    ("メール", re.compile(r"[A-Za-z0-9._%+-]+[@\uff20][A-Za-z0-9-]+(?:[.\uff0e][A-Za-z0-9-]+)+"), _always),
    ("カード", re.compile(rf"(?<!\d)\d(?:(?:{_DASH}|\s)?\d){{12,18}}(?!\d)"), _is_card),
    (
        "電話",
        re.compile(
            rf"(?<![A-Za-z_\d])(?:{_PLUS}81{_APART}{_OPEN}?[0\uff10]?{_CLOSE}?|{_OPEN}?[0\uff10])"
            rf"\d{{1,4}}{_APART}\d{{1,4}}{_APART}\d{{3,4}}(?![A-Za-z_\d])"
        ),
        lambda text: 9 <= sum(c.isdigit() for c in text) <= 13,
    ),
    ("郵便番号", re.compile(rf"〒\s?\d{{3}}{_DASH}?\d{{4}}|(?<![\w-])\d{{3}}{_DASH}\d{{4}}(?![\w-])"), _always),
    (
        "住所",
        re.compile(
            rf"{_PREFECTURE}\s?{_PLACE}{{1,12}}?[市区町村郡]{_PLACE}{{0,20}}?\s?{_HOUSE}"
            rf"|[一-龥]{_PLACE}{{0,7}}[市区町村]{_PLACE}{{1,12}}?{_NUMBER}(?:丁目|番地|{_DASH}){_HOUSE}"
        ),
        _always,
    ),
)
