"""The command line before anything is built: what is refused, and how it is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from knowledge.encoder import load
from tests.fakes.encoder import HashedEncoder

Run = Callable[..., Result]


@pytest.fixture
def run(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(load, "_open", lambda *_: HashedEncoder())
    monkeypatch.setenv("ZENBU_ENCODER", "openai:hashed")
    return lambda *arguments, written="": CliRunner().invoke(app, arguments, input=written)


@pytest.mark.parametrize("command", ["chat", "understand"])
def test_command_over_knowledge_that_was_not_built_names_the_command_that_builds_it(run: Run, command: str) -> None:
    result = run(command, *(["料金は"] if command == "understand" else []))
    assert result.exit_code == 1
    assert result.stderr.strip().endswith("zenbu knowledge build")


@pytest.mark.parametrize("arguments", [("understand",), ("understand", "料金は", "--jsonl")])
def test_understand_wants_one_message_or_lines(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "give one message, or --jsonl" in " ".join(result.stderr.split())


def test_unknown_pack_is_said_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_PACK", "tailor")
    result = run("chat")
    assert result.exit_code == 1
    assert "tailor" in result.stderr
    assert "Traceback" not in result.stderr


def test_wrong_setting_is_said_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENBU_NOW", "yesterday")
    result = run("db", "upgrade")
    assert result.exit_code == 1
    assert result.stderr.startswith("ZENBU_NOW")


def test_database_is_brought_up_to_date(run: Run, no_settings: Path) -> None:
    assert run("db", "upgrade").stdout == "The database is at the newest schema.\n"
    assert (no_settings / "data" / "zenbu.db").is_file()


def test_faulty_fixture_names_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "customers.jsonl"
    path.write_text('{"customer_id": "c-1", "name": "佐藤"}\n{"name": "鈴木"}\n', encoding="utf-8")
    result = run("fixtures", "load", str(path))
    assert result.exit_code == 1
    assert f"{path}:2: customer_id" in result.stderr


def test_fixture_file_that_is_not_there_is_refused(run: Run) -> None:
    assert run("fixtures", "load", "nowhere.jsonl").exit_code == 2


@pytest.mark.parametrize("command", [("chat",), ("understand", "料金は")])
def test_time_that_is_none_is_refused_with_an_example(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--now", "yesterday")
    assert result.exit_code == 2
    assert "such as 2026-11-21T10:00" in " ".join(result.stderr.replace("│", " ").split())
