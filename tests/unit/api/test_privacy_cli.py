import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from api.privacy_cli import privacy_app
from services.application import open_database
from services.settings import Settings
from store.models import Customer

Run = Callable[..., Result]


@pytest.fixture
def run(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, where one customer is known."""
    monkeypatch.setenv("ZENBU_DATABASE_URL", f"sqlite:///{no_settings / 'zenbu.db'}")
    database = open_database(Settings())
    with database.write() as session:
        session.add(Customer(id="c-1", name="高橋麻衣", type="b2c", noise_hours=[23]))
    database.close()
    return lambda *arguments, written="": CliRunner().invoke(privacy_app, arguments, input=written)


def names() -> list[str]:
    database = open_database(Settings())
    with database.read() as session:
        found = list(session.scalars(select(Customer.name)))
    database.close()
    return found


def test_export_is_json(run: Run) -> None:
    exported = json.loads(run("export", "c-1").stdout)
    assert exported["tables"]["customers"][0]["name"] == "高橋麻衣"


def test_exported_file_is_readable_by_nobody_else(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "c-1.json"
    assert run("export", "c-1", "--out", str(out)).stdout == f"1 rows of 1 tables are in {out}.\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text(encoding="utf-8"))["about"] == "c-1"


def test_erasing_asks_first(run: Run) -> None:
    result = run("erase", "c-1", written="n\n")
    assert "Erase c-1 (1 customers)? This cannot be undone." in result.stdout
    assert result.exit_code == 1
    assert names() == ["高橋麻衣"]


@pytest.mark.parametrize(("options", "written"), [(("--yes",), ""), ((), "y\n")])
def test_erasing_says_what_it_removed(run: Run, options: tuple[str, ...], written: str) -> None:
    result = run("erase", "c-1", *options, written=written)
    assert result.exit_code == 0
    assert result.stdout.endswith("customers: 1 deleted\n")
    assert names() == []


@pytest.mark.parametrize("command", ["export", "erase"])
def test_nobody_of_that_name(run: Run, command: str) -> None:
    result = run(command, "c-9")
    assert result.exit_code == 1
    assert "There is no customer and no conversation 'c-9'." in result.stderr
    assert "Traceback" not in result.stderr
