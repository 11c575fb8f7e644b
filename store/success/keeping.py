"""Writes rows that come from elsewhere under ids of their own: the same row again changes nothing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.models import Base, Customer, Staff

Row = Mapping[str, Any]


def upsert(session: Session, model: type[Base], rows: Sequence[Row], changed: Collection[str]) -> None:
    """Inserts rows, or changes those whose id is there.

    Args:
        session: A writing transaction.
        model: The table; its key is `id`.
        rows: All with the same columns.
        changed: Columns that are taken over into a row that is there; the others stay as they are.
    """
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        new = postgresql.insert(model)
        to = {name: new.excluded[name] for name in changed}
        whole = new.on_conflict_do_update(index_elements=["id"], set_=to) if to else new.on_conflict_do_nothing()
        session.execute(whole, rows)
        return
    fresh = sqlite.insert(model)
    to = {name: fresh.excluded[name] for name in changed}
    session.execute(
        fresh.on_conflict_do_update(index_elements=["id"], set_=to) if to else fresh.on_conflict_do_nothing(), rows
    )


def owners(session: Session, model: type[Base], ids: Collection[str]) -> dict[str, str | None]:
    """Those ids of a table that are there, each with its customer; for customers with themselves."""
    table = model.__table__
    owner = table.c.id if model is Customer else table.c.customer_id
    return {name: who for name, who in session.execute(select(table.c.id, owner).where(table.c.id.in_(ids)))}


def known_customers(session: Session, ids: Collection[str]) -> set[str]:
    """Those of some ids that are customers'."""
    return set(session.scalars(select(Customer.id).where(Customer.id.in_(ids))))


def known_staff(session: Session, ids: Collection[str]) -> set[str]:
    """Those of some ids that are members of the staff."""
    return set(session.scalars(select(Staff.id).where(Staff.id.in_(ids))))
