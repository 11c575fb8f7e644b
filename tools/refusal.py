"""What a tool tells the model instead of a result. Everything else is a fault and propagates."""

from typing import Final

from langchain_core.tools import ToolException

from domain.mending import Mendable
from domain.staff import NotAllowed
from services.serving import TicketTaken, UnknownTicket


class Refused(Mendable, ToolException):
    """A tool cannot do what it was called for; whoever called may be told why, and what they can do instead."""


class UnknownTool(Refused):
    """There is no such tool, or not for this role. The message lists those there are."""


EXPECTED: Final[tuple[type[Exception], ...]] = (NotAllowed, TicketTaken, UnknownTicket)
"""Errors of services that say nothing but what the caller may know and mend."""
