"""What happens in a conversation, as a stream of events."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api import feed as feeds
from api import streams
from domain.clock import SystemClock
from domain.turn import TurnOutcome, TurnRequest
from services.feed import FeedReader
from services.ids import new_id
from store import conversations
from store.models import Conversation, Ticket
from store.session import Database, StoreUnavailable
from tests.api.live import Visitor, serving, visiting
from tests.fakes.clock import MORNING
from tests.fakes.engine import FakeEngine, outcome
from tests.fakes.service import Desk

STREAMS = 300


@pytest.fixture
def slow_rounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Looking for what others wrote takes longer than any test waits."""
    monkeypatch.setattr(feeds, "ROUND", 60.0)
    yield


def say_as_staff(database: Database, conversation_id: str, said: str) -> None:
    with database.write() as session:
        conversation = conversations.locked(session, conversation_id)
        assert conversation is not None
        conversations.add_message(
            session, conversation, id=new_id("m"), role="staff", author="佐藤", text=said, at=MORNING, status="said"
        )


def test_stream_begins_with_what_was_said_and_who_answers(visitor: Visitor) -> None:
    reply = visitor.say("料金は?").json()
    with visitor.listening() as events:
        assert events.response.headers["content-type"].startswith("text/event-stream")
        assert events.response.headers["x-accel-buffering"] == "no"
        blocks = events.blocks()
        assert next(blocks) == {"retry": "2000"}
        said = [next(blocks) for _ in range(3)]
        assert [block["id"] for block in said] == ["1", "2", "3"]
        assert {block["event"] for block in said} == {"message"}
        assert next(blocks)["event"] == "owner"
    with visitor.listening() as events:
        messages = events.until("message", 3)
    assert [(m["seq"], m["role"], m["text"]) for m in messages] == [
        (1, "bot", "こんにちは。"),
        (2, "customer", "料金は?"),
        (3, "bot", "1: 料金は?"),
    ]
    assert messages[2]["reply"] == reply
    assert set(messages[0]) == {"message_id", "seq", "role", "text", "at", "reply", "author"}


@pytest.mark.usefixtures("slow_rounds")
def test_what_this_process_writes_is_told_at_once(visitor: Visitor) -> None:
    with visitor.listening(last_event_id=1) as events:
        assert events.until("owner") == [{"owner": "bot", "handover": None}]
        with httpx.Client(base_url=visitor.http.base_url, headers=visitor.http.headers) as other_tab:
            other_tab.post(f"{visitor.path}/messages", json={"text": "はい"})
        assert [m["text"] for m in events.until("message", 2)] == ["はい", "1: はい"]


def test_what_another_process_writes_is_told_soon(visitor: Visitor, database: Database) -> None:
    with visitor.listening(last_event_id=1) as events:
        events.until("owner")
        say_as_staff(database, visitor.conversation_id, "担当の佐藤です。")
        began = time.monotonic()
        [message] = events.until("message")
    assert (message["role"], message["author"], message["text"]) == ("staff", "佐藤", "担当の佐藤です。")
    assert time.monotonic() - began < 5


def test_stream_goes_on_behind_the_last_event(visitor: Visitor) -> None:
    visitor.say("はい")
    with visitor.listening(last_event_id=2) as events:
        assert [m["seq"] for m in events.until("message")] == [3]
    with visitor.http.stream("GET", f"{visitor.path}/events?after=2") as response:
        assert '"seq":3' in next(line for line in response.iter_lines() if line.startswith("data"))


def test_reconnecting_client_misses_nothing_and_hears_nothing_twice(visitor: Visitor, database: Database) -> None:
    """Another process writes while the client is cut off again and again, in the middle of what it hears."""
    others = Desk(database)
    turns = 15

    def talk() -> None:
        for n in range(turns):
            others.turns.accept(visitor.conversation_id, f"m{n}")

    writer = threading.Thread(target=talk)
    writer.start()
    heard: list[int] = []
    while len(heard) < 1 + 2 * turns:
        with visitor.listening(heard[-1] if heard else None) as events:
            heard += [message["seq"] for message in events.until("message", min(4, 1 + 2 * turns - len(heard)))]
    writer.join()
    assert heard == list(range(1, 2 + 2 * turns))


def test_change_of_owner_and_handover_is_told(visitor: Visitor, database: Database) -> None:
    with visitor.listening() as events:
        assert events.until("owner") == [{"owner": "bot", "handover": None}]
        with database.write() as session:
            conversation = conversations.locked(session, visitor.conversation_id)
            assert conversation is not None
            conversation.owner = "person"
            session.add(
                Ticket(
                    id="h_1",
                    conversation_id=conversation.id,
                    status="claimed",
                    trigger="anger",
                    priority="high",
                    promise="すぐに伺います。",
                    senior=False,
                    brief={},
                    opened_at=MORNING,
                    claimed_at=MORNING,
                )  # fmt: skip
            )
        [change] = events.until("owner")
    assert change["owner"] == "person"
    assert change["handover"]["status"] == "claimed"
    transcript = visitor.http.get(visitor.path).json()
    assert {**change["handover"], "opened_at": None, "claimed_at": None} == {
        **transcript["handover"],
        "opened_at": None,
        "claimed_at": None,
    }


