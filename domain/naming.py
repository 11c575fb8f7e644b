"""Which of several things a message names, by the names they have and the ones customers give them."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from domain.text import normalize

_SET_ASIDE: Final = re.compile(r"[^、。,!?]{0,4}?(?:では?な|じゃな|以外|をやめ|はやめ|から)")
"""「ライトではなくスタンダード」「ライトからスタンダードに」: what stands before it is not what is wanted."""


def named(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The one thing a message names.

    Args:
        text: The normalized message.
        names: The names of each thing.

    Returns:
        Its key; None where nothing is named, or several things are.
    """
    spoken = sorted(
        ((_spoken(name), key) for key, entries in names.items() for name in entries),
        key=lambda entry: -len(entry[0]),
    )
    found: set[str] = set()
    rest = text.casefold()
    for name, key in spoken:
        if name not in rest:
            continue
        wanted = [m for m in re.finditer(re.escape(name), rest) if not _SET_ASIDE.match(rest, m.end())]
        if wanted:
            found.add(key)
        rest = rest.replace(name, "\n" * len(name))  # a longer name hides the shorter one in it
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _spoken(name: str) -> str:
    """A name as it is looked for: the same few names come with every message."""
    return normalize(name).casefold()
