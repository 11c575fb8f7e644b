"""Slows down whoever guesses: each failed try under one name, or from one address, makes the next wait longer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.mending import Mendable
from services.ids import digest
from store import access
from store.models import LoginFailure
from store.session import Database

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)
FORGOTTEN: Final = timedelta(hours=24)
"""After this long without a try nothing is held against anybody."""

FREE: Final[Mapping[str, int]] = {"name": 5, "address": 30}
"""Tries that need not wait: behind one address may be a whole office."""


class TooManyTries(Mendable):
    """Too many tries failed.

    Attributes:
        seconds: How long to wait.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many tries to sign in failed. Wait {seconds} seconds, or ask an admin to look.")
        self.seconds = seconds


class Attempts:
    """Counts tries, in the database: so it holds for all processes.

    Args:
        database: Where they are counted.
        wall: The machine's time.
    """

    def __init__(self, database: Database, wall: Clock) -> None:
        self._database = database
        self._wall = wall

    def begin(self, name: str, address: str) -> None:
        """Counts a try as failed before it is weighed: of many at once none is free.

        Raises:
            TooManyTries: The one before was too short ago.
        """
        with self._database.write() as session:
            now = self._wall.now()
            rows = [(row, FREE[kind]) for kind, row in _rows(session, name, address, now).items()]
            for row, _ in rows:
                if row.at < now - FORGOTTEN:
                    row.failures = 0
            wait = max(row.at + wait_after(row.failures, free) - now for row, free in rows)
            if wait > timedelta():
                raise TooManyTries(max(1, round(wait.total_seconds())))
            for row, _ in rows:
                row.failures, row.at = row.failures + 1, now

    def succeed(self, name: str, address: str) -> None:
        """The try was right: it counts against nobody, and what was before no longer counts against the name."""
        with self._database.write() as session:
            rows = _rows(session, name, address, self._wall.now())
            rows["name"].failures = 0
            rows["address"].failures = max(0, rows["address"].failures - 1)


def wait_after(failures: int, free: int) -> timedelta:
    """How long to wait after so many failed tries: doubled each time."""
    if failures < free:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(failures - free, 20)), LONGEST_WAIT)


def _rows(session: Session, name: str, address: str, now: datetime) -> dict[str, LoginFailure]:
    # Always in this order: two tries never wait for each other.
    return {
        "name": access.failures(session, digest(f"name:{name.lower()}"), now),
        "address": access.failures(session, digest(f"address:{address}"), now),
    }
