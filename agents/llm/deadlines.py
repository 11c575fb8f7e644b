"""How long something may take, counted once from its beginning."""

from time import monotonic
from typing import Self


class Deadline:
    """A moment of the machine's time. What waits asks it before each wait, so it can be moved while it runs.

    Args:
        seconds: From now.
    """

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds; never below 0."""
        return max(0.0, self._until - monotonic())

    def within(self, seconds: float) -> Self:
        """A deadline so many seconds from now, or this one, whichever is sooner."""
        return type(self)(min(seconds, self.left))

    def move_to(self, other: "Deadline") -> None:
        """Makes it end when another one does."""
        self._until = other._until
