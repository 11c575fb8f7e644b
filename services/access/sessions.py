"""Sessions: who a browser's cookie belongs to. Only its digest is stored."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.clock import Clock
from domain.mending import Mendable
from domain.staff import Member
from services.access.attempts import FORGOTTEN
from services.ids import digest, new_token
from services.members import member_of
from store import access
from store.models import StaffSession
from store.session import Database

IDLE: Final = timedelta(hours=8)
LONGEST: Final = timedelta(days=7)

NOTICED: Final = timedelta(minutes=1)
"""How exactly it is known when somebody was last there: not every look is written down."""


class NotSignedIn(Mendable, PermissionError):
    """The cookie is nobody's, or the session is over."""


@dataclass(frozen=True)
class SignedIn:
    """Who is there. `must_change`: before they do anything, they choose a password."""

    member: Member
    must_change: bool


class Sessions:
    """Opens, reads and ends sessions. They end after eight hours without a sign of life, and after a week.

    Args:
        database: Where they are kept.
        wall: The machine's time, which browsers go by too.
    """

    def __init__(self, database: Database, wall: Clock) -> None:
        self._database = database
        self._wall = wall

    def open(self, member_id: str) -> str:
        """Opens a session, and forgets those that are over.

        Returns:
            What the cookie holds.
        """
        token = new_token()
        with self._database.write() as session:
            now = self._wall.now()
            access.drop_old(session, now - LONGEST, now - IDLE, now - FORGOTTEN)
            session.add(StaffSession(token_hash=digest(token), staff_id=member_id, opened_at=now, seen_at=now))
        return token

    def read(self, token: str) -> SignedIn:
        """Whose session it is, as they are on record now.

        Raises:
            NotSignedIn: Nobody's; or it is over, or they no longer work here.
        """
        name, now = digest(token), self._wall.now()
        with self._database.read() as session:
            found = access.session_of(session, name)
        if found is None:
            raise NotSignedIn("You are not signed in. Sign in at /console.")
        row, member, must_change = found
        if not member.active or row.opened_at < now - LONGEST or row.seen_at < now - IDLE:
            raise NotSignedIn("The session is over. Sign in again at /console.")
        if row.seen_at < now - NOTICED:
            with self._database.write() as session:
                known = session.get(StaffSession, name)
                if known is not None:
                    known.seen_at = now
        return SignedIn(member_of(member), must_change)

    def end(self, token: str) -> None:
        """Ends one session."""
        with self._database.write() as session:
            access.drop_session(session, digest(token))
