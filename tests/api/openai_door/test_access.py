"""Who comes in at the door, and how often."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from services.settings import DEVELOPMENT_SECRET, Settings, SettingsError
from tests.fakes.engine import FakeEngine

KEY = "k" * 32
SECRET = SecretStr("s" * 32)


def asked(http: TestClient, key: str | None = None, **more: Any) -> Any:
    headers = {b"Authorization": f"Bearer {key}".encode()} if key is not None else {}
    body = {"model": "zenbu", "messages": [{"role": "user", "content": "はい"}], **more}
    return http.post("/v1/chat/completions", json=body, headers=headers)


def settings(folder: Path, **values: Any) -> Settings:
    return Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'door.db'}", **values)


def http_of(settings: Settings) -> TestClient:
    return TestClient(create_app(settings, lambda *_: FakeEngine(), worker=False))


def test_development_needs_no_key(no_settings: Path) -> None:
    with http_of(settings(no_settings)) as http:
        assert asked(http).status_code == 200
        assert http.get("/v1/models").status_code == 200


@pytest.mark.parametrize("env", ["development", "production"])
def test_key_that_is_set_is_asked_for(no_settings: Path, env: str) -> None:
    with http_of(settings(no_settings, env=env, secret_key=SECRET, door_key=SecretStr(KEY))) as http:
        assert asked(http, KEY).status_code == 200
        for key, fault in ((None, "is missing"), ("k" * 31, "is wrong"), ("鍵" * 32, "is wrong")):
            refused = asked(http, key)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == "Bearer"
            assert refused.json()["error"]["code"] == "invalid_api_key"
            assert fault in refused.json()["error"]["message"]
        assert http.get("/v1/models").status_code == 401


def test_door_without_a_key_is_closed_in_production(no_settings: Path) -> None:
    with http_of(settings(no_settings, env="production", secret_key=SECRET)) as http:
        refused = asked(http, KEY)
        assert refused.status_code == 403
        assert refused.json()["error"]["code"] == "door_closed"
        assert "ZENBU_DOOR_KEY" in refused.json()["error"]["message"]


def test_case_is_played_as_nobody_in_production(no_settings: Path) -> None:
    with http_of(settings(no_settings, env="production", secret_key=SECRET, door_key=SecretStr(KEY))) as http:
        for metadata in ({"customer_id": "c-1"}, {"now": "2026-12-24T21:00"}):
            refused = asked(http, KEY, metadata=metadata)
            assert refused.status_code == 400
            assert refused.json()["error"]["code"] == "development-only"


def test_weak_key_is_refused_at_the_start(no_settings: Path) -> None:
    with pytest.raises(SettingsError, match="ZENBU_DOOR_KEY has 5 characters"):
        settings(no_settings, env="production", secret_key=SECRET, door_key=SecretStr("hello"))
    assert settings(no_settings, door_key=SecretStr("hello")).secret_key.get_secret_value() == DEVELOPMENT_SECRET


def test_requests_are_counted_and_told_in_openais_shape(no_settings: Path) -> None:
    with http_of(settings(no_settings, rate_limit=2)) as http:
        assert [asked(http, user="case").status_code for _ in range(3)] == [200, 200, 429]
        refused = asked(http, user="case")
        assert refused.json()["error"]["type"] == "rate_limit_error"
        assert int(refused.headers["retry-after"]) > 0


def test_errors_of_the_chat_api_keep_their_own_shape(no_settings: Path) -> None:
    with http_of(settings(no_settings)) as http:
        assert http.get("/v1/conversations/c").headers["content-type"] == "application/problem+json"
        wrong = http.get("/v1/chat/completions")
        assert wrong.status_code == 405
        assert wrong.json()["error"]["code"] == "method-not-allowed"
        broken = http.post("/v1/chat/completions", content=b"{", headers={"Content-Type": "application/json"})
        assert (broken.status_code, broken.json()["error"]["code"]) == (400, "malformed-json")


def test_door_is_described_with_its_errors_and_key(no_settings: Path) -> None:
    with http_of(settings(no_settings)) as http:
        document = http.get("/openapi.json").json()
    operation = document["paths"]["/v1/chat/completions"]["post"]
    assert operation["security"] == [{"door": []}]
    assert set(operation["responses"]["200"]["content"]) == {"application/json", "text/event-stream"}
    for status in ("400", "401", "403", "429", "503"):
        schema = operation["responses"][status]["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith("/ErrorOut")
    assert "422" not in operation["responses"]
