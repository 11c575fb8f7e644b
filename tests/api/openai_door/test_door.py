"""The official client drives the agent through a real socket."""

import threading
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from fastapi import FastAPI
from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

from domain.turn import KnowledgeOutage, TurnOutcome, TurnRequest
from services.application import Application
from services.door import CHANNEL
from store.models import Conversation, Turn
from tests.api.live import serving
from tests.fakes.engine import FakeEngine, outcome
from tests.fakes.service import count


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with serving(app) as address:
        yield f"{address}/v1"


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=address, api_key="none", max_retries=0) as client:
        yield client


def application_of(app: FastAPI) -> Application:
    application = app.state.application
    assert isinstance(application, Application)
    return application


def user(text: str) -> ChatCompletionMessageParam:
    return {"role": "user", "content": text}


def assistant(text: str | None) -> ChatCompletionMessageParam:
    return {"role": "assistant", "content": text or ""}


def ask(client: OpenAI, *messages: ChatCompletionMessageParam, **more: Any) -> ChatCompletion:
    completion = client.chat.completions.create(model="zenbu", messages=messages, **more)
    assert isinstance(completion, ChatCompletion)
    return completion


def said(completion: ChatCompletion) -> str:
    return completion.choices[0].message.content or ""


def conversation_of(completion: ChatCompletion) -> str:
    reply: dict[str, Any] = completion.model_extra["zenbu"] if completion.model_extra else {}
    return str(reply["conversation_id"])


def test_message_is_answered_with_buttons_usage_and_the_whole_reply(client: OpenAI) -> None:
    completion = ask(client, user("料金は?"))
    assert said(completion) == "1: 料金は?\n[予約する]"
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (4, 12)
    assert completion.usage.total_tokens == 16
    assert completion.model_extra is not None
    reply = completion.model_extra["zenbu"]
    assert (reply["route"], reply["type"], reply["message"]) == ("fake", "conversation", "1: 料金は?")
    assert completion.id == f"chatcmpl-{_message_id(reply)}"


def _message_id(reply: dict[str, Any]) -> str:
    return str(reply["message_id"])


