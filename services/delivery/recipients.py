"""Who of the staff is told."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.staff import Role
from store.models import Customer, Staff

_SERVING: Final[tuple[Role, ...]] = ("cs", "csm", "senior")
_SERIOUS: Final[tuple[Role, ...]] = ("senior", "manager")
_OTHERWISE: Final[tuple[Role, ...]] = ("manager", "admin")


def staff_for(session: Session, *, serious: bool) -> tuple[str, ...]:
    """The addresses of those who serve customers, or of those who take serious cases; of managers where nobody does."""
    return _addresses(session, _SERIOUS if serious else _SERVING) or _addresses(session, _OTHERWISE)


def managers(session: Session) -> tuple[str, ...]:
    """The addresses of those who see to it that customers are answered."""
    return _addresses(session, ("manager",)) or _addresses(session, _OTHERWISE)


def member(session: Session, staff_id: str) -> str | None:
    """The address of one member, if they still work here."""
    row = session.get(Staff, staff_id)
    return row.email if row is not None and row.active else None


def looking_after(session: Session, customer: Customer, *, serious: bool) -> tuple[str, ...]:
    """The addresses of those who look after a customer: their own CSM, else everybody of that role.

    Args:
        session: A reading transaction.
        customer: The customer.
        serious: Managers are told, too.
    """
    own = member(session, customer.csm_id) if customer.csm_id else None
    those = (own,) if own else _addresses(session, ("csm",) if customer.type == "b2b" else ("cs", "senior"))
    told = (*those, *(_addresses(session, ("manager",)) if serious else ()))
    return tuple(dict.fromkeys(told)) or _addresses(session, _OTHERWISE)


def _addresses(session: Session, roles: Sequence[Role]) -> tuple[str, ...]:
    query = select(Staff.email).where(Staff.active, Staff.role.in_(roles), Staff.email != "").order_by(Staff.id)
    return tuple(dict.fromkeys(session.scalars(query)))
