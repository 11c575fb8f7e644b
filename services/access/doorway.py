"""The way in: name and password against a session."""

import threading
from dataclasses import dataclass
from typing import Final

from domain.clock import Clock, SystemClock
from domain.mending import Mendable
from services.access.attempts import Attempts
from services.access.hashing import Cost, cost_of, decoy, hash_password, is_password
from services.access.passwords import Passwords
from services.access.sessions import Sessions
from store import access, staff
from store.models import StaffPassword
from store.session import Database

AT_ONCE: Final = 2
"""Passwords weighed at the same time."""

COST: Final = Cost()
"""What hashing a password costs here."""


class WrongPassword(Mendable, PermissionError):
    """Name and password do not go together. Which of them is wrong is not told."""


@dataclass(frozen=True)
class _Known:
    member_id: str
    hashed: str
    usable: bool


class Doorway:
    """Lets members in and out.

    Args:
        database: Where everything is kept.
        wall: The machine's time.
        cost: What hashing shall cost; passwords hashed with less are hashed anew when their owner comes in.
    """

    def __init__(self, database: Database, wall: Clock, cost: Cost) -> None:
        self.sessions = Sessions(database, wall)
        self.passwords = Passwords(database, wall, cost)
        self._attempts = Attempts(database, wall)
        self._database = database
        self._wall = wall
        self._cost = cost
        # Each takes 32 MiB and a processor for a moment: a crowd at the door waits its turn.
        self._weighing = threading.BoundedSemaphore(AT_ONCE)

    def is_new(self) -> bool:
        """Whether nobody can come in yet."""
        with self._database.read() as session:
            return not access.any_password(session)

    def enter(self, name: str, password: str, address: str) -> str:
        """Signs somebody in.

        Args:
            name: Their id or e-mail address.
            password: Theirs.
            address: Where they come from, as far as the network tells.

        Returns:
            What the cookie holds.

        Raises:
            WrongPassword: The two do not go together.
            TooManyTries: They did not too often.
        """
        name = name.strip()
        self._attempts.begin(name, address)
        known = self._known(name)
        # Whether a name is known must not show in the time an answer takes.
        with self._weighing:
            right = is_password(password, known.hashed if known else decoy(self._cost))
        if known is None or not right or not known.usable:
            if known is not None:
                self._note(known.member_id, "sign_in_failed")
            raise WrongPassword("Name and password do not go together.")
        self._attempts.succeed(name, address)
        if cost_of(known.hashed) != self._cost:
            self._rehash(known, password)
        self._note(known.member_id, "sign_in")
        return self.sessions.open(known.member_id)

    def leave(self, token: str) -> None:
        """Signs out."""
        self.sessions.end(token)

    def knows(self, member_id: str, password: str) -> bool:
        """Whether a password is a member's: asked again before it is changed."""
        with self._database.read() as session:
            row = session.get(StaffPassword, member_id)
        return is_password(password, row.password_hash if row else decoy(self._cost)) and row is not None

    def _known(self, name: str) -> _Known | None:
        with self._database.read() as session:
            members = access.members_called(session, name)
            # An id is one person's; an address may be a team's, and then says nothing.
            found = [member for member in members if member.id == name] or list(members)
            row = session.get(StaffPassword, found[0].id) if len(found) == 1 else None
        if row is None:
            return None
        usable = row.valid_until is None or self._wall.now() < row.valid_until
        return _Known(row.staff_id, row.password_hash, usable)

    def _rehash(self, known: _Known, password: str) -> None:
        hashed = hash_password(password, self._cost)
        with self._database.write() as session:
            row = session.get(StaffPassword, known.member_id)
            if row is not None and row.password_hash == known.hashed:
                row.password_hash = hashed

    def _note(self, member_id: str, action: str) -> None:
        with self._database.write() as session:
            staff.note_action(session, member_id, action, self._wall.now())


def open_doorway(database: Database, wall: Clock | None = None, cost: Cost | None = None) -> Doorway:
    """Puts the way into the console together.

    Args:
        database: Where everything is kept.
        wall: The machine's time.
        cost: What hashing shall cost.
    """
    return Doorway(database, wall or SystemClock(), cost or COST)
