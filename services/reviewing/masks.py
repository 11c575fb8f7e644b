"""Hides who a conversation is with, for good: whoever reviews it need not know."""

from collections.abc import Callable
from typing import Final

from domain.masking import redact
from domain.person_names import find_name
from domain.text import normalize
from services.reviewing.history import PastConversation

_LONG_NAME: Final = 3
_FAMILY_NAME: Final = 2


def mask_of(conversation: PastConversation) -> Callable[[str], str]:
    """What replaces personal data in everything said in a conversation.

    Known are the words of the customer's record and of what was given for a visit, a name's first two characters (a
    family name, in most cases), and names the customer told; the rest is found by its form (domain.masking).
    """
    words = {word for word in (*conversation.personal, *_told(conversation)) if redact(word) == word}
    known = {form for word in words for form in _forms(word)}
    return lambda text: redact(text, known)


def _told(conversation: PastConversation) -> list[str]:
    names, asked = [], False
    for turn in conversation.turns:
        name, _ = find_name(normalize(turn.said), asked=asked, among=False)
        if name is not None:
            names.append(name)
        asked = turn.asks == "name"
    return names


def _forms(word: str) -> set[str]:
    forms = {word}
    parts = word.replace("　", " ").split(" ")
    if len(parts) > 1:
        forms |= {"".join(parts), *(part for part in parts if len(part) > 1)}
    elif len(word) >= _LONG_NAME and not word.isascii() and not any(char.isdigit() for char in word):
        forms.add(word[:_FAMILY_NAME])
    return forms
