"""Places at which conversations of the OpenAI-compatible door stand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import DoorPlace


def standing(session: Session, digest: str) -> DoorPlace | None:
    """A place with this history from which nothing went on yet, so that nobody else goes on from it."""
    return session.scalar(
        select(DoorPlace)
        .where(DoorPlace.digest == digest, DoorPlace.went_on.is_(None))
        .order_by(DoorPlace.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def left(session: Session, digest: str, went_on: str) -> DoorPlace | None:
    """A place with this history from which just this went on."""
    return session.scalar(
        select(DoorPlace)
        .where(DoorPlace.digest == digest, DoorPlace.went_on == went_on)
        .order_by(DoorPlace.id.desc())
        .limit(1)
    )


def has(session: Session, digest: str, conversation_id: str) -> bool:
    """Whether a conversation was left at this place before."""
    found = select(DoorPlace.id).where(DoorPlace.digest == digest, DoorPlace.conversation_id == conversation_id)
    return session.scalar(found.limit(1)) is not None
