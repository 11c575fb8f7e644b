from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from services.settings import Settings
from tests.api.live import Visitor, serving, visiting
from tests.fakes.engine import FakeEngine


@dataclass
class Client:
    """A customer's client with one conversation open."""

    http: TestClient
    engine: FakeEngine
    conversation_id: str
    token: str

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str, client_message_id: str | None = None) -> Any:
        body = {"text": text, "client_message_id": client_message_id}
        return self.http.post(f"{self.path}/messages", json=body, headers=self.headers)

    def send_raw(self, body: bytes) -> Any:
        headers = {**self.headers, "Content-Type": "application/json"}
        return self.http.post(f"{self.path}/messages", content=body, headers=headers)

    def read(self, **query: int) -> Any:
        return self.http.get(self.path, params=query, headers=self.headers)


@pytest.fixture
def settings(no_settings: Path, database_url: str) -> Settings:
    return Settings(database_url=database_url, data_dir=no_settings)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def app(settings: Settings, engine: FakeEngine) -> FastAPI:
    return create_app(settings, lambda *_: engine)


@pytest.fixture
def http(app: FastAPI) -> Iterator[TestClient]:
    """The served application. A fault is answered as a customer would see it, not raised into the test."""
    with TestClient(app, raise_server_exceptions=False) as http:
        yield http


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[Visitor]:
    """A client of the application behind a real socket."""
    with serving(app) as address, visiting(address) as visitor:
        yield visitor


@pytest.fixture
def client(http: TestClient, engine: FakeEngine) -> Client:
    opened = http.post("/v1/conversations").json()
    return Client(http, engine, opened["conversation_id"], opened["token"])
