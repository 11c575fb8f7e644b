from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from domain.records import Technician
from services.demo.catalogue import DemoRefused
from services.demo.writing import require_room, write_world
from services.settings import Settings
from store.models import Booking, Customer, UsageEvent
from store.session import Database
from tests.unit.services.demo.conftest import Make

SECRET = "s" * 40


def test_world_is_stored_whole_and_only_once(database: Database, make: Make, technicians: Sequence[Technician]) -> None:
    world = make(b2b=5, b2c=150)
    told: list[int] = []
    require_room(database, Settings(_env_file=None))
    write_world(world.rows, technicians, database, told.append)
    assert sum(told) == len(world.rows)
    with database.read() as session:
        for model in (Customer, UsageEvent, Booking):
            assert session.scalar(select(func.count()).select_from(model)) == len(world.rows.of(model))
        first = world.rows.of(UsageEvent)[0]
        assert session.get_one(UsageEvent, first["id"]).at == first["at"]
    with pytest.raises(DemoRefused, match="(?s)holds customers already.*ZENBU_DATABASE_URL"):
        require_room(database, Settings(_env_file=None))
    with pytest.raises(DemoRefused, match="Nothing of it was stored"):
        write_world(make(seed=2).rows, technicians, database)


def test_demo_is_refused_outside_development(database: Database, no_settings: object) -> None:
    settings = Settings(env="production", secret_key=SECRET)
    with pytest.raises(DemoRefused, match="ZENBU_ENV=development"):
        require_room(database, settings)
