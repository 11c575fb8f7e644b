"""Puts a demo world into a database: into an empty one, in development, and nowhere else."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import exists, insert, select

from domain.records import Technician
from services.demo.catalogue import DemoRefused
from services.demo.rows import Rows
from services.settings import Settings
from services.technicians import seed_technicians
from store.models import Base, Customer
from store.session import Database

CHUNK: Final = 5000
"""Rows in one statement."""


def require_room(database: Database, settings: Settings) -> None:
    """Makes sure that a demo world may be put there.

    Raises:
        DemoRefused: This is not development, or somebody is a customer already.
    """
    if not settings.is_development:
        raise DemoRefused(f"ZENBU_ENV is {settings.env}; a demo world is for development. export ZENBU_ENV=development")
    with database.read() as session:
        if session.scalar(select(exists(select(Customer.id)))):
            raise DemoRefused(
                "The database holds customers already, and a demo world must not be mixed with them. Give it a "
                "database of its own:\nexport ZENBU_DATABASE_URL=sqlite:///data/demo.db"
            )


def write_world(
    rows: Rows, technicians: Sequence[Technician], database: Database, advance: Callable[[int], None] = lambda _: None
) -> None:
    """Stores a world, all of it or nothing.

    Args:
        rows: Its rows.
        technicians: Who visits; stored where nobody is yet.
        database: Where to.
        advance: Is told after each statement how many rows it stored.

    Raises:
        DemoRefused: Somebody became a customer meanwhile.
    """
    seed_technicians(database, technicians)
    with database.write() as session:
        if session.scalar(select(exists(select(Customer.id)))):
            raise DemoRefused("Somebody became a customer while the demo world was made. Nothing of it was stored.")
        for table in Base.metadata.sorted_tables:  # referred-to tables first
            stored: list[dict[str, Any]] = next(
                (found for model, found in rows.tables.items() if model.__table__ is table), []
            )
            for start in range(0, len(stored), CHUNK):
                chunk = stored[start : start + CHUNK]
                session.execute(insert(table), chunk)
                advance(len(chunk))
