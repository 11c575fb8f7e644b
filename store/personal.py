"""What is stored about somebody: found along the foreign keys, so that a new table is not forgotten."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, Table, delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from store.models import Base, OutboxEvent

IMPERSONAL: Final = frozenset(
    {
        "technicians",
        "busy_times",
        "staff",
        "staff_passwords",
        "staff_sessions",
        "login_failures",
        "reviews",
        "faq_versions",
        "faq_publications",
        "channel_switches",
        "llm_days",
        "score_runs",
    }
)
"""Tables in which nothing is about a customer. Every other one is reached from `customers`; a test holds that."""

EVENTS: Final = OutboxEvent.__tablename__

NAMED_IN_EVENTS: Final = {
    "customers": "customer_id",
    "conversations": "conversation_id",
    "tickets": "ticket_id",
    "bookings": "booking_id",
}
"""Under which name an event's payload holds the id of what it is about: no foreign key leads there."""

CHUNK: Final = 500
"""Ids in one statement."""

Row = dict[str, Any]
Found = dict[str, dict[tuple[Any, ...], Row]]
"""Rows by table and primary key."""


def find(session: Session, roots: Mapping[str, Collection[str]], *, events: bool = True) -> Found:
    """Finds rows and everything that refers to them, directly or not.

    Args:
        session: An open transaction.
        roots: Ids by table, such as {"customers": ["c-1"]}.
        events: Whether to look for events about them, too; that reads the whole outbox.

    Returns:
        The rows by table, referred-to before referring.
    """
    found: Found = {}
    for name, ids in roots.items():
        table = Base.metadata.tables[name]
        _add(found, table, _select(session, table, _key(table)[0], ids))
    _follow(session, found)
    if events:
        _add(found, Base.metadata.tables[EVENTS], _events(session, found))
        _follow(session, found)
    return {table.name: found[table.name] for table in Base.metadata.sorted_tables if found.get(table.name)}


def remove(session: Session, found: Found, kept: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Deletes what was found.

    Args:
        session: A writing transaction.
        found: What `find` returned in it.
        kept: Tables whose rows stay, and the values that take the place of what is personal in them.

    Returns:
        How many rows of each table were deleted or blanked.
    """
    for table in reversed(Base.metadata.sorted_tables):
        keys = list(found.get(table.name, ()))
        own = {column.name: None for column in _references(table, table.name)}
        blank = kept.get(table.name, own)
        for chunk in _chunks(keys):
            chosen = tuple_(*_key(table)).in_(chunk)
            if blank:
                session.execute(update(table).where(chosen).values(**blank))
        if table.name not in kept:
            for chunk in _chunks(keys):
                session.execute(delete(table).where(tuple_(*_key(table)).in_(chunk)))
    return {name: len(rows) for name, rows in found.items()}


def reached_from(root: str) -> set[str]:
    """The tables `find` can reach from a table."""
    reached = {root}
    for table in Base.metadata.sorted_tables:
        if any(_references(table, name) for name in reached):
            reached.add(table.name)
    return reached


def _follow(session: Session, found: Found) -> None:
    # Referred-to tables come first, so one pass reaches everything.
    for table in Base.metadata.sorted_tables:
        for name in [name for name in found if name != table.name]:
            for column in _references(table, name):
                _add(found, table, _select(session, table, column, [key[0] for key in found[name]]))


def _references(table: Table, name: str) -> list[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table.name == name]


def _events(session: Session, found: Found) -> Iterable[Row]:
    table = Base.metadata.tables[EVENTS]
    for name, field in NAMED_IN_EVENTS.items():
        for chunk in _chunks([key[0] for key in found.get(name, ())]):
            about = or_(table.c.key.in_(chunk), OutboxEvent.payload[field].as_string().in_(chunk))
            yield from map(dict, session.execute(select(table).where(about)).mappings())


def _select(session: Session, table: Table, column: Column[Any], values: Collection[Any]) -> Iterable[Row]:
    for chunk in _chunks(list(values)):
        yield from map(dict, session.execute(select(table).where(column.in_(chunk))).mappings())


def _add(found: Found, table: Table, rows: Iterable[Row]) -> None:
    names = [column.name for column in _key(table)]
    for row in rows:
        found.setdefault(table.name, {})[tuple(row[name] for name in names)] = row


def _key(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns)


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
