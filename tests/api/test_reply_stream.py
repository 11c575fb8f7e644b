"""A reply as a stream of events."""

import threading

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from api.streams import sentences
from domain.turn import KnowledgeOutage, TurnOutcome, TurnRequest
from store.models import Conversation
from store.session import Database
from tests.api.live import Visitor
from tests.fakes.engine import FakeEngine, echo


def test_stream_tells_that_the_message_is_stored_then_sentences_then_the_reply(visitor: Visitor) -> None:
    with visitor.saying("料金は?教えて。") as stream:
        assert stream.response.status_code == 200
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["cache-control"] == "no-store"
        events = list(stream)
    assert [name for name, _ in events] == ["status", "delta", "delta", "reply"]
    status, *deltas, reply = [data for _, data in events]
    assert status["status"] == "accepted"
    assert "".join(delta["text"] for delta in deltas) == reply["message"] == "1: 料金は?教えて。"
    transcript = visitor.http.get(visitor.path).json()["messages"]
    assert [message["message_id"] for message in transcript[1:]] == [status["message_id"], reply["message_id"]]


def test_stream_and_json_give_the_same_reply_to_the_same_message(visitor: Visitor, engine: FakeEngine) -> None:
    with visitor.saying("はい", "k1") as stream:
        [reply] = stream.until("reply")
    assert visitor.say("はい", "k1").json() == reply
    with visitor.saying("はい", "k1") as again:
        assert again.until("reply") == [reply]
    assert len(engine.requests) == 1


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html, application/json;q=0.9"])
def test_reply_is_json_where_no_stream_is_asked_for(visitor: Visitor, accept: str) -> None:
    answer = visitor.http.post(f"{visitor.path}/messages", json={"text": "はい"}, headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/json"


def test_error_before_anything_is_stored_is_a_plain_problem(visitor: Visitor) -> None:
    visitor.say("はい", "k1")
    for text, key, status in (("", "k2", 422), ("いいえ", "k1", 409)):
        with visitor.saying(text, key) as stream:
            assert stream.response.status_code == status
            assert stream.response.headers["content-type"] == "application/problem+json"
    visitor.http.headers["Authorization"] = "Bearer wrong"
    with visitor.saying("はい") as stream:
        assert stream.response.status_code == 401


def test_outage_is_told_in_place_of_the_reply_and_a_repeat_is_answered(visitor: Visitor, engine: FakeEngine) -> None:
    def gone(_: TurnRequest) -> TurnOutcome:
        raise KnowledgeOutage("secret inner workings")

    engine.answer = gone
    with visitor.saying("はい", "k1") as stream:
        (status, _), (error, problem) = stream
    assert (status, error) == ("status", "error")
    assert (problem["status"], problem["type"]) == (503, "urn:zenbu:problem:knowledge-outage")
    assert "secret" not in problem["detail"]
    engine.answer = echo
    with visitor.saying("はい", "k1") as stream:
        assert stream.until("reply")[0]["message"] == "1: はい"


def test_fault_is_told_without_its_words(visitor: Visitor, engine: FakeEngine) -> None:
    def broken(_: TurnRequest) -> TurnOutcome:
        raise ZeroDivisionError("secret inner workings")

    engine.answer = broken
    with visitor.saying("はい") as stream:
        [problem] = stream.until("error")
    assert (problem["status"], problem["type"]) == (500, "urn:zenbu:problem:fault")
    assert "secret" not in str(problem)


def test_client_that_goes_away_in_the_middle_loses_nothing(visitor: Visitor, engine: FakeEngine) -> None:
    computing, released = threading.Event(), threading.Event()

    def slow(request: TurnRequest) -> TurnOutcome:
        computing.set()
        assert released.wait(10)
        return echo(request)

    engine.answer = slow
    with visitor.saying("はい", "k1") as stream:
        assert next(iter(stream))[0] == "status"
        assert computing.wait(10)
    released.set()
    reply = visitor.say("はい", "k1")
    assert reply.json()["message"] == "1: はい"
    assert len(engine.requests) == 1


def test_turn_that_takes_too_long_is_kept_and_fetched_later(
    visitor: Visitor, app: FastAPI, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def slow(request: TurnRequest) -> TurnOutcome:
        assert released.wait(10)
        return echo(request)

    engine.answer = slow
    monkeypatch.setattr(app.state.answering, "time_limit", 0.2)
    answer = visitor.say("はい", "k1")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:zenbu:problem:reply-pending"
    assert int(answer.headers["retry-after"]) > 0
    with visitor.saying("はい", "k1") as stream:
        assert stream.until("error")[0]["type"] == "urn:zenbu:problem:reply-pending"
    monkeypatch.undo()
    released.set()
    assert visitor.say("はい", "k1").json()["message"] == "1: はい"
    assert len(engine.requests) == 1


@given(st.text(alphabet="あい。!?！？」)\n a"))
def test_sentences_together_are_the_text(text: str) -> None:
    pieces = sentences(text)
    assert "".join(pieces) == text
    assert all(pieces)


def test_sentences_end_where_a_reader_would_pause() -> None:
    text = "はい。「そうです。」と言いました!?\n次です"
    assert sentences(text) == ["はい。", "「そうです。」と言いました!?\n", "次です"]


def test_words_are_told_while_the_reply_is_still_made(visitor: Visitor, engine: FakeEngine) -> None:
    released = threading.Event()

    def in_two_steps(request: TurnRequest) -> TurnOutcome:
        assert request.tell is not None
        request.tell("1: 料金")
        assert released.wait(30)
        return echo(request)

    engine.answer = in_two_steps
    with visitor.saying("料金は?教えて。") as stream:
        assert stream.until("delta") == [{"text": "1: 料金"}]
        released.set()
        rest = list(stream)
    assert "".join(data["text"] for name, data in rest if name == "delta") == "は?教えて。"
    assert rest[-1][1]["message"] == "1: 料金は?教えて。"


def test_no_words_are_told_once_a_person_has_taken_over(
    visitor: Visitor, engine: FakeEngine, database: Database
) -> None:
    def overtaken(request: TurnRequest) -> TurnOutcome:
        if request.tell is None:  # computed again
            return echo(request)
        request.tell("1: ")
        with database.write() as session:
            conversation = session.get_one(Conversation, request.conversation_id)
            conversation.owner, conversation.owner_epoch = "person", conversation.owner_epoch + 1
        request.tell("言わないはずの言葉")
        return echo(request)

    engine.answer = overtaken
    with visitor.saying("料金は?") as stream:
        events = list(stream)
    assert [data["text"] for name, data in events if name == "delta"] == ["1: "]
    assert (events[-1][0], events[-1][1]["message"], events[-1][1]["owner"]) == ("reply", "", "person")
