"""What somebody asks of their own account, by the pack's patterns."""

from collections.abc import Mapping

from domain.labels import OwnWish
from domain.patterns import any_of, finds_any
from knowledge.pack.account import WishWords


class OwnWishReader:
    """Reads which part of their own account a message asks for.

    Args:
        words: The pack's patterns.
    """

    def __init__(self, words: Mapping[OwnWish, WishWords]) -> None:
        self._words = {wish: (any_of(entry.patterns), any_of(entry.unless)) for wish, entry in words.items()}

    def read(self, text: str) -> OwnWish | None:
        """What a normalized message asks for; None where it asks for nothing of the kind."""
        for wish, (asks, unless) in self._words.items():
            if finds_any(asks, text) and not finds_any(unless, text):
                return wish
        return None