def test_typing_is_told_while_it_lasts(visitor: Visitor, database: Database) -> None:
    def type_until(seconds: float) -> None:
        with database.write() as session:
            conversation = conversations.locked(session, visitor.conversation_id)
            assert conversation is not None
            conversation.typing_until = SystemClock().now() + timedelta(seconds=seconds)

    type_until(-1)
    with visitor.listening() as events:
        events.until("owner")
        type_until(6)
        assert [name for name, _ in [next(iter(events))]] == ["typing"]
    with visitor.listening() as events:
        [typing] = events.until("typing")
        assert typing["role"] == "staff"
        assert typing["until"].endswith("+09:00")


def test_silence_beside_a_person_is_not_told(visitor: Visitor, database: Database, engine: FakeEngine) -> None:
    def silent(_: TurnRequest) -> TurnOutcome:
        return outcome("")

    engine.answer = silent
    with database.write() as session:
        session.get_one(Conversation, visitor.conversation_id).owner = "person"
    with visitor.saying("もしもし") as stream:
        assert [name for name, _ in stream] == ["status", "reply"]
    with visitor.listening(last_event_id=1) as events:
        assert events.until("message")[0]["text"] == "もしもし"
        say_as_staff(database, visitor.conversation_id, "はい、佐藤です。")
        assert events.until("message")[0]["text"] == "はい、佐藤です。"


def test_stream_of_a_conversation_that_was_erased_ends(visitor: Visitor, database: Database) -> None:
    with visitor.listening() as events:
        events.until("owner")
        with database.write() as session:
            session.execute(text("DELETE FROM messages"))
            session.execute(text("DELETE FROM conversations"))
        assert list(events) == []


@pytest.mark.parametrize("fault", [StoreUnavailable("gone"), ZeroDivisionError()])
def test_failed_look_is_taken_again(
    visitor: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(feeds, "OUTAGE", 0.05)
    failed = threading.Event()

    def fail(*_: object) -> None:
        failed.set()
        raise fault

    with visitor.listening(last_event_id=1) as events:
        events.until("owner")
        with monkeypatch.context() as patch:
            patch.setattr(FeedReader, "standings", fail)
            assert failed.wait(5)
            say_as_staff(database, visitor.conversation_id, "はい、佐藤です。")
        assert events.until("message")[0]["text"] == "はい、佐藤です。"
    assert visitor.http.get("/readyz").status_code == 200


def test_silent_stream_is_kept_open(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    with visitor.listening() as events:
        assert any("" in block for block in events.blocks())


def test_only_who_may_listens(visitor: Visitor) -> None:
    other = visitor.http.post("/v1/conversations", headers={"Authorization": ""})
    assert other.status_code == 401
    with httpx.Client(base_url=visitor.http.base_url) as stranger:
        assert stranger.get(f"{visitor.path}/events").status_code == 401
        theirs = stranger.post("/v1/conversations").json()
        headers = {"Authorization": f"Bearer {theirs['token']}"}
        assert stranger.get(f"{visitor.path}/events", headers=headers).status_code == 404


@pytest.mark.parametrize("last", ["-1", "x", str(2**31)])
def test_last_event_that_cannot_be(visitor: Visitor, last: str) -> None:
    answer = visitor.http.get(f"{visitor.path}/events", headers={"Last-Event-ID": last})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_too_many_streams_of_one_conversation(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_STREAMS", 1)
    with visitor.listening() as events:
        events.until("owner")
        answer = visitor.http.get(f"{visitor.path}/events")
        assert answer.status_code == 429
        assert answer.json()["type"] == "urn:zenbu:problem:too-many-streams"
        assert int(answer.headers["retry-after"]) > 0
    until = time.monotonic() + 5
    while visitor.http.get("/metrics").text.count("zenbu_event_streams 1.0"):
        assert time.monotonic() < until, "the stream that was left is still held"
    with visitor.listening() as events:
        events.until("owner")


def test_server_stops_while_somebody_listens(app: FastAPI) -> None:
    with ExitStack() as server:
        address = server.enter_context(serving(app))
        with visiting(address) as visitor, visitor.listening() as events:
            events.until("owner")
            began = time.monotonic()
            server.close()
            assert list(events) == []
    assert time.monotonic() - began < 5


def test_many_open_streams_take_no_threads_and_all_are_told(app: FastAPI, database: Database) -> None:
    desk = Desk(database)
    opened = [desk.conversations.open() for _ in range(STREAMS)]
    before = threading.active_count()  # those of other tests in this process

    async def listen_to_all(address: str) -> int:
        limits = httpx.Limits(max_connections=STREAMS + 10)
        threads = 0
        async with httpx.AsyncClient(base_url=address, timeout=30, limits=limits) as http:

            async def hear(conversation_id: str, token: str, ready: asyncio.Semaphore) -> str:
                headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": "1"}
                path = f"/v1/conversations/{conversation_id}/events"
                async with http.stream("GET", path, headers=headers) as response:
                    async for line in response.aiter_lines():
                        if line == "event: owner":
                            ready.release()
                        if line.startswith("data") and "staff" in line:
                            return line
                raise AssertionError("the stream ended")

            ready = asyncio.Semaphore(0)
            hearing = [asyncio.create_task(hear(one.conversation_id, one.token, ready)) for one in opened]
            for _ in opened:
                await asyncio.wait_for(ready.acquire(), 30)
            threads = threading.active_count() - before
            for one in opened:
                await asyncio.to_thread(say_as_staff, database, one.conversation_id, f"staff {one.conversation_id}")
            heard = await asyncio.wait_for(asyncio.gather(*hearing), 30)
        assert all(one.conversation_id in line for one, line in zip(opened, heard, strict=True))
        return threads

    with serving(app) as address:
        assert asyncio.run(listen_to_all(address)) < 80
