import shutil
from pathlib import Path

import pytest

from services.settings import Settings


@pytest.fixture
def settings(no_settings: Path, migrated_sqlite: Path) -> Settings:
    """What is stored at the door is tried on both databases in `tests/unit/services/test_door.py`."""
    path = no_settings / "door.db"
    shutil.copy(migrated_sqlite, path)
    return Settings(database_url=f"sqlite:///{path}", data_dir=no_settings)
