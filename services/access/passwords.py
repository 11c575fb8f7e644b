"""Setting passwords: one's own, or one that is made up for somebody and used once."""

import secrets
import unicodedata
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.mending import Mendable
from services.access.hashing import Cost, hash_password
from services.ids import digest
from services.members import UnknownMember
from store import access, staff
from store.models import Staff, StaffPassword
from store.session import Database

SHORTEST: Final = 10
"""Characters. Longer is better than odd: NIST SP 800-63B asks for no mixture of signs."""

LONGEST: Final = 128
HANDED_OVER: Final = timedelta(hours=72)
"""How long a made-up password opens the page where one's own is chosen."""

_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""None of them is taken for another one when it is read out."""


class WeakPassword(Mendable, ValueError):
    """A password is too short, too long, or too near to what everybody knows. `fault` says which."""

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class Passwords:
    """Sets passwords.

    Args:
        database: Where their hashes are kept.
        wall: The machine's time.
        cost: What hashing shall cost.
    """

    def __init__(self, database: Database, wall: Clock, cost: Cost) -> None:
        self._database = database
        self._wall = wall
        self._cost = cost

    def owners(self) -> frozenset[str]:
        """Who has a password that opens something."""
        with self._database.read() as session:
            return frozenset(access.password_owners(session, self._wall.now()))

    def hand_over(self, member_id: str, by: str | None = None) -> str:
        """Makes up a password for somebody, who chooses their own when they first come in; all their sessions end.

        Args:
            member_id: For whom.
            by: Who does it; None at the command line.

        Returns:
            The password, which is not shown again.

        Raises:
            UnknownMember: Nobody has this id.
        """
        password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))
        self._store(member_id, password, by, handed_over=True)
        return password

    def choose(self, member_id: str, password: str, by: str | None = None, keeping: str | None = None) -> None:
        """Sets the password somebody chose; their other sessions end.

        Args:
            member_id: Whose.
            password: Which.
            by: Who does it; None at the command line.
            keeping: The session it is done in, which goes on.

        Raises:
            UnknownMember: Nobody has this id.
            WeakPassword: It would be guessed.
        """
        self._store(member_id, password, by, keeping=keeping)

    def _store(
        self, member_id: str, password: str, by: str | None, *, handed_over: bool = False, keeping: str | None = None
    ) -> None:
        with self._database.read() as session:
            _require_strong(password, _member(session, member_id))
        hashed = hash_password(password, self._cost)  # takes its time; nobody waits for it with a lock
        with self._database.write() as session:
            now = self._wall.now()
            until = now + HANDED_OVER if handed_over else None
            session.merge(
                StaffPassword(
                    staff_id=_member(session, member_id).id,
                    password_hash=hashed,
                    must_change=handed_over,
                    valid_until=until,
                    set_at=now,
                )
            )
            access.drop_sessions(session, member_id, but=digest(keeping) if keeping else None)
            staff.note_action(session, by, "set_password", now, member_id=member_id, handed_over=handed_over)


def _member(session: Session, member_id: str) -> Staff:
    row = session.get(Staff, member_id)
    if row is None:
        raise UnknownMember(f"Nobody of the staff has the id {member_id}. See: zenbu staff list.")
    return row


def _require_strong(password: str, member: Staff) -> None:
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(plain) < SHORTEST:
        raise WeakPassword("short", f"The password has {len(plain)} characters. Take {SHORTEST} or more: a few words.")
    if len(plain) > LONGEST:
        raise WeakPassword("long", f"The password has {len(plain)} characters. Take at most {LONGEST}.")
    known = {member.id.casefold(), member.email.casefold(), member.email.casefold().partition("@")[0]}
    if plain in known or len(set(plain)) < 4:
        raise WeakPassword("plain", "The password is the member's own name, or the same few signs. Take other words.")
