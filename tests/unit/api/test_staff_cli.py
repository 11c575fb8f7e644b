"""`zenbu staff` from hiring to closing a ticket."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from domain.clock import SystemClock
from domain.effects import OpenHandover
from services.access import doorway
from services.access.hashing import Cost
from services.application import open_application
from services.settings import Settings
from tests.fakes.engine import FakeEngine, outcome

Run = Callable[..., Result]


@pytest.fixture
def run(no_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(doorway, "COST", Cost(n=16, p=1))
    return lambda *arguments, **more: CliRunner().invoke(app, ["staff", *arguments], **more)


@pytest.fixture
def conversation(no_settings: Path) -> str:
    """Waits with ticket T-1, in the database the command line works on."""
    due = SystemClock().now() + timedelta(hours=2)
    ticket = OpenHandover("T-1", "anger", "high", "15分以内", due, True, {"message": "[bold]騒音[/bold]がひどい"})
    with open_application(Settings(), lambda *_: FakeEngine(lambda _: outcome("はい。", effects=[ticket]))) as opened:
        conversation_id = opened.conversations.open().conversation_id
        opened.turns.accept(conversation_id, "[bold]騒音[/bold]がひどい")
    return conversation_id


def texts(conversation_id: str) -> list[str]:
    with open_application(Settings(), lambda *_: FakeEngine()) as opened:
        return [message["text"] for message in opened.conversations.transcript(conversation_id)["messages"]]


def hire(run: Run, member_id: str = "tanaka", role: str = "senior") -> Result:
    return run("add", "田中", "--role", role, "--email", "t@example.com", "--id", member_id, "--on-call", "1")


def test_member_added_is_listed_and_the_token_works(run: Run, no_settings: Path) -> None:
    token = hire(run).stdout.strip().splitlines()[-1]
    assert "田中" in run("list").stdout
    with open_application(Settings(), lambda *_: FakeEngine()) as opened:
        assert opened.staff.members.authenticate(token).member_id == "tanaka"
        renewed = run("token", "tanaka").stdout.strip()
        assert opened.staff.members.authenticate(renewed).member_id == "tanaka"
        assert renewed != token


def test_member_comes_into_the_console_with_the_password_that_was_shown(run: Run, no_settings: Path) -> None:
    hired = run("add", "鈴木", "--role", "cs", "--email", "s@example.com", "--id", "suzuki", "--password")
    hire(run)
    shown = run("password", "tanaka")
    typed = run("password", "suzuki", "--choose", input="my own good words\n" * 2)
    weak = run("password", "suzuki", "--choose", input="suzuki\n" * 2)
    assert (hired.exit_code, typed.exit_code, weak.exit_code) == (0, 0, 1)
    assert "Take 10 or more" in weak.stderr
    with open_application(Settings(), lambda *_: FakeEngine()) as opened:
        way = opened.staff.doorway
        first = way.sessions.read(way.enter("tanaka", shown.stdout.strip().splitlines()[-1], "127.0.0.1"))
        own = way.sessions.read(way.enter("s@example.com", "my own good words", "127.0.0.1"))
    assert (first.member.member_id, first.must_change) == ("tanaka", True)
    assert (own.member.member_id, own.must_change) == ("suzuki", False)


def test_ticket_is_served_from_the_command_line(run: Run, conversation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hire(run)
    monkeypatch.setenv("ZENBU_STAFF", "tanaka")
    listed = run("inbox").stdout
    assert "T-1" in listed
    assert "[bold]騒音[/bold]" in listed
    shown = run("show", "T-1").stdout
    assert "15分以内" in shown
    assert "customer\n[bold]騒音[/bold]がひどい" in shown
    for command in (
        ("claim", "T-1"),
        ("reply", "T-1", "お待たせしました。"),
        ("close", "T-1", "--outcome", "solved", "--note", "済"),
    ):
        assert run(*command).exit_code == 0
    assert texts(conversation)[-3:] == [
        "担当の田中が対応を始めました。",
        "お待たせしました。",
        "担当の田中が対応を終了しました。ほかにもお困りのことがあれば、いつでもこちらにお書きください。"
        "AIアシスタントがお答えします。",
    ]
    assert "T-1" not in run("inbox").stdout
    assert "solved" in run("show", "T-1").stdout


def test_conversation_is_returned_with_a_note(run: Run, conversation: str) -> None:
    hire(run)
    run("claim", "T-1", "--as", "tanaka")
    assert run("return", "T-1", "--as", "tanaka", "--note", "折り返し済み").exit_code == 0
    assert texts(conversation)[-1].startswith("担当の田中の対応は、ひとまずここまでとなります。")
    assert "折り返し済み" in run("show", "T-1", "--as", "tanaka").stdout


def test_page_is_acknowledged(run: Run, conversation: str) -> None:
    hire(run)
    assert run("acknowledge", "T-1", "--as", "tanaka").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claim", "T-404", "--as", "tanaka"), "T-404"),
        (("reply", "T-1", "はい", "--as", "tanaka"), "not been claimed"),
        (("claim", "T-1", "--as", "nobody"), "zenbu staff list"),
        (("people-only", "on", "--as", "tanaka"), "manager, admin"),
        (("edit", "nobody", "--left"), "zenbu staff list"),
        (("add", "鈴木", "--role", "cs", "--email", "suzuki"), "e-mail"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    run: Run, conversation: str, arguments: tuple[str, ...], says: str
) -> None:
    hire(run)
    result = run(*arguments)
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_who_left_acts_no_more(run: Run, conversation: str) -> None:
    hire(run)
    assert run("edit", "tanaka", "--left").exit_code == 0
    assert "left" in run("list").stdout
    result = run("claim", "T-1", "--as", "tanaka")
    assert (result.exit_code, "no longer works here" in result.stderr) == (1, True)


def test_manager_switches_the_bot_off_and_on(run: Run, no_settings: Path) -> None:
    hire(run, "boss", "manager")
    assert "web: people only" in run("people-only", "on", "--as", "boss").stdout
    assert "web: the bot answers" in run("people-only", "off", "--as", "boss").stdout
