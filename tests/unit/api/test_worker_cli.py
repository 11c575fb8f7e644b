from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from api.worker_cli import outbox_app
from services.delivery.port import Event, Postponed, Undeliverable
from services.delivery.retrying import list_deliveries
from services.settings import load_settings
from store.session import Database
from tests.fakes.office import Office
from tests.fakes.outside import FakeChannel

app = typer.Typer()
app.add_typer(outbox_app, name="outbox")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})


class Refusing(FakeChannel):
    """Refuses everything for good, until it is told otherwise."""

    error: Exception | None = Undeliverable("HTTP 410 [gone]")

    def send(self, event: Event) -> None:
        if self.error:
            raise self.error
        super().send(event)


@pytest.fixture
def channel() -> Refusing:
    return Refusing()


@pytest.fixture
def office(
    no_settings: Path, monkeypatch: pytest.MonkeyPatch, database_url: str, database: Database, channel: Refusing
) -> Office:
    monkeypatch.setenv("ZENBU_DATABASE_URL", database_url)
    assert load_settings().database == database_url
    return Office(database, channel)


def test_nothing_waits_in_an_empty_outbox(office: Office) -> None:
    assert run("outbox", "list").stdout == "Nothing waits.\n"
    assert run("outbox", "list", "--dead").stdout == "Nothing was given up.\n"


def test_what_was_given_up_is_listed_with_its_error(office: Office) -> None:
    office.emit("handover.opened", "T-1")
    office.work()
    assert run("outbox", "list").stdout == "Nothing waits.\n"
    listed = run("outbox", "list", "--dead").stdout
    for shown in ("1", "handover.opened", "T-1", "webhook", "HTTP 410 [gone]"):
        assert shown in listed


def test_what_waits_is_listed(office: Office, channel: Refusing) -> None:
    channel.error = Postponed("HTTP 503")
    office.emit("handover.opened", "T-1")
    office.work()
    assert "HTTP 503" in run("outbox", "list").stdout


def test_dead_delivery_is_tried_again(office: Office, channel: Refusing) -> None:
    office.emit("handover.opened", "T-1")
    office.work()
    channel.error = None
    assert run("outbox", "retry", "1").stdout == "1 delivery is tried again.\n"
    office.wall.at = office.wall.at.replace(year=2100)  # the command knows the machine's time only
    office.work()
    assert channel.topics == ["handover.opened"]
    assert run("outbox", "list", "--dead").stdout == "Nothing was given up.\n"


def test_all_dead_deliveries_are_tried_again(office: Office, channel: Refusing) -> None:
    for key in ("T-1", "T-2", "T-3"):
        office.emit("handover.opened", key)
    office.work()
    assert run("outbox", "retry", "--all").stdout == "3 deliveries are tried again.\n"
    assert [row.attempts for row in list_deliveries(office.database, dead=False)] == [0, 0, 0]


def test_secret_that_was_given_up_is_not_tried_again(office: Office, channel: Refusing) -> None:
    channel.name = "mail"
    office = Office(office.database, channel)
    office.emit("mail.code", email="a@example.com", code="123456", conversation_id="c")
    office.work()
    refused = run("outbox", "retry", "1")
    assert refused.exit_code == 1
    assert refused.stderr.strip().endswith("zenbu outbox list --dead")
    assert run("outbox", "retry", "--all").stdout == "0 deliveries are tried again.\n"


@pytest.mark.parametrize("number", ["1", "99"])
def test_what_is_not_dead_cannot_be_retried(office: Office, channel: Refusing, number: str) -> None:
    channel.error = None
    office.emit("handover.opened", "T-1")
    office.work()
    refused = run("outbox", "retry", number)
    assert refused.exit_code == 1
    assert f"Delivery {number} is not dead" in refused.stderr


@pytest.mark.parametrize("arguments", [(), ("1", "--all")])
def test_retry_wants_one_or_all(office: Office, arguments: tuple[str, ...]) -> None:
    assert run("outbox", "retry", *arguments).exit_code == 2


def test_long_list_comes_in_pages(office: Office) -> None:
    for n in range(3):
        office.emit("handover.opened", f"T-{n}")
    office.work()
    page = run("outbox", "list", "--dead", "--limit", "2").stdout
    assert page.splitlines()[-1] == "More: zenbu outbox list --dead --after 2"
    rest = run("outbox", "list", "--dead", "--limit", "2", "--after", "2").stdout
    assert "T-2" in rest
    assert "T-1" not in rest


def test_events_that_are_not_due_yet_are_listed(office: Office) -> None:
    assert run("outbox", "list", "--scheduled").stdout == "Nothing is scheduled.\n"
    office.emit("booking.reminder", "B-1", due_at=office.clock.at.replace(year=2100))
    office.work()
    listed = run("outbox", "list", "--scheduled").stdout
    for shown in ("booking.reminder", "B-1", "2100-11-25 10:00"):
        assert shown in listed


def test_list_shows_one_thing_at_a_time(office: Office) -> None:
    assert run("outbox", "list", "--dead", "--scheduled").exit_code == 2
