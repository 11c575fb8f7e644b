"""Calls as they arrive at a real receiver."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.delivery.webhook import WebhookChannel
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.office import Office
from tests.fakes.outside import Call, Receiver, free_port, webhook_receiver

KEY = bytes(range(32))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


def office_to(database: Database, url: str, timeout: float = 5.0) -> Office:
    wall = HandClock()
    return Office(database, WebhookChannel(url, KEY, wall, timeout), wall=wall)


@pytest.fixture
def office(database: Database, receiver: Receiver) -> Office:
    return office_to(database, receiver.url)


def tell(office: Office) -> None:
    office.emit("handover.claimed", "T-1", ticket_id="T-1", note="急ぎ")
    office.work()


def signature(call: Call) -> str:
    """What a receiver that knows the key computes."""
    content = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    return "v1," + base64.b64encode(hmac.new(KEY, content, hashlib.sha256).digest()).decode()


def test_receiver_is_told_what_happened_and_can_tell_it_is_us(office: Office, receiver: Receiver) -> None:
    tell(office)
    (call,) = receiver.calls
    assert json.loads(call.body) == {
        "type": "handover.claimed",
        "timestamp": MORNING.isoformat(),
        "key": "T-1",
        "data": {"ticket_id": "T-1", "note": "急ぎ"},
    }
    assert call.headers["content-type"] == "application/json"
    assert call.headers["webhook-timestamp"] == str(int(MORNING.timestamp()))
    assert call.headers["webhook-signature"] == signature(call)
    assert office.statuses() == [("webhook", "delivered")]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_answer_of_success_is_success(office: Office, receiver: Receiver, status: int) -> None:
    receiver.answers = [status]
    tell(office)
    assert office.statuses() == [("webhook", "delivered")]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_may_pass_is_tried_again_under_the_same_name(office: Office, receiver: Receiver, status: int) -> None:
    receiver.answers = [status]
    tell(office)
    assert [(row.status, row.last_error) for row in office.deliveries()] == [("waiting", f"HTTP {status}")]
    office.wall.advance(seconds=6)
    office.work()
    assert office.statuses() == [("webhook", "delivered")]
    first, second = receiver.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert second.headers["webhook-signature"] == signature(second)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 410, 422])
def test_what_will_not_pass_is_given_up_at_once(office: Office, receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"Location": receiver.url})]
    tell(office)
    assert [(row.status, row.last_error) for row in office.deliveries()] == [("dead", f"HTTP {status}")]
    assert len(receiver.calls) == 1


@pytest.mark.parametrize("wish", ["600", "Wed, 25 Nov 2026 01:10:00 GMT"])
def test_pause_the_receiver_asks_for_is_kept(office: Office, receiver: Receiver, wish: str) -> None:
    receiver.answers = [(429, {"Retry-After": wish})]
    tell(office)
    assert office.deliveries()[0].next_try_at == MORNING + timedelta(minutes=10)


def test_receiver_that_does_not_answer_in_time_is_asked_again(database: Database, receiver: Receiver) -> None:
    office = office_to(database, receiver.url, timeout=0.1)
    receiver.slowness = 0.5
    tell(office)
    (row,) = office.deliveries()
    assert row.status == "waiting"
    assert row.last_error is not None
    assert row.last_error.startswith("ReadTimeout")


def test_receiver_that_is_away_is_asked_again(database: Database) -> None:
    office = office_to(database, f"http://127.0.0.1:{free_port()}/hook")
    tell(office)
    (row,) = office.deliveries()
    assert row.status == "waiting"
    assert row.last_error is not None
    assert row.last_error.startswith("ConnectError")


def test_secret_never_reaches_the_webhook(office: Office, receiver: Receiver) -> None:
    office.emit("mail.code", email="a@example.com", code="123456", conversation_id="c")
    office.work()
    assert receiver.calls == []
