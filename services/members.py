"""Members of the staff and the tokens they come in with. A token is shown once; only its digest is stored."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.mending import Mendable
from domain.shifts import Shifts
from domain.staff import Member, Role
from domain.text import clean
from services.ids import digest, new_id, new_token
from store import staff
from store.models import Staff
from store.session import Database

SLACK_ID: Final = re.compile(r"[UW][A-Z0-9]{4,31}")
"""How Slack names people."""


class NotStaff(Mendable, PermissionError):
    """The token is nobody's who works here."""


class UnknownMember(Mendable, LookupError):
    """Nobody of the staff has this id."""


class MemberExists(Mendable):
    """Somebody has this id already."""


class LastAdmin(Mendable):
    """Without this admin nobody could manage members any more."""


class InvalidMember(Mendable, ValueError):
    """A member's name or address cannot be right."""


@dataclass(frozen=True)
class MemberFields:
    """What is known of a member. `on_call_order`: the lowest is paged first, None is never paged."""

    name: str
    role: Role
    email: str
    phone: str | None = None
    active: bool = True
    on_call_order: int | None = None
    slack_id: str | None = None
    skills: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: Shifts | None = None
    capacity: int | None = None


class Members:
    """Who works here.

    Args:
        database: Where they are kept.
        clock: The business's time.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def authenticate(self, token: str) -> Member:
        """Whose token this is.

        Raises:
            NotStaff: Nobody's who works here.
        """
        with self._database.read() as session:
            row = staff.by_token(session, digest(token))
        if row is None or not row.active:
            raise NotStaff("The token is nobody's on the staff. Ask an admin for a new one: zenbu staff token ID.")
        return member_of(row)

    def get(self, member_id: str) -> Member:
        """The member of an id.

        Raises:
            UnknownMember: There is none.
            NotStaff: They no longer work here.
        """
        with self._database.read() as session:
            row = _row(session, member_id)
        if not row.active:
            raise NotStaff(f"{row.name} ({member_id}) no longer works here. See who does: zenbu staff list.")
        return member_of(row)

    def in_slack(self, slack_id: str) -> Member:
        """Who somebody in Slack is.

        Raises:
            UnknownMember: Nobody of the staff has this Slack id.
            NotStaff: They no longer work here.
        """
        with self._database.read() as session:
            row = staff.by_slack_id(session, slack_id)
        if row is None:
            raise UnknownMember(
                f"Nobody of the staff has the Slack id {slack_id}. Add it: zenbu staff edit ID --slack-id."
            )
        if not row.active:
            raise NotStaff(f"{row.name} ({row.id}) no longer works here. See who does: zenbu staff list.")
        return member_of(row)

    def known(self, member_id: str) -> Member:
        """The member of an id, though they may have left.

        Raises:
            UnknownMember: There is none.
        """
        with self._database.read() as session:
            return member_of(_row(session, member_id))

    def everybody(self) -> Sequence[Member]:
        """All members, those who left among them, by the time they came."""
        with self._database.read() as session:
            return [member_of(row) for row in staff.members(session)]

    def add(self, fields: MemberFields, member_id: str | None = None, by: str | None = None) -> tuple[Member, str]:
        """Adds a member.

        Args:
            fields: What is known of them.
            member_id: Their id; a new one where none is given.
            by: Who adds them; None at the command line.

        Returns:
            The member and their token, which is not shown again.

        Raises:
            InvalidMember: Name or address cannot be right.
            MemberExists: The id is taken.
        """
        token = new_token()
        with self._database.write() as session:
            if member_id is not None and session.get(Staff, member_id) is not None:
                raise MemberExists(f"There is a member {member_id} already. Choose another id, or edit that one.")
            now = self._clock.now()
            row = Staff(id=member_id or new_id("st"), token_hash=digest(token), created_at=now)
            _set(session, row, fields)
            session.add(row)
            session.flush()
            staff.note_action(session, by, "add_member", now, member_id=row.id, role=row.role)
        return member_of(row), token

    def edit(self, member_id: str, fields: MemberFields, by: str | None = None) -> Member:
        """Replaces what is known of a member. Who is made inactive opens nothing from then on.

        Raises:
            UnknownMember: There is none.
            InvalidMember: Name or address cannot be right.
            LastAdmin: Nobody else could manage members.
        """
        with self._database.write() as session:
            row = _row(session, member_id)
            was_admin = row.active and row.role == "admin"
            _set(session, row, fields)
            if was_admin and not (row.active and row.role == "admin") and not staff.other_admins(session, member_id):
                raise LastAdmin(f"{row.name} ({member_id}) is the only admin. Make somebody else one first.")
            staff.note_action(session, by, "edit_member", self._clock.now(), member_id=row.id, role=row.role)
        return member_of(row)

    def renew_token(self, member_id: str, by: str | None = None) -> str:
        """Gives a member a new token; the old one opens nothing any more.

        Raises:
            UnknownMember: There is none.
        """
        token = new_token()
        with self._database.write() as session:
            _row(session, member_id).token_hash = digest(token)
            staff.note_action(session, by, "renew_token", self._clock.now(), member_id=member_id)
        return token


def _row(session: Session, member_id: str) -> Staff:
    row = session.get(Staff, member_id)
    if row is None:
        raise UnknownMember(f"Nobody of the staff has the id {member_id}. See: zenbu staff list.")
    return row


def _set(session: Session, row: Staff, fields: MemberFields) -> None:
    from email_validator import EmailNotValidError, validate_email  # costly to import; members seldom change

    name, phone = clean(fields.name), clean(fields.phone) if fields.phone else None
    if not name:
        raise InvalidMember("The name is empty. Give the one customers shall read.")
    try:
        row.email = validate_email(fields.email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidMember(f"The e-mail address cannot be right: {error} Pages are sent there.") from error
    row.name, row.role, row.phone = name, fields.role, phone
    if fields.slack_id is not None and not SLACK_ID.fullmatch(fields.slack_id):
        raise InvalidMember(
            "The Slack id cannot be right. It is the member ID of their Slack profile, such as U012AB3CD."
        )
    holder = staff.by_slack_id(session, fields.slack_id) if fields.slack_id else None
    if holder is not None and holder.id != row.id:
        raise InvalidMember(f"The Slack id {fields.slack_id} is {holder.id}'s. See: zenbu staff list.")
    row.active, row.on_call_order, row.slack_id = fields.active, fields.on_call_order, fields.slack_id

    row.skills, row.areas, row.languages = (
        _distinct(fields.skills),
        _distinct(fields.areas),
        _distinct(fields.languages),
    )
    row.hours = fields.hours.plain() if fields.hours else None
    row.capacity = fields.capacity


def _distinct(words: Iterable[str]) -> list[str]:
    return sorted(filter(None, map(clean, words)))


def member_of(row: Staff) -> Member:
    """The member of a row."""
    return Member(
        member_id=row.id,
        name=row.name,
        role=cast(Role, row.role),  # put there from the vocabulary
        email=row.email,
        phone=row.phone,
        active=row.active,
        on_call_order=row.on_call_order,
        slack_id=row.slack_id,
        skills=frozenset(row.skills),
        areas=frozenset(row.areas),
        languages=frozenset(row.languages),
        hours=Shifts.read(row.hours) if row.hours else None,
        capacity=row.capacity,
    )
