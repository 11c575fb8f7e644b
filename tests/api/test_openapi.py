"""The API's description is true: whatever it allows is answered as it says, and nothing else is let in."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import StopReason, from_schema
from schemathesis.engine.events import EngineFinished, FatalError, NonFatalError, ScenarioFinished

from api.feed import Listener
from tests.api.live import Visitor

EXAMPLES = 15

DESCRIBED = r"^/(v1/conversations|v1/intake|healthz|readyz|metrics|v1/catalogue)"


def test_answers_are_as_described(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Schemathesis plays every operation with what the description allows and forbids, alone and in sequences."""
    hear = Listener.has_news

    async def first_news_only(listener: Listener[object], seconds: float) -> bool:
        # A stream that ends can be checked like any other answer.
        heard = await hear(listener, seconds)
        listener.is_over = True
        return heard

    monkeypatch.setattr(Listener, "has_news", first_news_only)
    token = visitor.http.headers["Authorization"].removeprefix("Bearer ")
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "auth": {"openapi": {"conversation": {"bearer": token}}},
            "parameters": {"path.conversation_id": visitor.conversation_id},
            "generation": {"max-examples": EXAMPLES, "database": "none"},
            "request-timeout": 10,
        }
    )
    schema = schemathesis.openapi.from_url(f"{visitor.http.base_url}/openapi.json", config=config)
    faults: list[object] = []
    played = 0
    for event in from_schema(schema.include(path_regex=DESCRIBED)).execute():
        match event:
            case NonFatalError() | FatalError():
                faults.append(event)
            case ScenarioFinished(recorder=recorder):
                played += len(recorder.cases)
            case EngineFinished(failures=failures, stop_reason=stop_reason):
                faults += [f"{failure.operation}: {failure.title}: {failure.message}" for failure in failures]
                assert stop_reason == StopReason.COMPLETED
    assert faults == []
    assert played > 500


def operations(http: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in http.get("/openapi.json").json()["paths"].items():
        if path.startswith("/v1/conversations"):
            for method, operation in methods.items():
                yield f"{method} {path}", operation


def test_every_operation_is_described_with_examples(http: TestClient) -> None:
    document = http.get("/openapi.json").json()
    shapes = document["components"]["schemas"]

    def has_example(content: dict[str, Any]) -> bool:
        shape = content["schema"].get("$ref", "").rpartition("/")[2]
        return bool({"example", "examples"} & (content.keys() | shapes.get(shape, {}).keys()))

    for name, operation in operations(http):
        assert operation["description"], name
        assert operation["security"], name
        answers = operation["responses"]
        assert {"422", "500", "503"} <= answers.keys(), name
        contents = [content for answer in answers.values() for content in answer.get("content", {}).values()]
        for content in contents:
            assert has_example(content), (name, content)
        if "requestBody" in operation:
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            references = [body, *body.get("anyOf", [])]
            assert any(has_example({"schema": reference}) for reference in references), name


def test_problems_are_declared_as_problems(http: TestClient) -> None:
    for name, operation in operations(http):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}, (name, status)
                for example in answer["content"]["application/problem+json"]["examples"].values():
                    assert str(example["value"]["status"]) == status


def test_streams_are_declared(http: TestClient) -> None:
    found = dict(operations(http))
    path = "/v1/conversations/{conversation_id}"
    reply = found[f"post {path}/messages"]["responses"]["200"]["content"]
    assert set(reply) == {"application/json", "text/event-stream"}
    assert set(found[f"get {path}/events"]["responses"]["200"]["content"]) == {"text/event-stream"}


def test_description_names_its_page(http: TestClient) -> None:
    page = http.get("/openapi.json").json()["externalDocs"]["url"]
    assert http.get(page).headers["content-type"] == "text/html; charset=utf-8"


def test_every_tag_is_described(http: TestClient) -> None:
    document = http.get("/openapi.json").json()
    used = {
        tag for methods in document["paths"].values() for operation in methods.values() for tag in operation["tags"]
    }
    assert used == {tag["name"] for tag in document["tags"] if tag["description"]}
