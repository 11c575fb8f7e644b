"""Demo worlds in a database, for tests of the churn model."""

import shutil
from pathlib import Path

from graphs.composition import technicians_of
from knowledge.pack import load_pack, pack_path
from services.demo.world import World, WorldSize, make_world
from services.demo.writing import write_world
from store.session import Database
from tests.unit.services.demo.conftest import NOW

BATCH = 8
"""Measurements and logins noted as one event: the numbers are the same, the rows fewer."""


def fill(migrated: Path, folder: Path, companies: int) -> tuple[Path, World]:
    """Puts a world into a copy of a migrated database."""
    path = folder / "zenbu.db"
    shutil.copy(migrated, path)
    pack = load_pack(pack_path("zenbu"))
    technicians = technicians_of(pack)
    world = make_world(pack, technicians, NOW, 3, WorldSize(companies, 5, BATCH))
    database = Database(f"sqlite:///{path}")
    write_world(world.rows, technicians, database)
    database.close()
    return path, world
