"""What a channel is, and how a delivery can end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Event:
    """An event on its way. Times are aware (Asia/Tokyo)."""

    id: int
    topic: str
    key: str
    payload: Mapping[str, Any]
    at: datetime
    due_at: datetime | None = None

    @property
    def name(self) -> str:
        """Its name outside, the same at every try: by it a receiver knows what came twice."""
        return f"evt_{self.id}_{int(self.at.timestamp())}"


class Moot(Exception):
    """There is nobody to tell, or nothing to tell any more. The message says why."""


class Postponed(Exception):
    """It did not work now, and may work later.

    Attributes:
        retry_after: Seconds the other side asks to be left alone; None where it said nothing.
    """

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Undeliverable(Exception):
    """It will not work however often it is tried: a person must look."""


class Channel(Protocol):
    """A way to the outside."""

    @property
    def name(self) -> str:
        """As it is stored."""
        ...

    def send(self, event: Event) -> None:
        """Tells one event. Nothing is held meanwhile.

        Raises:
            Moot: There is nothing to tell.
            Postponed: It may work later.
            Undeliverable: It never will.
        """
        ...
