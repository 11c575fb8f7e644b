"""How customers ask of their own account."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from knowledge.pack.part import Part


def _compiles(pattern: str) -> str:
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
