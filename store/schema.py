"""Brings a database to the schema this code was written for."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect, text

from store.session import Database

HEAD: Final = "0017"
"""The newest migration. It stands here so that a database that is up to date starts without Alembic."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"

_LOCK: Final = 0x7A656E62
"""Any number nobody else takes: two processes that start together must not migrate together."""


class UnknownSchema(RuntimeError):
    """The database was migrated by a newer version of this code."""


def revision(database: Database) -> str | None:
    """The migration a database stands at; None if it has never seen one."""
    with database.read() as session:
        return _revision(session.connection())


def upgrade(database: Database) -> bool:
    """Runs the migrations that are missing, all in one transaction.

    Returns:
        Whether there was anything to do.

    Raises:
        UnknownSchema: The database is newer than this code.
    """
    if revision(database) == HEAD:
        return False
    with database.write() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _revision(connection) == HEAD:
            return False
        _run(connection)
    return True


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _run(connection: Connection) -> None:
    # Alembic takes longer to import than the rest of a start; most starts do not need it.
    from alembic import command
    from alembic.util import CommandError

    config = alembic_config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise UnknownSchema(
            f"The database stands at {_revision(connection)}, this version knows up to {HEAD}. Install the newer one."
        ) from error


def alembic_config() -> Any:
    """Alembic's configuration, independent of the working directory."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
