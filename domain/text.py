"""Reading text as customers send it: one normal form, clauses, what counts as empty."""

import re
import unicodedata
from typing import Final

from domain.mending import Mendable

MAX_MESSAGE: Final = 2_000
"""Longest message a customer may send, in characters."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"  # tags: a whole second text can hide in them
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""All of Unicode's Cc but tab and line feed, and halves of characters."""
_SPACE = re.compile(r"[^\S\n]+")
_KANA_GAP = re.compile("(?<=[ぁ-ゖー]) (?=[ぁ-ゖ])")
_JAPANESE_GAP = re.compile("(?<=[ぁ-ゖァ-ヺー一-龥]) (?=[ぁ-ゖァ-ヺー一-龥])")
_SET_APART = re.compile(r"(?<!\S)\S(?:[ .*_・-]\S){4,}(?!\S)")
_APART = re.compile(r"[ .*_・-]")
_LOOK_ALIKES: Final = str.maketrans(
    # Cyrillic, Greek, Latin
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0432\u043a\u043c\u043d\u0442"
    "\u03b1\u03b5\u03bf\u03c1\u03c5\u03b9\u03ba\u03bd\u03c4"
    "\u0131\u0261",
    "aeopcyxijshdqwbkmhtaeopuikntig",
)
"""Small letters of other scripts that are read as Latin ones."""
_WIDE: Final = {ord(mark): ord(mark) + 0xFEE0 for mark in "<>{}[]`\\|"}
"""Marks of HTML, Markdown and templates, and their full-width forms: a reader sees the same."""
_ADDRESS = re.compile("://")
_CLAUSE_END = re.compile(r"(?<=[。!?\n])\s*|(?<=[wW笑]{2})(?=[^wW笑])")


class UnreadableMessage(Mendable, ValueError):
    """The message cannot be read: empty, or longer than allowed."""


def clean(text: str) -> str:
    """Removes what has no meaning and may harm: control, invisible and half characters. Keeps the wording.

    Args:
        text: What the customer sent.

    Returns:
        The same text without NUL, control, zero-width and surrogate characters, stripped.
    """
    return _INVISIBLE.sub("", _CONTROL.sub("", text)).strip()


def normalize(text: str) -> str:
    """The form in which a message is read: cleaned, NFKC, single spaces, and none inside hiragana (かな わかちがき)."""
    text = unicodedata.normalize("NFKC", clean(text))
    return _KANA_GAP.sub("", _SPACE.sub(" ", clean(text)))


def undisguised(text: str) -> str:
    """A normalized message without what hides words from a reader of patterns, not from a person.

    Args:
        text: A message as `normalize` returns it.

    Returns:
        Letters of other scripts that look Latin are, words set letter by letter are joined, and Japanese has no gaps.
    """
    joined = _SET_APART.sub(lambda run: _APART.sub("", run[0]), text.translate(_LOOK_ALIKES))
    return _JAPANESE_GAP.sub("", joined)


def quotable(text: str) -> str:
    """A customer's words as they may stand in a reply: what could be read as markup, a link or a hole is widened."""
    return _ADDRESS.sub(":\uff0f\uff0f", text).translate(_WIDE)


def accept(text: str) -> str:
    """Cleans a customer's message and refuses what nobody could answer.

    Raises:
        UnreadableMessage: Nothing readable is left, or it is longer than `MAX_MESSAGE` characters.
    """
    if len(text) > MAX_MESSAGE:
        raise UnreadableMessage(
            f"The message has {len(text)} characters; at most {MAX_MESSAGE} are read. Send it in parts."
        )
    cleaned = clean(text)
    if not cleaned:
        raise UnreadableMessage("The message is empty. Send at least one readable character.")
    return cleaned


def has_words(text: str) -> bool:
    """Whether there is any letter or digit to understand (emoji and punctuation alone say nothing)."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def clauses(text: str) -> list[str]:
    """Splits a normalized message into sentences.

    Args:
        text: A message as `normalize` returns it.

    Returns:
        The sentences in order, each with at least two characters, ending marks kept.
    """
    parts = (part.strip() for part in _CLAUSE_END.split(text))
    return [part for part in parts if len(part.strip("。!?、 ")) >= 2]
