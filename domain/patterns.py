"""Many patterns asked at once: whether any of them is found."""

import re
from collections.abc import Iterable
from typing import Final

_FLAGS: Final = re.compile(r"\(\?([aimsux]+)\)")
_NAME: Final = re.compile(r"\(\?P<\w+>")
_REFERENCE: Final = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


def any_of(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """The fewest patterns of which one is found exactly where one of these is.

    Args:
        patterns: Regular expressions. A flag at the beginning of one holds for that one only; one that refers back to
            a group of its own stays alone.
    """
    together: list[str] = []
    alone: list[str] = []
    for pattern in patterns:
        (alone if _REFERENCE.search(pattern) else together).append(pattern)
    joined = ["|".join(map(_branch, together))] if together else []
    return tuple(map(re.compile, (*joined, *alone)))


def finds_any(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    """Whether one of some patterns is found in a text."""
    return any(pattern.search(text) for pattern in patterns)


def _branch(pattern: str) -> str:
    flags = _FLAGS.match(pattern)
    body = f"(?{flags[1]}:{pattern[flags.end() :]})" if flags else f"(?:{pattern})"
    return _NAME.sub("(?:", body)
