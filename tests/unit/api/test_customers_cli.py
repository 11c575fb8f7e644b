"""`zenbu customers` from a file to the customer as a whole."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.customers_cli import customers_app

Run = Callable[..., Result]

CUSTOMERS = "id,name,type\nC-1,[bold]青葉[/bold],b2b\nC-2,,b2c\nC-3,佐藤,b2c\n"


@pytest.fixture
def run(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "160")
    return lambda *arguments: CliRunner().invoke(customers_app, list(arguments))


@pytest.fixture
def file(no_settings: Path) -> str:
    path = no_settings / "customers.csv"
    path.write_text(CUSTOMERS, encoding="utf-8")
    return str(path)


def test_import_tells_bad_rows_and_keeps_good_ones(run: Run, file: str) -> None:
    result = run("import", file)
    assert result.exit_code == 1
    assert f"{file}:3: name is empty, and must not be" in result.stderr
    assert "1 rows were refused" in result.stdout
    listed = run("list").stdout
    assert "[bold]青葉[/bold]" in listed
    assert "C-3" in listed
    assert "C-2" not in listed


def test_import_of_a_good_file_succeeds_as_often_as_it_is_run(run: Run, file: str) -> None:
    Path(file).write_text("id,name,備考\nC-1,青葉,x\n", encoding="utf-8")
    assert [run("import", file).exit_code for _ in range(2)] == [0, 0]
    assert "no such column: 備考" in run("import", file).stdout


def test_dry_run_keeps_nothing(run: Run, file: str) -> None:
    assert "Nothing was kept" in run("import", file, "--dry-run").stdout
    assert "Nobody is like that." in run("list").stdout


def test_file_that_cannot_be_read(run: Run) -> None:
    result = run("import", "none.csv")
    assert result.exit_code == 1
    assert "none.csv cannot be read" in result.stderr


def test_list_is_paged_and_searched(run: Run, file: str) -> None:
    run("import", file)
    page = run("list", "--limit", "1").stdout
    assert "More: --after C-1" in page
    assert "C-3" in run("list", "--after", "C-1").stdout
    found = run("list", "佐藤").stdout
    assert "C-3" in found
    assert "C-1" not in found
    assert "C-3" not in run("list", "--status", "green").stdout


def test_show_says_what_is_not_known(run: Run, file: str) -> None:
    run("import", file)
    shown = run("show", "C-1").stdout
    assert "[bold]青葉[/bold]" in shown
    assert "NPS" in shown
    assert "—" in shown
    view = json.loads(run("show", "C-1", "--json", "--at", "2026-11-25").stdout)
    assert (view["survey"]["nps"], view["usage"]["mean_3m"], view["at"]) == (None, None, "2026-11-25T00:00:00+09:00")


def test_show_nobody(run: Run) -> None:
    result = run("show", "C-9")
    assert result.exit_code == 1
    assert "There is no customer 'C-9'" in result.stderr
