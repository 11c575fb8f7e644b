"""Reading text as customers send it: one normal form, clauses, what counts as empty."""

import re
import unicodedata
from typing import Final

MAX_MESSAGE: Final = 2_000
"""Longest message a customer may send, in characters."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\n]+")
_CLAUSE_END = re.compile(r"(?<=[。!?\n])\s*|(?<=[wW笑]{2})(?=[^wW笑])")


class UnreadableMessage(ValueError):
    """The message cannot be read: empty, or longer than allowed."""


def clean(text: str) -> str:
    """Removes what has no meaning and may harm: control, invisible and half characters. Keeps the wording.

    Args:
        text: What the customer sent.

    Returns:
        The same text without NUL, control, zero-width and surrogate characters, stripped.
    """
    text = _SURROGATE.sub("", text)
    text = "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) != "Cc")
    return _INVISIBLE.sub("", text).strip()


def normalize(text: str) -> str:
    """The form in which a message is read: cleaned, NFKC, single spaces. Width and compatibility forms disappear."""
    text = unicodedata.normalize("NFKC", clean(text))
    return _SPACE.sub(" ", clean(text))


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
