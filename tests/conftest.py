"""What tests of the store and everything above it stand on: a database of either kind, migrated and empty."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from store.models import Base
from store.schema import upgrade
from store.session import Database

POSTGRES = "ZENBU_TEST_POSTGRES_URL"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: cheaper than migrating one for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    """A PostgreSQL database of this run's own."""
    url = os.environ.get(POSTGRES)
    if not url:
        message = f"{POSTGRES} is not set. export {POSTGRES}=postgresql://USER@127.0.0.1/DATABASE"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    admin = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = f"zenbu_test_{secrets.token_hex(4)}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    own = make_url(url).set(database=name).render_as_string(hide_password=False)
    database = Database(own)
    upgrade(database)
    database.close()
    yield own
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database; each test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "zenbu.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_postgres")
    database = Database(url)
    with database.write() as session:
        tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
        session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    database.close()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No setting comes from the environment or from a `.env` of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("ZENBU_") and name != POSTGRES]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is there (CI), a skipped test hides a missing service: the run fails and says so."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped:
        for report in skipped:
            reporter.write_line(f"SKIPPED, which CI does not allow: {report.nodeid} {report.longrepr}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
