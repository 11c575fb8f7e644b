import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.models import Booking, Message, OutboxEvent, Ticket, Turn
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.service import Desk, count
from tests.integration.crashing_worker import answer

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("step", "messages", "recovered"),
    [("accepting", 1, 0), ("computing", 2, 1), ("closing", 2, 1), ("replying", 3, 0)],
)
def test_kill_leaves_nothing_or_all_of_it(database: Database, step: str, messages: int, recovered: int) -> None:
    wall = HandClock()
    desk = Desk(database, answer, wall=wall)
    conversation = desk.open_known()
    url = database.engine.url.render_as_string(hide_password=False)

    run_until_killed(url, conversation, step)

    assert count(database, Message) == messages
    everything = {Booking: 1, Ticket: 1, OutboxEvent: 2, Turn: 1}
    if step != "replying":
        assert {model: count(database, model) for model in everything} == dict.fromkeys(everything, 0)
    wall.advance(seconds=61)
    assert desk.turns.recover() == recovered
    assert desk.turns.accept(conversation, "予約を確定する", "k1")["message"] == "承りました。"
    assert {model: count(database, model) for model in everything} == everything
    assert count(database, Message) == 3


def test_kill_while_recovering_is_recovered_from(database: Database) -> None:
    wall = HandClock()
    desk = Desk(database, answer, wall=wall)
    conversation = desk.open_known()
    url = database.engine.url.render_as_string(hide_password=False)

    run_until_killed(url, conversation, "computing")
    run_until_killed(url, conversation, "recovering")

    wall.advance(seconds=61)
    assert desk.turns.recover() == 0  # the second worker's lease is the younger one
    wall.advance(seconds=61)
    assert desk.turns.recover() == 1
    assert count(database, Booking) == count(database, Turn) == 1


def run_until_killed(url: str, conversation: str, step: str) -> None:
    worker = subprocess.run(
        [sys.executable, "-m", "tests.integration.crashing_worker", url, conversation, step], cwd=ROOT, check=False
    )
    assert worker.returncode == -signal.SIGKILL
