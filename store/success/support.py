"""Requests for help as of a moment: handovers of the chat, and what came in elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, union_all
from sqlalchemy.orm import Session

from store.models import SupportCase, Ticket


@dataclass(frozen=True)
class Case:
    """A request for help; what happened to it later than the moment is None."""

    opened_at: datetime
    resolved_at: datetime | None
    escalated_at: datetime | None


def as_of(session: Session, ids: Collection[str], at: datetime) -> dict[str, list[Case]]:
    """Requests some customers had made by a moment. A handover to senior staff was escalated when it was opened."""
    outside = select(
        SupportCase.customer_id, SupportCase.opened_at, SupportCase.resolved_at, SupportCase.escalated_at
    ).where(SupportCase.customer_id.in_(ids), SupportCase.opened_at <= at)
    chat = select(
        Ticket.customer_id, Ticket.opened_at, Ticket.closed_at, case((Ticket.senior, Ticket.opened_at))
    ).where(Ticket.customer_id.in_(ids), Ticket.opened_at <= at)
    found: dict[str, list[Case]] = {}
    for who, opened, resolved, escalated in session.execute(union_all(outside, chat)):
        found.setdefault(who, []).append(Case(opened, _by(resolved, at), _by(escalated, at)))
    return found


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment is not None and moment <= at else None
