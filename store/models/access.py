"""How the staff comes into the console: passwords, open sessions, failed tries."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class StaffPassword(Base):
    """A member's password, as a salted hash that names its own parameters."""

    __tablename__ = "staff_passwords"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    """Somebody else made it up: it opens nothing but the page where a new one is chosen."""

    valid_until: Mapped[datetime | None]
    """None: as long as it is not changed."""

    set_at: Mapped[datetime]


class StaffSession(Base):
    """A browser a member is signed in with. Only the digest of its cookie is stored."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class LoginFailure(Base):
    """Tries to sign in that went wrong, under one name or from one address."""

    __tablename__ = "login_failures"

    subject: Mapped[str] = mapped_column(primary_key=True)
    """A digest: what is typed there by mistake may be a password."""

    failures: Mapped[int]
    at: Mapped[datetime]
    """The last of them."""
