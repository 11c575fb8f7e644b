"""Beside the databases of both kinds: one that is made fast, for what only Python decides."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.session import Database
from tests.fakes import history


@pytest.fixture
def light(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database in which C-1 and C-2 are customers."""
    path = tmp_path / "light.db"
    shutil.copy(migrated_sqlite, path)
    database = Database(f"sqlite:///{path}")
    with database.write() as session:
        history.customer(session, "C-1")
        history.customer(session, "C-2")
    yield database
    database.close()
