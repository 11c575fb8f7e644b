"""Tracebacks for the log: where it broke, without the words of others."""

import traceback
from types import TracebackType
from typing import Final

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

OURS: Final = frozenset({"domain", "store", "knowledge", "services", "tools", "agents", "graphs", "jobs", "api"})
"""Packages whose errors never quote a customer."""


def format_without_words(exc_info: ExcInfo) -> str:
    """A traceback with the names of all exceptions, and the words of our own.

    Others quote what they could not handle (`KeyError: '高橋麻衣'`), and no pattern knows a name from another word.

    Args:
        exc_info: As `sys.exc_info` gives it.
    """
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        kind = type(error)
        words = f": {error}" if kind.__module__.partition(".")[0] in OURS else ""
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{kind.__module__}.{kind.__qualname__}{words}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich followed:\n\n".join(parts)
