import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.effects import OpenHandover
from domain.turn import TurnOutcome, TurnRequest
from jobs import Task, running
from services.turns import TurnFailed
from store.models import Conversation, OutboxEvent, Ticket, Turn
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.engine import echo, outcome
from tests.fakes.service import LEASE, Desk, count
from tests.integration.test_turns import Gate, until


class Crash(BaseException):
    """Ends a worker the way a killed process does: nobody cleans up after it."""


def crash(_request: TurnRequest) -> TurnOutcome:
    raise Crash


def left_behind(database: Database, *texts: str) -> str:
    """A conversation whose worker died while it computed; later messages came in meanwhile."""
    desk = Desk(database, crash, patience=0.01)
    conversation = desk.open()
    with pytest.raises(Crash):
        desk.turns.accept(conversation, texts[0], "k0")
    return conversation


def test_crashed_turn_is_taken_up_by_another_worker_after_its_lease_and_not_before(database: Database) -> None:
    conversation = left_behind(database, "はい")
    wall = HandClock()
    other = Desk(database, wall=wall)
    assert other.turns.recover() == 0
    wall.advance(seconds=LEASE.total_seconds() - 1)
    assert other.turns.recover() == 0
    wall.advance(seconds=1)
    assert other.turns.recover() == 1
    assert other.texts(conversation) == ["はい", "1: はい"]
    assert other.turns.recover() == 0


def test_next_message_takes_up_a_crashed_turn_first(database: Database) -> None:
    conversation = left_behind(database, "一つ目")
    wall = HandClock()
    wall.advance(seconds=61)
    other = Desk(database, wall=wall)
    assert other.turns.accept(conversation, "二つ目")["message"] == "2: 二つ目"
    assert other.texts(conversation) == ["一つ目", "二つ目", "1: 一つ目", "2: 二つ目"]


def test_repeating_a_crashed_message_after_its_lease_answers_it(database: Database) -> None:
    conversation = left_behind(database, "はい")
    wall = HandClock()
    wall.advance(seconds=61)
    assert Desk(database, wall=wall).turns.accept(conversation, "はい", "k0")["message"] == "1: はい"


def test_message_that_kills_every_worker_is_given_up(database: Database) -> None:
    conversation = left_behind(database, "毒")
    wall = HandClock()
    for _ in range(2):
        wall.advance(seconds=61)
        with pytest.raises(Crash):
            Desk(database, crash, wall=wall).turns.recover()
    wall.advance(seconds=61)
    desk = Desk(database, wall=wall)
    with pytest.raises(TurnFailed):
        desk.turns.accept(conversation, "毒", "k0")
    assert desk.turns.accept(conversation, "次")["message"] == "1: 次"


def test_work_is_thrown_away_where_the_lease_was_lost(database: Database) -> None:
    gate = Gate()

    def slow(request: TurnRequest) -> TurnOutcome:
        gate(request)
        ticket = OpenHandover("T-slow", "human_request", "normal", "2時間以内", None, senior=False)
        return outcome("遅い返事", effects=[ticket])

    wall = HandClock()
    slow_desk, quick_desk = Desk(database, slow, wall=wall), Desk(database, wall=wall)
    conversation = slow_desk.open()
    with ThreadPoolExecutor(1) as clients:
        late = clients.submit(slow_desk.turns.accept, conversation, "はい", "k1")
        assert gate.entered.wait(10)
        wall.advance(seconds=61)
        assert quick_desk.turns.recover() == 1
        gate.opened.set()
        # The customer gets the reply that was stored, and nothing of the other one remains.
        assert late.result()["message"] == "1: はい"
    assert slow_desk.texts(conversation) == ["はい", "1: はい"]
    assert count(database, Ticket) == 0
    assert count(database, OutboxEvent) == 0
    assert count(database, Turn) == 1


def test_lease_is_given_back_after_each_turn(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    desk.turns.accept(conversation, "はい")
    with database.read() as session:
        row = session.get_one(Conversation, conversation)
    assert (row.lease, row.lease_until, row.state_version) == (None, None, 1)


def test_two_workers_answer_each_message_once(database: Database) -> None:
    wall = HandClock()
    url = database.engine.url.render_as_string(hide_password=False)
    second = Database(url)
    desks = [Desk(database, patience=30, wall=wall), Desk(second, patience=30, wall=wall)]
    conversation = desks[0].open()
    with ThreadPoolExecutor(8) as clients:
        replies = list(clients.map(lambda n: desks[n % 2].turns.accept(conversation, f"m{n}"), range(16)))
    assert sorted(int(reply["message"].split(":")[0]) for reply in replies) == list(range(1, 17))
    assert sum(len(desk.engine.requests) for desk in desks) == 16
    second.close()


def test_background_task_answers_what_was_left_behind(database: Database) -> None:
    conversation = left_behind(database, "はい")
    wall = HandClock()
    wall.advance(seconds=61)
    desk = Desk(database, wall=wall)
    with running([Task("recovery", 0.01, desk.turns.recover)]):
        until(lambda: desk.texts(conversation) == ["はい", "1: はい"])


def test_recovery_goes_on_after_a_message_it_cannot_answer(database: Database) -> None:
    poisoned, healthy = left_behind(database, "毒"), left_behind(database, "はい")

    def answer(request: TurnRequest) -> TurnOutcome:
        if request.text == "毒":
            raise ZeroDivisionError
        return echo(request)

    wall = HandClock()
    wall.advance(seconds=61)
    desk = Desk(database, answer, wall=wall)
    assert desk.turns.recover() == 1
    assert desk.texts(healthy) == ["はい", "1: はい"]
    assert desk.texts(poisoned) == ["毒"]


def test_lease_is_prolonged_where_the_queue_took_its_time(database: Database) -> None:
    gate = Gate()
    wall = HandClock()
    taken_over: list[int] = []

    def answer(request: TurnRequest) -> TurnOutcome:
        if request.text == "二つ目":
            wall.advance(seconds=40)
            taken_over.append(other.turns.recover())
        return gate(request)

    desk = Desk(database, answer, wall=wall, computations=1, patience=30)
    other = Desk(database, wall=wall)
    first, second = desk.open(), desk.open()
    with ThreadPoolExecutor(2) as clients:
        slow = clients.submit(desk.turns.accept, first, "一つ目")
        assert gate.entered.wait(10)
        queued = clients.submit(desk.turns.accept, second, "二つ目")
        until(lambda: desk.texts(second) == ["二つ目"])
        wall.advance(seconds=40)
        gate.opened.set()
        slow.result()
        assert queued.result()["message"] == "1: 二つ目"
    assert taken_over == [0]


def test_waiting_requests_wake_when_a_lease_runs_out(database: Database) -> None:
    conversation = left_behind(database, "一つ目")
    wall = HandClock()
    desk = Desk(database, wall=wall, patience=30)
    done = threading.Event()

    def ask() -> None:
        desk.turns.accept(conversation, "二つ目")
        done.set()

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: "二つ目" in desk.texts(conversation))
    assert not done.is_set()
    wall.at += timedelta(seconds=61)
    thread.join()
    assert done.is_set()
