"""What is known of customers and was kept long enough."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, CursorResult, delete, select
from sqlalchemy.orm import Session

from store.models import (
    Base,
    Contract,
    IntakeEvent,
    Interaction,
    Invoice,
    RecoveryEntry,
    RecoveryProposal,
    Score,
    StaffAction,
    SupportCase,
    SurveyAnswer,
    UsageEvent,
)
from store.staff import VIEW

Old = Callable[[datetime, datetime], ColumnElement[bool]]
"""Given since when words and since when books are kept: which rows are older."""

OLD: Final[Mapping[type[Base], Old]] = {
    Interaction: lambda words, _: Interaction.at < words,
    SurveyAnswer: lambda words, _: SurveyAnswer.at < words,
    SupportCase: lambda words, _: SupportCase.opened_at < words,
    Score: lambda words, _: Score.at < words,
    IntakeEvent: lambda words, _: IntakeEvent.received_at < words,
    RecoveryProposal: lambda words, _: RecoveryProposal.proposed_at < words,
    # What our people did is kept as our own; what they looked at is about the customer.
    StaffAction: lambda words, _: (StaffAction.action == VIEW) & (StaffAction.at < words),
    # Measurements are what was sold; how somebody used their account is not.
    UsageEvent: lambda words, books: (
        (UsageEvent.at < books) | ((UsageEvent.kind != "measurement") & (UsageEvent.at < words))
    ),
    Contract: lambda _, books: Contract.ended_on < books.date(),
    Invoice: lambda _, books: Invoice.issued_on < books.date(),
    RecoveryEntry: lambda _, books: RecoveryEntry.at < books,
}
"""Every table of this kind: kept as long as what customers say, or for the books."""


def expired(session: Session, model: type[Base], words: datetime, books: datetime, limit: int) -> Sequence[Any]:
    """Ids of rows that no longer may be kept.

    Args:
        session: A transaction.
        model: The table, one of `OLD`.
        words: What customers said before this is not kept.
        books: What was sold before this is not kept.
        limit: Most of them.
    """
    return session.scalars(select(model.__table__.c.id).where(OLD[model](words, books)).limit(limit)).all()


def remove(session: Session, model: type[Base], ids: Sequence[Any]) -> int:
    """Deletes rows; nothing refers to them.

    Returns:
        How many were still there.
    """
    done = session.execute(delete(model).where(model.__table__.c.id.in_(ids)))
    assert isinstance(done, CursorResult)
    return done.rowcount
