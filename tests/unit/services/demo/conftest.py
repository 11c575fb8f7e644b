from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from domain.clock import TOKYO
from domain.records import Technician
from graphs.composition import technicians_of
from knowledge.pack import load_pack, pack_path
from knowledge.pack.schema import Pack
from services.demo.world import World, WorldSize, make_world

NOW = datetime(2026, 11, 22, 12, tzinfo=TOKYO)

Make = Callable[..., World]


@pytest.fixture(scope="session")
def zenbu() -> Pack:
    return load_pack(pack_path("zenbu"))


@pytest.fixture(scope="session")
def technicians(zenbu: Pack) -> Sequence[Technician]:
    return technicians_of(zenbu)


@pytest.fixture(scope="session")
def make(zenbu: Pack, technicians: Sequence[Technician]) -> Make:
    def world(seed: int = 1, b2b: int = 12, b2c: int = 60, now: datetime = NOW) -> World:
        return make_world(zenbu, technicians, now, seed, WorldSize(b2b, b2c))

    return world


@pytest.fixture(scope="session")
def world(make: Make) -> World:
    return make(b2b=12, b2c=400)
