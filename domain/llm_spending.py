"""What calls of the language model cost, and may cost."""

from dataclasses import dataclass
from typing import TypeVar

N = TypeVar("N", int, float)


@dataclass(frozen=True)
class Spent:
    """Calls, their tokens (read and written), and yen."""

    calls: int = 0
    tokens: int = 0
    yen: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.calls + other.calls, self.tokens + other.tokens, self.yen + other.yen)


@dataclass(frozen=True)
class Limit:
    """The most that may be spent; None is no limit."""

    tokens: int | None = None
    yen: float | None = None

    def less(self, spent: Spent) -> "Limit":
        """What is left of it."""
        return Limit(
            None if self.tokens is None else max(0, self.tokens - spent.tokens),
            None if self.yen is None else max(0.0, self.yen - spent.yen),
        )

    def within(self, other: "Limit") -> "Limit":
        """The stricter of both, for each."""
        return Limit(_least(self.tokens, other.tokens), _least(self.yen, other.yen))


def _least(one: N | None, other: N | None) -> N | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
