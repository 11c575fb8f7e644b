"""The florist's pack brings every text the skills speak with, so that it can stand in for the shipped one."""

import pytest

from knowledge.pack import Pack, load_pack, pack_path
from knowledge.pack.texts import VARIABLE
from tests.unit.knowledge.conftest import FLORIST


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, Pack]:
    return load_pack(FLORIST), load_pack(pack_path("zenbu"))


def test_every_button_is_there(packs: tuple[Pack, Pack]) -> None:
    florist, shipped = packs
    assert set(shipped.buttons) - set(florist.buttons) == set()


def test_every_template_is_there_with_its_values(packs: tuple[Pack, Pack]) -> None:
    florist, shipped = packs
    for name, template in shipped.templates.items():
        assert name in florist.templates
        assert set(VARIABLE.findall(florist.templates[name])) == set(VARIABLE.findall(template)), name
