import json
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from domain.clock import SystemClock
from services.delivery.service import LEASE
from store import outbox
from store.models import Delivery
from store.session import Database
from tests.fakes.outside import webhook_receiver

ROOT = Path(__file__).parents[3]
EVENTS = 40
WORKERS = 3


def start(url: str, hook: str, rounds: int, crashes: str = "no") -> "subprocess.Popen[bytes]":
    module = "tests.integration.delivery.delivering_worker"
    return subprocess.Popen([sys.executable, "-m", module, url, hook, str(rounds), crashes], cwd=ROOT)


def emit(database: Database, count: int) -> None:
    with database.write() as session:
        for n in range(count):
            outbox.emit(session, "handover.claimed", f"T-{n % 4}", {"n": n}, SystemClock().now())


def test_processes_deliver_each_event_once_and_in_order(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    emit(database, EVENTS)
    with webhook_receiver() as receiver:
        workers = [start(url, receiver.url, rounds=30) for _ in range(WORKERS)]
        assert [worker.wait(120) for worker in workers] == [0] * WORKERS
        told = [json.loads(call.body) for call in receiver.calls]
    assert Counter(call["data"]["n"] for call in told) == Counter(range(EVENTS))
    for key in ("T-0", "T-1", "T-2", "T-3"):
        order = [call["data"]["n"] for call in told if call["key"] == key]
        assert order == sorted(order)


def test_process_killed_between_sending_and_noting_leaves_the_event_to_be_sent_again(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    emit(database, 1)
    with webhook_receiver() as receiver:
        assert start(url, receiver.url, rounds=1, crashes="yes").wait(60) == -signal.SIGKILL
        assert start(url, receiver.url, rounds=1).wait(60) == 0
        assert len(receiver.calls) == 1  # the dead one's lease still runs
        with database.write() as session:
            row = session.query(Delivery).one()
            assert row.claimed_until is not None
            row.claimed_until -= LEASE + timedelta(seconds=1)
        assert start(url, receiver.url, rounds=1).wait(60) == 0
    first, second = receiver.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    with database.read() as session:
        assert session.query(Delivery).one().status == "delivered"
