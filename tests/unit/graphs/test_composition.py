from datetime import datetime
from pathlib import Path

import pytest

from domain.clock import in_tokyo
from graphs.composition import build_desk, build_engine, business_hours
from knowledge.artifacts import NotBuilt
from knowledge.encoder import load
from knowledge.pack import Pack, PackError
from services.nobody import NobodyKnown
from services.settings import Settings
from tests.fakes.encoder import HashedEncoder
from tests.fakes.records import FakeRecords


@pytest.fixture
def settings(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(load, "_open", lambda *_: HashedEncoder())
    return Settings(data_dir=no_settings, encoder="openai:hashed")


def test_knowledge_that_was_not_built_names_the_command(settings: Settings) -> None:
    with pytest.raises(NotBuilt, match="zenbu knowledge build$"):
        build_engine(settings, NobodyKnown(), settings.clock())


def test_unknown_pack_names_those_there_are(settings: Settings) -> None:
    with pytest.raises(PackError, match="one of: zenbu"):
        build_engine(settings.model_copy(update={"pack": "tailor"}), NobodyKnown(), settings.clock())


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-25T10:00", True),
        ("2026-11-25T18:59", True),
        ("2026-11-25T19:00", False),
        ("2026-11-28T12:00", False),
        ("2026-11-23T12:00", False),
        ("2027-01-03T12:00", False),
    ],
)
def test_hours_are_those_of_the_pack(pack: Pack, moment: str, is_open: bool) -> None:
    assert business_hours(pack).is_open(in_tokyo(datetime.fromisoformat(moment))) is is_open


def test_promises_and_thresholds_are_those_of_the_pack(pack: Pack) -> None:
    desk = build_desk(pack, FakeRecords())
    assert (desk.promises["high"].minutes, desk.promises["urgent"].always) == (15, True)
    assert desk.thresholds.alone == desk.pack.thresholds.handover


def test_every_new_id_is_another_one(pack: Pack) -> None:
    desk = build_desk(pack, FakeRecords())
    assert desk.new_id("bk") != desk.new_id("bk")
