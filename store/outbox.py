"""Events on their way to the outside."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from store.models import OutboxEvent


def emit(session: Session, topic: str, key: str, payload: dict[str, Any], at: datetime) -> None:
    """Writes an event with what it tells of: either both are stored or neither.

    Args:
        session: The transaction that stores what happened.
        topic: What happened, as `noun.verb`.
        key: What it happened to; events of one key are delivered in order.
        payload: JSON; ids rather than contents.
        at: When it happened.
    """
    session.add(OutboxEvent(topic=topic, key=key, payload=payload, at=at, attempts=0))
