"""All tools there are."""

from functools import cache
from typing import Final

from tools import candidates, customers, faq, own, person, plans, proposals, recovery, reviews, success, tickets
from tools.declaration import Audience, Tool

PARTS: Final = (faq, plans, own, candidates, proposals, person, customers, success, recovery, tickets, reviews)


@cache
def declared() -> tuple[Tool, ...]:
    """Every tool, in the order in which they are listed.

    Raises:
        ValueError: Two tools have one name.
    """
    tools = tuple(tool for part in PARTS for tool in part.TOOLS)
    if len({tool.name for tool in tools}) < len(tools):
        raise ValueError("two tools have one name")
    return tools


def declared_for(audience: Audience) -> tuple[Tool, ...]:
    """The tools of one kind of caller."""
    return tuple(tool for tool in declared() if audience in tool.audience)
