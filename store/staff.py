"""Members of the staff, what they did, and where the bot is switched off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import ChannelSwitch, Customer, Staff, StaffAction

VIEW: Final = "view"
"""The action of whoever opened a ticket or a customer's page."""


def members(session: Session) -> Sequence[Staff]:
    """Everybody, by the time they came."""
    return session.scalars(select(Staff).order_by(Staff.created_at, Staff.id)).all()


def by_token(session: Session, token_hash: str) -> Staff | None:
    """Whose token this is."""
    return session.scalar(select(Staff).where(Staff.token_hash == token_hash))


def by_slack_id(session: Session, slack_id: str) -> Staff | None:
    """Who somebody in Slack is."""
    return session.scalar(select(Staff).where(Staff.slack_id == slack_id))


def active(session: Session) -> Sequence[Staff]:
    """Everybody who works here now, in the order they are paged; who is never paged comes last."""
    return session.scalars(
        select(Staff).where(Staff.active).order_by(Staff.on_call_order.is_(None), Staff.on_call_order, Staff.id)
    ).all()


def other_admins(session: Session, member_id: str) -> Sequence[Staff]:
    """The admins who work here, but for one. Locked, so that of two who leave at once one stays."""
    query = select(Staff).where(Staff.active, Staff.role == "admin", Staff.id != member_id)
    return session.scalars(query.with_for_update()).all()


def on_call(session: Session) -> Sequence[Staff]:
    """Everybody who is paged, in order."""
    return [member for member in active(session) if member.on_call_order is not None]


def name_of(session: Session, staff_id: str | None) -> str | None:
    """A member's name; None for nobody."""
    return session.scalar(select(Staff.name).where(Staff.id == staff_id)) if staff_id else None


def names(session: Session) -> Mapping[str, str]:
    """What everybody of the staff is called."""
    return {id_: name for id_, name in session.execute(select(Staff.id, Staff.name))}


def note_action(
    session: Session, staff_id: str | None, action: str, at: datetime, ticket_id: str | None = None, **detail: Any
) -> None:
    """Notes who did what, in the transaction that did it."""
    session.add(StaffAction(staff_id=staff_id, action=action, ticket_id=ticket_id, detail=detail, at=at))


def note_view(
    session: Session, staff_id: str, at: datetime, since: datetime, ticket_id: str | None, customer_id: str | None
) -> None:
    """Notes that somebody looked at a ticket or a customer, unless they have been looking at it since a moment."""
    whose = StaffAction.ticket_id == ticket_id, StaffAction.customer_id == customer_id
    query = select(StaffAction.id).where(
        StaffAction.staff_id == staff_id, StaffAction.action == VIEW, *whose, StaffAction.at > since
    )
    if session.scalar(query.limit(1)) is None:
        view = StaffAction(
            staff_id=staff_id, action=VIEW, ticket_id=ticket_id, customer_id=customer_id, detail={}, at=at
        )
        session.add(view)


def audit(
    session: Session, staff_id: str | None, views: bool | None, before: int | None, limit: int
) -> Sequence[tuple[StaffAction, str | None, str | None]]:
    """What was done and looked at, the newest first, each with the names of who did it and of the customer.

    Args:
        session: A transaction.
        staff_id: Only what this member did.
        views: Only what was looked at, or only what was done; everything where None.
        before: Only what is older than this entry.
        limit: Most of them.
    """
    query = (
        select(StaffAction, Staff.name, Customer.name)
        .outerjoin(Staff, Staff.id == StaffAction.staff_id)
        .outerjoin(Customer, Customer.id == StaffAction.customer_id)
        .order_by(StaffAction.id.desc())
        .limit(limit)
    )
    if staff_id is not None:
        query = query.where(StaffAction.staff_id == staff_id)
    if views is not None:
        query = query.where((StaffAction.action == VIEW) if views else (StaffAction.action != VIEW))
    if before is not None:
        query = query.where(StaffAction.id < before)
    return [(action, by, customer) for action, by, customer in session.execute(query)]


def actions_on(session: Session, ticket_id: str) -> Sequence[tuple[StaffAction, str | None]]:
    """What was done to a ticket, in order, each with the name of who did it."""
    rows = session.execute(
        select(StaffAction, Staff.name)
        .outerjoin(Staff, Staff.id == StaffAction.staff_id)
        .where(StaffAction.ticket_id == ticket_id, StaffAction.action != VIEW)
        .order_by(StaffAction.id)
    )
    return [(action, name) for action, name in rows]


def switches(session: Session) -> Sequence[ChannelSwitch]:
    """Every channel somebody has ever switched."""
    return session.scalars(select(ChannelSwitch).order_by(ChannelSwitch.channel)).all()
