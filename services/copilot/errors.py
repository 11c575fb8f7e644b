"""Why there is no advice."""

from domain.mending import Mendable


class CopilotMissing(Mendable, LookupError):
    """What answers here has no copilot."""
