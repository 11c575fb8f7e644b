"""Customers who book, move and cancel in their own words, against the shipped pack and the real brain."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from graphs.composition import build_engine
from knowledge.pack import load_pack, pack_path
from services.application import Application, open_application
from services.fixtures import load_fixtures
from services.settings import Settings
from services.visit_terms import duration
from store.models import Base
from store.session import Database
from tests.integration.flow_player import play

ROOT = Path(__file__).parents[2]
SCRIPT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "booking_flows.yaml").read_text(encoding="utf-8"))
FLOWS: list[dict[str, Any]] = SCRIPT["flows"]
MOST_TURNS_TO_BOOK = 8
TURNS: list[int] = []


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Application]:
    """The shipped pack as `zenbu knowledge build` left it, over a database of its own."""
    database = tmp_path_factory.mktemp("flows") / "zenbu.db"
    shutil.copy(migrated_sqlite, database)
    settings = Settings(
        data_dir=ROOT / "data",
        database_url=f"sqlite:///{database}",
        now="2026-11-25T10:00:00+09:00",
    )
    with open_application(settings, build_engine) as application:
        yield application


@pytest.fixture
def customers(application: Application, tmp_path: Path) -> None:
    """Everybody as they are before they say a word."""
    forget(application.database)
    lines = [{"customer_id": name, **fields} for name, fields in SCRIPT["customers"].items()]
    path = tmp_path / "customers.jsonl"
    path.write_text("\n".join(json.dumps(line, default=str) for line in lines), encoding="utf-8")
    pack = load_pack(pack_path("zenbu"))
    load_fixtures(path, application.database, application.settings, {plan: duration(pack, plan) for plan in pack.plans})


def forget(database: Database) -> None:
    with database.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != "technicians":
                session.execute(table.delete())


@pytest.mark.usefixtures("customers")
@pytest.mark.parametrize("flow", FLOWS, ids=[flow["id"] for flow in FLOWS])
def test_flow_ends_as_its_customer_wants(application: Application, flow: dict[str, Any]) -> None:
    played = play(application, flow)
    assert played.faults == [], played.transcript
    if "booked" in flow["end"]:
        TURNS.append(played.turns)


def test_visit_is_booked_in_few_words() -> None:
    if not TURNS:
        pytest.fail("no flow was played before; run the whole file")
    assert median(TURNS) <= MOST_TURNS_TO_BOOK
