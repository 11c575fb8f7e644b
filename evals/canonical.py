"""Names that are made up anew in every run, made the same: two runs can be compared byte for byte."""

import re
from typing import Any, Final

_MADE_UP: Final = re.compile(r"\b([a-z]{1,12})_([0-9a-f]{16}|[0-9a-f]{24})\b")
"""What `services.ids.new_id` and the desk make."""


def canonical(value: Any, names: dict[str, str] | None = None) -> Any:
    """The same value with made-up ids numbered in the order in which they occur.

    Args:
        value: Plain JSON values; dicts are walked in their own order.
        names: Ids numbered so far.
    """
    known = {} if names is None else names
    match value:
        case dict():
            return {canonical(key, known): canonical(entry, known) for key, entry in value.items()}
        case list() | tuple():
            return [canonical(entry, known) for entry in value]
        case str():
            return _MADE_UP.sub(lambda found: _number(found, known), value)
        case _:
            return value


def _number(found: re.Match[str], known: dict[str, str]) -> str:
    prefix = found[1]
    if found[0] not in known:
        known[found[0]] = f"{prefix}-{1 + sum(name.startswith(f'{prefix}-') for name in known.values())}"
    return known[found[0]]
