"""Time is passed in. Everything here speaks Asia/Tokyo."""

from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

TOKYO: Final = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time in Asia/Tokyo, aware."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time in Asia/Tokyo, aware."""
        return datetime.now(TOKYO)


class FrozenClock:
    """A clock that stands still, for demonstrations and tests."""

    def __init__(self, at: datetime) -> None:
        self.at = in_tokyo(at)

    def now(self) -> datetime:
        """The time it stands at."""
        return self.at


def in_tokyo(moment: datetime) -> datetime:
    """A moment in Asia/Tokyo; a naive one is taken to be Tokyo's already."""
    return moment.replace(tzinfo=TOKYO) if moment.tzinfo is None else moment.astimezone(TOKYO)
