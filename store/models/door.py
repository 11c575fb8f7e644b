"""Where conversations of the OpenAI-compatible door stand, as their clients tell it."""

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class DoorPlace(Base):
    """A history a client was left with: who comes back with it goes on in this conversation."""

    __tablename__ = "door_places"

    # SQLite numbers rows by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    digest: Mapped[str] = mapped_column(index=True)
    """Of everything said so far."""

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    went_on: Mapped[str | None]
    """The digest of what came next; None as long as nothing did."""
