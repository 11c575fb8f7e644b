"""Parsers that are put together from smaller ones. Each reads tokens from a place and says where it stopped.

Each knows the kinds of token it can begin with, so that an alternative that cannot fit is not tried.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from domain.dates.tokens import Kind, Token

T = TypeVar("T")
U = TypeVar("U")
Result = tuple[T, int] | None


class Parser(Generic[T]):
    """Reads a T at a place, or nothing.

    Attributes:
        starts: Kinds of token it can begin with.
        can_be_empty: It may read nothing and still succeed.
    """

    def __init__(
        self, run: Callable[[Sequence[Token], int], Result[T]], starts: frozenset[Kind], *, can_be_empty: bool = False
    ) -> None:
        self._run = run
        self.starts = starts
        self.can_be_empty = can_be_empty

    def read(self, tokens: Sequence[Token], at: int) -> Result[T]:
        """The value and the place after it, or None."""
        if not self.can_be_empty and (at >= len(tokens) or tokens[at].kind not in self.starts):
            return None
        return self._run(tokens, at)

    def __or__(self, other: "Parser[T]") -> "Parser[T]":
        """This one; failing that, the other."""
        return Parser(
            lambda tokens, at: self.read(tokens, at) or other.read(tokens, at),
            self.starts | other.starts,
            can_be_empty=self.can_be_empty or other.can_be_empty,
        )

    def __and__(self, other: "Parser[U]") -> "Parser[tuple[T, U]]":
        """This one and then the other."""

        def run(tokens: Sequence[Token], at: int) -> Result[tuple[T, U]]:
            first = self.read(tokens, at)
            second = other.read(tokens, first[1]) if first else None
            return ((first[0], second[0]), second[1]) if first and second else None

        starts = self.starts | other.starts if self.can_be_empty else self.starts
        return Parser(run, starts, can_be_empty=self.can_be_empty and other.can_be_empty)

    def __rshift__(self, other: "Parser[U]") -> "Parser[U]":
        """This one and then the other, whose value counts."""
        return (self & other).map(lambda pair: pair[1])

    def __lshift__(self, other: "Parser[U]") -> "Parser[T]":
        """This one, whose value counts, and then the other."""
        return (self & other).map(lambda pair: pair[0])

    def map(self, change: Callable[[T], U]) -> "Parser[U]":
        """The same reading with another value."""

        def run(tokens: Sequence[Token], at: int) -> Result[U]:
            found = self.read(tokens, at)
            return (change(found[0]), found[1]) if found else None

        return Parser(run, self.starts, can_be_empty=self.can_be_empty)

    def where(self, test: Callable[[T], bool]) -> "Parser[T]":
        """This one, if its value passes a test."""

        def run(tokens: Sequence[Token], at: int) -> Result[T]:
            found = self.read(tokens, at)
            return found if found and test(found[0]) else None

        return Parser(run, self.starts, can_be_empty=self.can_be_empty)

    def changed_by(self, after: "Parser[Callable[[T], T]]", when: Callable[[T], bool] = lambda _: True) -> "Parser[T]":
        """This one, and what stands after it and changes its value, if it does; this one is read only once.

        Args:
            after: Reads what may follow, and says how it changes the value.
            when: Whether a value can be changed at all.
        """

        def run(tokens: Sequence[Token], at: int) -> Result[T]:
            found = self.read(tokens, at)
            change = after.read(tokens, found[1]) if found and when(found[0]) else None
            return (change[0](found[0]), change[1]) if found and change else found

        return Parser(run, self.starts, can_be_empty=self.can_be_empty)

    def opt(self) -> "Parser[T | None]":
        """This one or nothing; never fails."""

        def run(tokens: Sequence[Token], at: int) -> Result[T | None]:
            return self.read(tokens, at) or (None, at)

        return Parser(run, self.starts, can_be_empty=True)

    def many(self) -> "Parser[tuple[T, ...]]":
        """This one as often as it comes; never fails."""

        def run(tokens: Sequence[Token], at: int) -> Result[tuple[T, ...]]:
            values: list[T] = []
            while (found := self.read(tokens, at)) and found[1] > at:
                values.append(found[0])
                at = found[1]
            return tuple(values), at

        return Parser(run, self.starts, can_be_empty=True)


def tok(*kinds: Kind) -> Parser[Token]:
    """One token of these kinds."""
    return Parser(lambda tokens, at: (tokens[at], at + 1), frozenset(kinds))
