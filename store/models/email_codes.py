"""Codes by which somebody proves that an e-mail address is theirs."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class EmailCode(Base):
    """A code that was mailed, as a digest only the secret key can make. Rows are dropped a day later."""

    __tablename__ = "email_codes"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    email: Mapped[str]
    digest: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    proved_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_email_codes_email_sent", "email", "sent_at"),)
