"""Clicks in Slack, signed as Slack signs them, over a served application and a server that behaves like Slack."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from slack_sdk.signature import SignatureVerifier

from api.app import create_app
from api.slack import INTERACTIONS
from services.members import MemberFields
from services.settings import Settings
from store.models import OutboxEvent, Ticket
from tests.fakes.engine import FakeEngine
from tests.fakes.office import store, ticket
from tests.fakes.slack import CHANNEL, TOKEN, Slack, slack_server

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TANAKA, SATO, STRANGER = "U00001", "U00002", "U99999"


class Desk:
    """The served application with one handover that waits, and two members who are known in Slack."""

    def __init__(self, http: TestClient) -> None:
        self.http = http
        self.application = http.app.state.application  # type: ignore[attr-defined]
        members = self.application.staff.members
        members.add(MemberFields("田中", "cs", "tanaka@example.com", slack_id=TANAKA), "tanaka")
        members.add(MemberFields("佐藤", "qa", "sato@example.com", slack_id=SATO), "sato")
        store(self.application.database, [*ticket()])

    def click(self, who: str, ticket_id: str = "T-1", **changed: Any) -> Any:
        button = {"action_id": "claim", "value": ticket_id, "type": "button"}
        said = {"type": "block_actions", "user": {"id": who}, "channel": {"id": CHANNEL}, "actions": [button]}
        return self.post(urlencode({"payload": json.dumps(said | changed)}))

    def post(self, body: str, secret: str = SECRET, age: int = 0, **headers: str) -> Any:
        at = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        signed = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": str(signature)} | headers
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.http.post(INTERACTIONS, content=body.encode(), headers=form | signed)

    def holder(self) -> tuple[str, str | None]:
        with self.application.database.read() as session:
            row = session.get_one(Ticket, "T-1")
            return row.status, row.claimed_by

    def topics(self) -> list[str]:
        with self.application.database.read() as session:
            return [event.topic for event in session.query(OutboxEvent).order_by(OutboxEvent.id)]


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    with slack_server() as slack:
        yield slack


@pytest.fixture
def desk(no_settings: Path, database_url: str, slack: Slack) -> Iterator[Desk]:
    settings = Settings(
        database_url=database_url,
        data_dir=no_settings,
        slack_bot_token=TOKEN,
        slack_channel=CHANNEL,
        slack_signing_secret=SECRET,
        slack_api_url=slack.url,
    )
    app = create_app(settings, lambda *_: FakeEngine(), worker=False)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield Desk(http)


def test_click_claims_and_the_message_says_so(desk: Desk, slack: Slack) -> None:
    answer = desk.click(TANAKA)
    assert (answer.status_code, answer.content) == (200, b"")
    assert desk.holder() == ("claimed", "tanaka")
    (whisper,) = slack.whispers
    assert (whisper["user"], whisper["channel"]) == (TANAKA, CHANNEL)
    assert "引き受けました" in whisper["text"]
    delivery = desk.application.delivery
    delivery.route()
    delivery.deliver("slack")
    assert "田中さんが対応中" in slack.shown()


def test_click_that_comes_twice_claims_once(desk: Desk) -> None:
    assert [desk.click(TANAKA).status_code for _ in range(2)] == [200, 200]
    assert desk.holder() == ("claimed", "tanaka")
    assert desk.topics() == ["handover.claimed"]


@pytest.mark.parametrize(
    ("who", "ticket_id", "said"),
    [
        (STRANGER, "T-1", "zenbu staff edit 社員ID --slack-id U99999"),
        (SATO, "T-1", "権限がありません"),
        (TANAKA, "T-9", "T-9は見つかりません"),
    ],
)
def test_who_may_not_claim_is_told_alone(desk: Desk, slack: Slack, who: str, ticket_id: str, said: str) -> None:
    assert desk.click(who, ticket_id).status_code == 200
    assert desk.holder() == ("open", None)
    assert said in slack.whispers[0]["text"]
    assert slack.messages == {}


def test_second_of_two_is_told_that_somebody_has_it(desk: Desk, slack: Slack) -> None:
    desk.application.staff.members.edit("sato", MemberFields("佐藤", "cs", "sato@example.com", slack_id=SATO))
    desk.click(TANAKA)
    desk.click(SATO)
    assert desk.holder() == ("claimed", "tanaka")
    assert "ほかの方が対応中" in slack.whispers[1]["text"]


def test_claim_holds_though_slack_cannot_be_told(desk: Desk, slack: Slack) -> None:
    desk.click(TANAKA, channel={"id": "C-elsewhere"})
    assert desk.holder() == ("claimed", "tanaka")
    assert slack.whispers == []


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "another"},
        {"age": 330},
        {"age": -330},
        {"X-Slack-Signature": "v0=00"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": ""},
    ],
)
def test_call_that_is_not_slacks_does_nothing(desk: Desk, how: dict[str, Any]) -> None:
    click = {"type": "block_actions", "user": {"id": TANAKA}, "actions": [{"action_id": "claim", "value": "T-1"}]}
    answer = desk.post(urlencode({"payload": json.dumps(click)}), **how)
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:zenbu:problem:wrong-signature")
    assert desk.holder() == ("open", None)


@pytest.mark.parametrize("body", ["", "payload=", "payload=%7B", "payload=%5B%5D", "payload=%7B%7D", "other=1"])
def test_signed_nonsense_is_refused(desk: Desk, body: str) -> None:
    assert desk.post(body).status_code == 422


def test_other_clicks_are_taken_note_of_and_do_nothing(desk: Desk, slack: Slack) -> None:
    assert desk.click(TANAKA, actions=[{"action_id": "open", "value": "T-1"}]).status_code == 200
    assert desk.click(TANAKA, type="view_submission").status_code == 200
    assert desk.holder() == ("open", None)
    assert slack.calls == []


def test_without_a_signing_secret_nothing_is_taken_in(no_settings: Path, database_url: str) -> None:
    settings = Settings(database_url=database_url, data_dir=no_settings)
    with TestClient(create_app(settings, lambda *_: FakeEngine(), worker=False)) as http:
        answer = http.post(INTERACTIONS, content=b"payload=%7B%7D")
    assert (answer.status_code, "ZENBU_SLACK_SIGNING_SECRET" in answer.json()["detail"]) == (503, True)
