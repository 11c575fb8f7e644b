import pytest

from knowledge.pack import Pack, load_pack, pack_path


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))