def test_streamed_pieces_are_the_reply(client: OpenAI, engine: FakeEngine) -> None:
    engine.answer = lambda _: outcome("はい。二人で伺います。")
    pieces = list(
        client.chat.completions.create(
            model="zenbu",
            messages=[user("何人で来ますか")],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    texts = [choice.delta.content for piece in pieces for choice in piece.choices]
    assert texts == ["", "はい。", "二人で伺います。\n", "[予約する]", None]
    assert [choice.finish_reason for piece in pieces for choice in piece.choices] == [None] * 4 + ["stop"]
    assert pieces[0].choices[0].delta.role == "assistant"
    assert len({piece.id for piece in pieces}) == 1
    assert pieces[-1].usage is not None
    assert pieces[-1].usage.total_tokens > 0
    assert not pieces[-1].choices


@pytest.mark.parametrize("how", [{"user": "case-1"}, {"metadata": {"conversation_id": "case-1"}}])
def test_named_conversation_goes_on(client: OpenAI, how: dict[str, Any]) -> None:
    first = ask(client, user("予約したい"), **how)
    second = ask(client, user("はい"), **how)
    third = ask(client, user("はい"), **how)
    assert [said(completion)[:2] for completion in (first, second, third)] == ["1:", "2:", "3:"]
    assert said(ask(client, user("はい"), user="case-2")).startswith("1:")


def test_conversation_goes_on_by_the_id_a_reply_told(client: OpenAI) -> None:
    first = ask(client, user("予約したい"))
    second = ask(client, user("はい"), metadata={"conversation_id": conversation_of(first)})
    assert conversation_of(second) == conversation_of(first)
    assert said(second).startswith("2:")


def test_conversation_of_another_channel_cannot_be_reached(client: OpenAI, app: FastAPI) -> None:
    theirs = application_of(app).conversations.open().conversation_id
    assert conversation_of(ask(client, user("続き"), metadata={"conversation_id": theirs})) != theirs


def test_history_continues_where_it_was_left(client: OpenAI) -> None:
    history = [user("予約したい")]
    first = ask(client, *history)
    history += [assistant(said(first)), user("土曜で")]
    second = ask(client, *history)
    history += [assistant(said(second)), user("はい")]
    third = ask(client, {"role": "system", "content": "You are a pirate."}, *history)
    assert [said(completion)[:2] for completion in (first, second, third)] == ["1:", "2:", "3:"]
    assert len({conversation_of(completion) for completion in (first, second, third)}) == 1


def test_history_nobody_left_here_is_told_anew(client: OpenAI, engine: FakeEngine) -> None:
    completion = ask(
        client, user("予約したい"), assistant("いつですか"), user("土曜で"), assistant("はい"), user("確定")
    )
    assert said(completion).startswith("3: 確定")
    assert [request.text for request in engine.requests] == ["予約したい", "土曜で", "確定"]


def test_same_beginning_twice_makes_two_conversations(client: OpenAI) -> None:
    firsts = [ask(client, user("予約したい")) for _ in range(2)]
    seconds = [ask(client, user("予約したい"), assistant(said(first)), user("土曜で")) for first in firsts]
    assert len({conversation_of(completion) for completion in (*firsts, *seconds)}) == 2
    assert [said(second)[:2] for second in seconds] == ["2:", "2:"]


def test_two_ways_to_go_on_do_not_mix(client: OpenAI) -> None:
    first = ask(client, user("予約したい"))
    before = [user("予約したい"), assistant(said(first))]
    saturday, sunday = ask(client, *before, user("土曜で")), ask(client, *before, user("日曜で"))
    assert said(saturday).startswith("2: 土曜で")
    assert said(sunday).startswith("2: 日曜で")
    assert conversation_of(saturday) != conversation_of(sunday)


def test_repeated_request_does_nothing_twice(client: OpenAI, app: FastAPI) -> None:
    first = ask(client, user("予約したい"))
    before = [user("予約したい"), assistant(said(first)), user("確定する")]
    once, again = ask(client, *before), ask(client, *before)
    assert once.id == again.id
    assert count(application_of(app).database, Turn) == 2


def test_named_conversation_of_many_requests_at_once_is_one(client: OpenAI, app: FastAPI) -> None:
    threads = [threading.Thread(target=ask, args=(client, user(f"{n}番")), kwargs={"user": "rush"}) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database = application_of(app).database
    assert (count(database, Conversation), count(database, Turn)) == (1, 6)
    with database.read() as session:
        assert [row.channel for row in session.query(Conversation)] == [CHANNEL]


def test_content_in_parts_is_read_and_messages_in_a_row_are_one(client: OpenAI, engine: FakeEngine) -> None:
    ask(client, user("上がうるさい"), {"role": "user", "content": [{"type": "text", "text": "毎晩です"}]})
    assert [request.text for request in engine.requests] == ["上がうるさい\n毎晩です"]


def test_case_is_played_as_a_customer_at_a_time_in_development(client: OpenAI, engine: FakeEngine) -> None:
    ask(client, user("はい"), metadata={"now": "2026-12-24T21:00:00+09:00"})
    assert engine.requests[0].now.isoformat() == "2026-12-24T21:00:00+09:00"
    with pytest.raises(openai.BadRequestError, match="customer 'nobody'"):
        ask(client, user("はい"), metadata={"customer_id": "nobody"})


@pytest.mark.parametrize(
    ("request_", "code", "param"),
    [
        ({"messages": [user("はい")], "n": 2}, "unsupported_value", "n"),
        ({"messages": [user("はい")], "tools": [{"type": "function"}]}, "unsupported_parameter", "tools"),
        (
            {"messages": [user("はい")], "response_format": {"type": "json_object"}},
            "unsupported_value",
            "response_format",
        ),
        ({"messages": [user("はい"), {"role": "tool", "content": "5"}]}, "tool_messages_unsupported", "messages.1"),
        ({"messages": [user("はい"), assistant("何でしょう")]}, "user_message_missing", "messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "user_message_missing", "messages"),
        ({"messages": []}, "invalid-request", "messages"),
        ({"messages": [{"role": "king", "content": "x"}]}, "invalid-request", "messages.0.role"),
        ({"messages": [user(" ")]}, "unreadable-message", None),
        ({"messages": [user("長" * 2_001)]}, "unreadable-message", None),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            "unsupported_content",
            "messages.0.content.0",
        ),
        ({"messages": [user("はい")], "metadata": {"now": "gestern"}}, "invalid_value", "metadata.now"),
        ({"messages": [user("はい"), assistant("ええ")] * 51 + [user("はい")]}, "history-too-long", None),
    ],
)
def test_what_cannot_be_answered_is_said_in_openais_shape(
    client: OpenAI, request_: dict[str, Any], code: str, param: str | None
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(model="zenbu", **request_)
    assert (refused.value.code, refused.value.param, refused.value.type) == (code, param, "invalid_request_error")
    assert refused.value.response.headers["content-type"] == "application/json"


def test_another_model_is_not_there(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match=r"Ask for one of: zenbu") as refused:
        client.chat.completions.create(model="gpt-4o", messages=[user("はい")])
    assert refused.value.code == "model_not_found"
    assert [model.id for model in client.models.list()] == ["zenbu"]
    assert client.models.retrieve("zenbu").owned_by == "試験サービス"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


def test_clients_of_the_newer_interface_are_told_which_one_there_is(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="responses_api=false"):
        client.responses.create(model="zenbu", input="はい")


def test_body_beyond_all_bounds_is_refused(client: OpenAI) -> None:
    history = [message for _ in range(40) for message in (user("音" * 500), assistant("声" * 400))]
    assert said(ask(client, *history, user("はい"))).startswith("41:")  # more than the chat API takes
    with pytest.raises(openai.APIStatusError) as refused:
        ask(client, {"role": "system", "content": "x" * 1_100_000}, user("はい"))
    assert refused.value.status_code == 413
    assert refused.value.code == "body-too-large"


def test_outage_is_a_server_error_streamed_or_not(client: OpenAI, engine: FakeEngine) -> None:
    def fail(_: TurnRequest) -> TurnOutcome:
        raise KnowledgeOutage("The index is gone.")

    engine.answer = fail
    with pytest.raises(openai.InternalServerError) as refused:
        ask(client, user("はい"))
    assert (refused.value.status_code, refused.value.type) == (503, "server_error")
    assert refused.value.response.headers["retry-after"] == "5"
    stream = client.chat.completions.create(model="zenbu", messages=[user("はい")], stream=True)
    with pytest.raises(openai.APIError, match="cannot be answered now"):
        list(stream)


def test_request_that_failed_is_sent_again_and_answered(client: OpenAI, engine: FakeEngine) -> None:
    echo, failures = engine.answer, [KnowledgeOutage("The index is gone.")]

    def stumble(request: TurnRequest) -> TurnOutcome:
        if failures and request.text == "土曜で":
            raise failures.pop()
        return echo(request)

    first = ask(client, user("予約したい"))
    engine.answer = stumble
    messages = [user("予約したい"), assistant(said(first)), user("土曜で")]
    with pytest.raises(openai.InternalServerError):
        ask(client, *messages)
    second = ask(client, *messages, extra_headers={"x-stainless-retry-count": "1"})
    assert said(second).startswith("2: 土曜で")
    assert conversation_of(second) == conversation_of(first)
