"""Offers after something went wrong, and the ledger of what was given. Lines are added to the ledger, never changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, false, func, select, true
from sqlalchemy.orm import Session

from store.models import Customer, RecoveryEntry, RecoveryProposal, Staff


def lock_customer(session: Session, customer_id: str) -> Customer | None:
    """Makes everybody else who gives this customer something wait until this transaction has ended."""
    return session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update())


def lock_member(session: Session, staff_id: str) -> None:
    """Makes everything else that counts in this member's budget wait. Taken after the customer, never before."""
    session.execute(select(Staff.id).where(Staff.id == staff_id).with_for_update())


def proposal(session: Session, proposal_id: str, *, lock: bool = False) -> RecoveryProposal | None:
    """A proposal as it stands now; with `lock` nobody else settles it meanwhile."""
    query = select(RecoveryProposal).where(RecoveryProposal.id == proposal_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def proposals(
    session: Session, status: str | None, customer_id: str | None, after: RecoveryProposal | None, limit: int
) -> Sequence[RecoveryProposal]:
    """A page of proposals, the newest first.

    Args:
        session: A transaction.
        status: Only these; all where none is given.
        customer_id: Only this customer's.
        after: The last proposal of the page before.
        limit: Most of them.
    """
    query = select(RecoveryProposal)
    if status:
        query = query.where(RecoveryProposal.status == status)
    if customer_id:
        query = query.where(RecoveryProposal.customer_id == customer_id)
    at, id_ = RecoveryProposal.proposed_at, RecoveryProposal.id
    if after is not None:
        query = query.where((at < after.proposed_at) | ((at == after.proposed_at) & (id_ < after.id)))
    return session.scalars(query.order_by(at.desc(), id_.desc()).limit(limit)).all()


def entry_of(session: Session, proposal_id: str) -> RecoveryEntry | None:
    """The line by which a proposal was granted."""
    return session.scalar(
        select(RecoveryEntry).where(RecoveryEntry.proposal_id == proposal_id, RecoveryEntry.entry == "grant")
    )


def spent(session: Session, staff_id: str, month: str) -> int:
    """What counts in a member's budget of a month, in yen."""
    total = func.coalesce(func.sum(RecoveryEntry.amount), 0)
    return int(
        session.scalar(select(total).where(RecoveryEntry.staff_id == staff_id, RecoveryEntry.month == month)) or 0
    )


def given(session: Session, customer_id: str, case_id: str | None, month: str) -> int:
    """What was given in one case, in yen: of a ticket, or of the customer's month where there is none."""
    total = func.coalesce(func.sum(RecoveryEntry.amount), 0)
    query = select(total).where(RecoveryEntry.customer_id == customer_id)
    if case_id is not None:
        query = query.where(RecoveryEntry.case_id == case_id)
    else:
        query = query.where(RecoveryEntry.case_id.is_(None), RecoveryEntry.month == month)
    return int(session.scalar(query) or 0)


def recoveries(session: Session, customer_id: str, since: datetime, case_id: str | None, month: str) -> int:
    """How many offers a customer had since then and kept, those of this very case left out."""
    same = RecoveryEntry.case_id == case_id if case_id is not None else RecoveryEntry.case_id.is_(None)
    this = and_(same, true() if case_id is not None else RecoveryEntry.month == month)
    # Without a ticket the comparison is NULL, which is not this case either.
    other = ~func.coalesce(this, false())
    kept = (
        select(RecoveryEntry.proposal_id)
        .where(RecoveryEntry.customer_id == customer_id, RecoveryEntry.at >= since, other)
        .group_by(RecoveryEntry.proposal_id)
        .having(func.sum(RecoveryEntry.amount) > 0)
    )
    return session.scalar(select(func.count()).select_from(kept.subquery())) or 0
