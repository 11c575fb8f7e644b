"""The console over the served application, with people who work there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.console.cookies import cookie_name, csrf_of
from domain.clock import SystemClock
from domain.effects import OpenHandover
from domain.labels import Priority
from domain.staff import Role
from domain.turn import TurnOutcome, TurnRequest
from services.access import doorway
from services.access.hashing import Cost
from services.application import Application
from services.members import MemberFields
from tests.fakes.engine import FakeEngine, outcome

CHEAP = Cost(n=16, p=1)
"""What passwords cost in tests."""


@dataclass
class Browser:
    """Somebody's browser; `token` is what its cookie holds."""

    http: TestClient
    token: str

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get(f"/console{path}", params=query)

    def post(self, path: str, **fields: Any) -> Any:
        """Sends a form of ours; what it leads to is not followed."""
        form = {"csrf": csrf_of(self.token), **fields}
        return self.http.post(f"/console{path}", data=form, follow_redirects=False)

    def call(self, method: str, path: str, json: Any = None) -> Any:
        """Calls the staff's API as the console's scripts do."""
        return self.http.request(method, f"/v1/staff{path}", json=json, headers={"X-CSRF-Token": csrf_of(self.token)})


@dataclass
class Office:
    """The served application, and who comes in."""

    app: FastAPI
    http: TestClient
    engine: FakeEngine

    @property
    def application(self) -> Application:
        application: Application = self.app.state.application
        return application

    def hire(self, role: Role = "cs", member_id: str | None = None, name: str = "田中") -> str:
        member_id = member_id or role
        fields = MemberFields(name, role, f"{member_id}@example.com")
        self.application.staff.members.add(fields, member_id)
        return member_id

    def visit(self) -> Browser:
        """A browser nobody is signed in with, at the entrance."""
        http = TestClient(self.app, raise_server_exceptions=False)
        http.get("/console/login")
        return Browser(http, http.cookies[cookie_name(False)])

    def sign_in(self, role: Role = "cs", member_id: str | None = None, name: str = "田中") -> Browser:
        """The browser of a new member, signed in without the cost of a password."""
        token = self.application.staff.doorway.sessions.open(self.hire(role, member_id, name))
        http = TestClient(self.app, raise_server_exceptions=False, cookies={cookie_name(False): token})
        return Browser(http, token)

    def bearer(self, role: Role) -> dict[str, str]:
        """A new member's headers at the API."""
        token = self.application.staff.members.renew_token(self.hire(role))
        return {"Authorization": f"Bearer {token}"}

    def open_ticket(
        self, ticket_id: str = "T-1", priority: Priority = "normal", minutes: int = 60, senior: bool = False
    ) -> str:
        """A conversation with a ticket that waits."""
        due = SystemClock().now() + timedelta(minutes=minutes)

        def hands_over(_: TurnRequest) -> TurnOutcome:
            brief = {"message": "人を出して", "contact": "090-1234-5678"}
            ticket = OpenHandover(ticket_id, "human_request", priority, "2時間以内", due, senior, brief)
            return outcome("おつなぎします。", type="escalation", effects=[ticket])

        self.engine.answer = hands_over
        conversation: str = self.http.post("/v1/conversations").json()["conversation_id"]
        self.application.turns.accept(conversation, "人を出して")
        return conversation


@pytest.fixture
def office(app: FastAPI, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(doorway, "COST", CHEAP)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield Office(app, http, engine)
