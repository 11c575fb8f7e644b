"""What somebody asks of their own account, by the pack's patterns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.labels import OwnWish
from knowledge.pack.account import WishWords


@dataclass(frozen=True)
class _Words:
    asks: re.Pattern[str]
    unless: re.Pattern[str] | None


class OwnWishReader:
    """Reads which part of their own account a message asks for.

    Args:
        words: The pack's patterns.
    """

    def __init__(self, words: Mapping[OwnWish, WishWords]) -> None:
        self._words = {
            wish: _Words(_joined(entry.patterns), _joined(entry.unless) if entry.unless else None)
            for wish, entry in words.items()
        }

    def read(self, text: str) -> OwnWish | None:
        """What a normalized message asks for; None where it asks for nothing of the kind."""
        for wish, words in self._words.items():
            if words.asks.search(text) and not (words.unless and words.unless.search(text)):
                return wish
        return None


def _joined(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # A flag holds for its own pattern only.
    return re.compile("|".join(f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in patterns))
