import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from store.models import Base
from store.schema import HEAD, UnknownSchema, alembic_config, revision, upgrade
from store.session import Database

ROOT = Path(__file__).parents[3]

START = """
import sys
from store.schema import upgrade
from store.session import Database
database = Database(sys.argv[1])
upgraded = upgrade(database)
database.close()
sys.exit(10 * upgraded + ("alembic" in sys.modules))
"""


def start_elsewhere(url: str, cwd: Path) -> int:
    """Runs a start in a fresh process; tens = it migrated, ones = it imported Alembic."""
    return subprocess.run(
        [sys.executable, "-c", START, url], cwd=cwd, env={"PYTHONPATH": str(ROOT)}, check=False
    ).returncode


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


def test_migrations_make_the_tables_the_models_speak_of(database: Database) -> None:
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrade_of_a_database_at_head_does_nothing(database: Database) -> None:
    assert revision(database) == HEAD
    assert upgrade(database) is False


def test_start_imports_alembic_only_where_there_is_something_to_migrate(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert start_elsewhere(url, tmp_path) == 11
    assert start_elsewhere(url, tmp_path) == 0


def test_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchema, match="9999"):
        upgrade(database)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})


def test_two_that_start_together_migrate_once(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(2)]
    together = threading.Barrier(2)
    done: list[bool] = []

    def start(database: Database) -> None:
        together.wait()
        done.append(upgrade(database))

    threads = [threading.Thread(target=start, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.close()
    assert sorted(done) == [False, True]
