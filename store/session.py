"""Reading and writing transactions on SQLite or PostgreSQL."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from domain.mending import Mendable
from store.types import dump_json

PATIENCE: Final = 5.0
"""Seconds to wait for somebody else's lock before giving up."""


CONNECTIONS: Final = 20
"""Connections kept, and as many again for a rush: as many in all as the server has threads."""


TOUCHED: Final = "touched"
"""Where a session notes the conversations its transaction changes (see `store.conversations.locked`)."""

Listener = Callable[[frozenset[str]], None]
"""Is told, in the thread that wrote, which conversations a committed transaction may have changed."""


class StoreUnavailable(Mendable, RuntimeError):
    """The database is locked or gone. Nothing was written; the same call may succeed in a moment."""


class UnknownDatabase(Mendable, ValueError):
    """The database URL names something this service cannot keep its data in."""


class Transactions(Protocol):
    """What opens transactions; a `Database` is one."""

    def read(self) -> AbstractContextManager[Session]:
        """A transaction that changes nothing."""
        ...

    def write(self) -> AbstractContextManager[Session]:
        """A transaction that is committed at the end of the block, or rolled back where it raises."""
        ...


class Database:
    """An engine and its two kinds of transaction.

    Args:
        url: `sqlite:///…` or `postgresql://…`.
        patience: Seconds to wait for a lock or a connection.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.engine = _engine(url, patience)
        self._writing = self.engine.execution_options(writes=True)
        # SQLite has one writer at a time. Threads that queue here are served in microseconds; in SQLite's own
        # busy handler they would sleep in ever longer steps. Other processes still meet there.
        self._turnstile = threading.Lock() if self.engine.dialect.name == "sqlite" else None
        self._listeners: list[Listener] = []

    def add_listener(self, listener: Listener) -> None:
        """From now on a listener is told of what this process writes. It must return at once and not raise."""
        self._listeners.append(listener)

    def remove_listener(self, listener: Listener) -> None:
        """Tells a listener nothing more."""
        self._listeners.remove(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        with _outages(), self.engine.connect() as connection, _session(connection) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed at the end of the block, or rolled back where it raises.

        What was added or changed is sent at the end; who must read it before that calls `flush`.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        with (
            self._turn_to_write(),
            _outages(),
            self._writing.begin() as connection,
            _session(connection) as session,
        ):
            yield session
            session.flush()
        if self._listeners and (touched := session.info.get(TOUCHED)):
            for listener in tuple(self._listeners):
                listener(frozenset(touched))

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if self._turnstile is None:
            yield
            return
        if not self._turnstile.acquire(timeout=self.patience):
            raise StoreUnavailable(f"No turn to write came in {self.patience:g} seconds. Repeat the call.")
        try:
            yield
        finally:
            self._turnstile.release()

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


def _session(connection: Connection) -> Session:
    # Without autoflush each row is written once, not before every query in between.
    return Session(connection, expire_on_commit=False, autoflush=False)


def _engine(url: str, patience: float) -> Engine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise UnknownDatabase(f"{url} names no file, so nothing would be kept. Name one: sqlite:///data/zenbu.db")
    match address.get_backend_name():
        case "sqlite":
            engine = create_engine(
                address,
                json_serializer=dump_json,
                hide_parameters=True,
                pool_timeout=patience,
                pool_size=CONNECTIONS,
                max_overflow=CONNECTIONS,
                connect_args={"timeout": patience},
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql":
            return create_engine(
                address.set(drivername="postgresql+psycopg"),
                json_serializer=dump_json,
                hide_parameters=True,
                pool_timeout=patience,
                pool_size=CONNECTIONS,
                max_overflow=CONNECTIONS,
                pool_pre_ping=True,
                connect_args={
                    "connect_timeout": max(2, round(patience)),
                    "options": f"-c lock_timeout={round(patience * 1000)}",
                },
            )
        case other:
            raise UnknownDatabase(
                f"ZENBU_DATABASE_URL names a {other} database; SQLite and PostgreSQL are known. "
                "Set it to sqlite:///data/zenbu.db or postgresql://user@host/name."
            )


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would open transactions by itself, and never for a read; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # In WAL mode NORMAL survives a killed process; only a power cut may take the last moments.
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader cannot wait for another writer, only fail: so it says at once that it writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _outages() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StoreUnavailable("All database connections are in use. Repeat the call.") from error
    except DBAPIError as error:
        if _is_outage(error):
            raise StoreUnavailable(f"The database cannot be used now: {error.orig}. Repeat the call.") from error
        raise


def _is_outage(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        # The generic code means that the statement itself is wrong: a fault, which must be seen.
        return getattr(error.orig, "sqlite_errorname", "SQLITE_ERROR") != "SQLITE_ERROR"
    return isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated
