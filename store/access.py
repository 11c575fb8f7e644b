"""Passwords, sessions and failed tries of the staff."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models import LoginFailure, Staff, StaffPassword, StaffSession


def members_called(session: Session, name: str) -> Sequence[Staff]:
    """Whoever works here and has this id or, written in any case, this e-mail address."""
    named = (Staff.id == name) | (func.lower(Staff.email) == name.lower())
    return session.scalars(select(Staff).where(Staff.active, named)).all()


def any_password(session: Session) -> bool:
    """Whether anybody has a password at all."""
    return session.scalar(select(StaffPassword.staff_id).limit(1)) is not None


def password_owners(session: Session, now: datetime) -> Sequence[str]:
    """Whose password opens something."""
    usable = StaffPassword.valid_until.is_(None) | (StaffPassword.valid_until > now)
    return session.scalars(select(StaffPassword.staff_id).where(usable)).all()


def session_of(session: Session, token_hash: str) -> tuple[StaffSession, Staff, bool] | None:
    """A session, whose it is, and whether they must choose a password first."""
    row = session.execute(
        select(StaffSession, Staff, StaffPassword.must_change)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .outerjoin(StaffPassword, StaffPassword.staff_id == Staff.id)
        .where(StaffSession.token_hash == token_hash)
    ).one_or_none()
    return (row[0], row[1], bool(row[2])) if row else None


def drop_sessions(session: Session, staff_id: str, but: str | None = None) -> None:
    """Ends a member's sessions, all but one."""
    session.execute(
        delete(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.token_hash != (but or ""))
    )


def drop_session(session: Session, token_hash: str) -> None:
    """Ends one session."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash))


def drop_old(session: Session, opened_before: datetime, seen_before: datetime, failed_before: datetime) -> None:
    """Removes sessions that are over, and tries that count no more."""
    over = (StaffSession.opened_at < opened_before) | (StaffSession.seen_at < seen_before)
    session.execute(delete(StaffSession).where(over))
    session.execute(delete(LoginFailure).where(LoginFailure.at < failed_before))


def failures(session: Session, subject: str, at: datetime) -> LoginFailure:
    """The failed tries of a subject, locked: of two tries at once one counts the other."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"subject": subject, "failures": 0, "at": at}
    session.execute(dialect.insert(LoginFailure).values(row).on_conflict_do_nothing())
    return session.get_one(LoginFailure, subject, with_for_update=True)
