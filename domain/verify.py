"""The last look at a reply: no figure goes out that the plan does not found."""

import re
from typing import Final

from domain.plan import ReplyPlan

_FIGURE: Final = re.compile(r"\d[\d,.:]*\d|\d")
_HOLE: Final = re.compile(r"\{[a-z_.0-9]+\}")


class UnfoundedReply(AssertionError):
    """A reply states a figure nobody founded, or has a hole where one should stand. A fault of the program."""


def verify(text: str, plan: ReplyPlan, heard: str = "") -> str:
    """Checks every figure of a text against the plan.

    Args:
        text: What is about to be said.
        plan: What the skill decided.
        heard: What the customer wrote, where a reply may say it back.

    Returns:
        The text.

    Raises:
        UnfoundedReply: A figure is not in the plan, or a reference was left open.
    """
    hole = _HOLE.search(text)
    if hole:
        raise UnfoundedReply(f"the reference {hole[0]} was not filled in (route {plan.route})")
    founded = set(_FIGURE.findall(f"{plan.template}\n{heard}"))
    for figure in _FIGURE.findall(text):
        if figure not in founded:
            raise UnfoundedReply(f"the figure {figure} has no source (route {plan.route})")
    return text
