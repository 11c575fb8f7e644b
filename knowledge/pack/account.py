"""How customers ask of their own account."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, ValidationInfo

from knowledge.pack.part import Part

BUILT: Final = object()
"""Context of reading a pack out of a build: its patterns were tried there, and most are compiled only at need."""


def _compiles(pattern: str, info: ValidationInfo) -> str:
    if info.context is BUILT:
        return pattern
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class WishWords(Part):
    """Words by which something of one's own account is asked for, and such as look alike and ask for something else.

    They run over the normalized message.
    """

    patterns: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()
