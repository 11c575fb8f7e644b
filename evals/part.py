"""What every part of a suite has in common: strict shapes, and short ways of writing them."""

from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from knowledge.pack.part import Identifier, Part, Text

__all__ = ["NONE", "AnyOf", "Identifier", "Part", "Several", "Text"]

NONE: Final = "none"
"""How a suite says that there is to be nothing: `booked: none`."""


def _many(value: Any) -> Any:
    """One value stands for a list of it, `none` for an empty list."""
    if value == NONE:
        return []
    return [value] if isinstance(value, str | int | float | dict) else value


Several = BeforeValidator(_many)
"""A list that may be written as its only entry, and as `none` where it is to be empty."""

AnyOf = Annotated[tuple[str, ...], Several]
"""Values any of which will do; `none`: there is to be none."""
