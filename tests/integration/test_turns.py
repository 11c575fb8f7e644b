import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from domain.text import UnreadableMessage
from domain.turn import KnowledgeOutage, TurnOutcome, TurnRequest
from services.opening import MessageIdReused, UnknownConversation
from services.turns import ReplyPending, TurnFailed
from store.circumstances import circumstances
from store.conversations import unattended
from store.models import Message, OutboxEvent, Turn
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk, count


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.005)


class Gate:
    """A responder that waits until the test lets it go on."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, request: TurnRequest) -> TurnOutcome:
        self.entered.set()
        assert self.opened.wait(10)
        return echo(request)


def test_reply_names_itself_and_its_conversation(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    reply = desk.turns.accept(conversation, "こんにちは")
    assert reply["conversation_id"] == conversation
    assert reply["message"] == "1: こんにちは"
    with database.read() as session:
        assert session.get_one(Message, reply["message_id"]).reply == reply


def test_graph_is_given_what_the_server_knows(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.conversations.open("widget", "ja", None, None).conversation_id
    desk.turns.accept(conversation, "一つ目")
    desk.turns.accept(conversation, "二つ目")
    request = desk.engine.requests[1]
    assert request.conversation_id == conversation
    assert request.state == {"turns": 1}
    assert request.now == desk.clock.at
    assert (request.channel, request.locale, request.customer_id, request.ticket) == ("widget", "ja", None, None)


def test_frozen_conversation_keeps_its_own_time(database: Database) -> None:
    desk = Desk(database)
    at = desk.clock.at + timedelta(days=30)
    conversation = desk.conversations.open(now=at).conversation_id
    desk.turns.accept(conversation, "いま何時?")
    assert desk.engine.requests[0].now == at
    assert {message["at"] for message in desk.conversations.transcript(conversation)["messages"]} == {at.isoformat()}


def test_message_seen_before_gets_the_same_reply_and_nothing_happens_twice(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    first = desk.turns.accept(conversation, "予約したい", "k1")
    assert desk.turns.accept(conversation, "予約したい", "k1") == first
    assert len(desk.engine.requests) == 1
    assert count(database, Turn) == 1


def test_messages_without_a_client_id_are_all_answered(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    assert [desk.turns.accept(conversation, "はい")["message"] for _ in range(2)] == ["1: はい", "2: はい"]


def test_client_id_means_something_in_its_own_conversation_only(database: Database) -> None:
    desk = Desk(database)
    assert desk.turns.accept(desk.open(), "左", "k1")["message"] == "1: 左"
    assert desk.turns.accept(desk.open(), "右", "k1")["message"] == "1: 右"


def test_other_text_under_a_used_client_id_is_refused(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    desk.turns.accept(conversation, "はい", "k1")
    with pytest.raises(MessageIdReused, match="k1"):
        desk.turns.accept(conversation, "いいえ", "k1")
    assert desk.texts(conversation) == ["はい", "1: はい"]


def test_unreadable_message_is_not_stored(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    with pytest.raises(UnreadableMessage):
        desk.turns.accept(conversation, "\u200b\x00")
    assert desk.texts(conversation) == []


def test_unknown_conversation_is_refused(database: Database) -> None:
    with pytest.raises(UnknownConversation, match="c_nobody"):
        Desk(database).turns.accept("c_nobody", "はい")


def test_second_message_is_stored_at_once_and_answered_after_the_first(database: Database) -> None:
    gate = Gate()
    desk = Desk(database, gate)
    conversation = desk.open()
    with ThreadPoolExecutor(2) as clients:
        first = clients.submit(desk.turns.accept, conversation, "一つ目")
        assert gate.entered.wait(10)
        second = clients.submit(desk.turns.accept, conversation, "二つ目")
        until(lambda: desk.texts(conversation) == ["一つ目", "二つ目"])
        assert not second.done()
        gate.opened.set()
        assert first.result()["message"] == "1: 一つ目"
        assert second.result()["message"] == "2: 二つ目"


def test_ten_at_once_are_answered_one_after_another(database: Database) -> None:
    desk = Desk(database, patience=30)
    conversation = desk.open()
    with ThreadPoolExecutor(10) as clients:
        replies = list(clients.map(lambda n: desk.turns.accept(conversation, f"m{n}"), range(10)))
    assert sorted(int(reply["message"].split(":")[0]) for reply in replies) == list(range(1, 11))
    said = desk.texts(conversation)
    asked = [line for line in said if not line[0].isdigit()]
    answered = [line.split(": ")[1] for line in said if line[0].isdigit()]
    assert answered == asked


def test_same_message_twice_at_once_is_answered_once(database: Database) -> None:
    gate = Gate()
    desk = Desk(database, gate)
    conversation = desk.open()
    with ThreadPoolExecutor(2) as clients:
        first = clients.submit(desk.turns.accept, conversation, "はい", "k1")
        assert gate.entered.wait(10)
        second = clients.submit(desk.turns.accept, conversation, "はい", "k1")
        gate.opened.set()
        assert first.result() == second.result()
    assert len(desk.engine.requests) == 1


def test_waiting_too_long_keeps_the_message_and_a_repeat_fetches_the_reply(database: Database) -> None:
    gate = Gate()
    desk = Desk(database, gate, patience=0.3)
    conversation = desk.open()
    with ThreadPoolExecutor(1) as clients:
        first = clients.submit(desk.turns.accept, conversation, "一つ目")
        assert gate.entered.wait(10)
        with pytest.raises(ReplyPending, match="is kept"):
            desk.turns.accept(conversation, "二つ目", "k2")
        gate.opened.set()
        first.result()
    assert desk.turns.recover() == 1
    assert desk.turns.accept(conversation, "二つ目", "k2")["message"] == "2: 二つ目"
    assert len(desk.engine.requests) == 2


def test_no_more_are_computed_at_once_than_allowed(database: Database) -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def answer(request: TurnRequest) -> TurnOutcome:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return echo(request)

    desk = Desk(database, answer, patience=30, computations=2)
    conversations = [desk.open() for _ in range(8)]
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda conversation: desk.turns.accept(conversation, "はい"), conversations))
    assert most == 2


def test_no_transaction_is_open_while_a_reply_is_computed(database: Database) -> None:
    other = Database(database.engine.url.render_as_string(hide_password=False), patience=0.2)

    def answer(request: TurnRequest) -> TurnOutcome:
        with other.write() as session:
            session.execute(text("UPDATE conversations SET channel = 'touched'"))
        return echo(request)

    desk = Desk(database, answer)
    assert desk.turns.accept(desk.open(), "はい")["message"] == "1: はい"
    other.close()


def test_outage_keeps_the_message_and_does_not_count_against_it(database: Database) -> None:
    broken = True

    def answer(request: TurnRequest) -> TurnOutcome:
        if broken:
            raise KnowledgeOutage("the encoder is gone")
        return echo(request)

    desk = Desk(database, answer)
    conversation = desk.open()
    for _ in range(5):
        with pytest.raises(KnowledgeOutage):
            desk.turns.accept(conversation, "はい", "k1")
    broken = False
    assert desk.turns.accept(conversation, "はい", "k1")["message"] == "1: はい"


def test_message_that_always_fails_is_given_up_and_told_and_the_next_is_answered(database: Database) -> None:
    def answer(request: TurnRequest) -> TurnOutcome:
        if request.text == "毒":
            raise ZeroDivisionError
        return echo(request)

    desk = Desk(database, answer)
    conversation = desk.open()
    with pytest.raises(ZeroDivisionError):
        desk.turns.accept(conversation, "毒", "k1")
    assert desk.turns.accept(conversation, "次")["message"] == "1: 次"
    with pytest.raises(TurnFailed):
        desk.turns.accept(conversation, "毒", "k1")
    assert sum(request.text == "毒" for request in desk.engine.requests) == 3
    with database.read() as session:
        assert [event.topic for event in session.query(OutboxEvent)] == ["turn.failed"]


def test_record_of_a_turn_is_stored(database: Database) -> None:
    desk = Desk(database)
    reply = desk.turns.accept(desk.open(), "はい")
    with database.read() as session:
        turn = session.query(Turn).one()
    assert (turn.reply_id, turn.route, turn.type, turn.record) == (
        reply["message_id"],
        "fake",
        "conversation",
        {"brain": "fake"},
    )
    assert turn.milliseconds > 0


def test_reply_that_no_database_could_keep_is_cleaned(database: Database) -> None:
    desk = Desk(database, lambda _: outcome("は\x00い\ud800", state={"note": "a\x00\ud800b"}))
    assert desk.turns.accept(desk.open(), "はい")["message"] == "はい"


def test_cost_of_a_turn_does_not_grow_with_the_conversation(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    statements: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    costs = []
    for n in range(40):
        statements.clear()
        desk.turns.accept(conversation, f"m{n}", f"k{n}")
        costs.append(len(statements))
    assert costs[4] == costs[39]
    assert costs[39] <= 14


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_search_for_waiting_messages_reads_only_those(database: Database) -> None:
    conversation = Desk(database).open()
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, parameters, *_: asked.append((statement, parameters)),
    )
    with database.read() as session:
        circumstances(session, conversation)
        unattended(session, HandClock().at, 10)
        searches = [(statement, parameters) for statement, parameters in asked if statement.startswith("SELECT")]
        for statement, parameters in searches:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert "ix_messages_waiting" in str(plan)
    assert len(searches) == 2
