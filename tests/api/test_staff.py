"""The staff's API over the served application."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from domain.clock import SystemClock
from domain.effects import OpenHandover
from domain.labels import Priority
from domain.staff import Role
from domain.turn import TurnOutcome, TurnRequest
from services.application import Application
from services.members import MemberFields
from services.settings import Settings
from tests.fakes.engine import FakeEngine, outcome

ROUTES = [
    ("GET", "/me", None),
    ("GET", "/tickets", None),
    ("GET", "/tickets/T-1", None),
    ("POST", "/tickets/T-1/claim", None),
    ("GET", "/tickets/T-1/candidates", None),
    ("POST", "/tickets/T-1/assign", {"member_id": "boss"}),
    ("POST", "/tickets/T-1/reply", {"text": "はい"}),
    ("POST", "/tickets/T-1/typing", None),
    ("POST", "/tickets/T-1/return", None),
    ("POST", "/tickets/T-1/close", {"outcome": "solved"}),
    ("POST", "/tickets/T-1/acknowledge", None),
    ("GET", "/switch", None),
    ("PUT", "/switch", {"people_only": {"web": True}}),
    ("GET", "/members", None),
    ("POST", "/members", {"name": "新人", "role": "cs", "email": "new@example.com"}),
    ("PUT", "/members/tanaka", {"name": "新人", "role": "cs", "email": "new@example.com"}),
]
MAY = {
    ("GET", "/me"): {"cs", "senior", "csm", "manager", "qa", "admin"},
    ("GET", "/tickets"): {"cs", "senior", "csm", "manager", "qa", "admin"},
    ("GET", "/tickets/T-1"): {"cs", "senior", "csm", "manager", "qa", "admin"},
    ("GET", "/switch"): {"manager", "admin"},
    ("PUT", "/switch"): {"manager", "admin"},
    ("GET", "/members"): {"admin"},
    ("POST", "/members"): {"admin"},
    ("PUT", "/members/tanaka"): {"admin"},
}
SERVING = {"cs", "senior", "csm", "manager", "admin"}


@dataclass
class House:
    """The served application, with one conversation that waits for a person."""

    http: TestClient
    application: Application
    engine: FakeEngine

    def hire(self, member_id: str = "tanaka", role: Role = "cs", name: str = "田中") -> dict[str, str]:
        """A member's headers."""
        fields = MemberFields(name, role, f"{member_id}@example.com")
        token = self.application.staff.members.add(fields, member_id)[1]
        return {"Authorization": f"Bearer {token}"}

    def open_ticket(
        self, ticket_id: str, priority: Priority = "normal", minutes: int = 60, senior: bool = False
    ) -> str:
        """A conversation with a ticket."""
        due = SystemClock().now() + timedelta(minutes=minutes)

        def hands_over(_: TurnRequest) -> TurnOutcome:
            brief = {"message": "人を出して", "contact": "090-1234-5678"}
            ticket = OpenHandover(ticket_id, "human_request", priority, "2時間以内", due, senior, brief)
            return outcome("おつなぎします。", type="escalation", effects=[ticket])

        self.engine.answer = hands_over
        conversation: str = self.http.post("/v1/conversations").json()["conversation_id"]
        self.application.turns.accept(conversation, "人を出して")
        return conversation

    def call(self, method: str, path: str, headers: dict[str, str], body: Any = None) -> Any:
        return self.http.request(method, f"/v1/staff{path}", json=body, headers=headers)


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    engine = FakeEngine()
    app = create_app(settings, lambda *_: engine)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield House(http, app.state.application, engine)


def problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("urn:zenbu:problem:")


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_nobody_without_a_token_gets_in(house: House, method: str, path: str, body: Any) -> None:
    house.open_ticket("T-1")
    for headers in ({}, {"Authorization": "Bearer nobodys"}):
        answer = house.call(method, path, headers, body)
        assert problem(answer) == (401, "not-staff")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("role", ["cs", "senior", "csm", "manager", "qa", "admin"])
def test_each_role_gets_as_far_as_it_may(house: House, role: Role) -> None:
    house.open_ticket("T-1")
    house.hire()
    headers = house.hire("somebody", role)
    for method, path, body in ROUTES:
        answer = house.call(method, path, headers, body)
        allowed = role in MAY.get((method, path), SERVING)
        assert (answer.status_code == 403) is not allowed, (method, path, answer.text)
        assert answer.status_code < 500


def test_customers_token_opens_nothing_here(house: House) -> None:
    token = house.http.post("/v1/conversations").json()["token"]
    assert problem(house.call("GET", "/tickets", {"Authorization": f"Bearer {token}"})) == (401, "not-staff")


def test_who_left_gets_in_no_more(house: House) -> None:
    admin, tanaka = house.hire("boss", "admin"), house.hire()
    changed = {"name": "田中", "role": "cs", "email": "tanaka@example.com", "active": False}
    assert house.call("PUT", "/members/tanaka", admin, changed).json()["active"] is False
    assert problem(house.call("GET", "/me", tanaka)) == (401, "not-staff")


def test_member_added_comes_in_with_the_token_shown_once(house: House) -> None:
    admin = house.hire("boss", "admin")
    new = {"member_id": "suzuki", "name": "鈴木", "role": "senior", "email": "suzuki@example.com", "on_call_order": 1}
    added = house.call("POST", "/members", admin, new)
    assert added.status_code == 201
    me = house.call("GET", "/me", {"Authorization": f"Bearer {added.json()['token']}"}).json()
    assert (me["member_id"], me["name"], me["on_call_order"]) == ("suzuki", "鈴木", 1)
    assert "serve_serious" in me["may"]
    assert "token" not in house.call("GET", "/members", admin).text
    assert problem(house.call("POST", "/members", admin, new)) == (409, "member-exists")


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"email": "suzuki"}, "invalid-request"),
        ({"name": "\u200b"}, "invalid-member"),
        ({"role": "x"}, "invalid-request"),
    ],
)
def test_member_who_cannot_be_right_is_refused(house: House, wrong: dict[str, str], name: str) -> None:
    new = {"name": "鈴木", "role": "cs", "email": "suzuki@example.com"} | wrong
    assert problem(house.call("POST", "/members", house.hire("boss", "admin"), new)) == (422, name)


def test_customer_reads_what_a_person_says_and_does(house: House) -> None:
    conversation = house.open_ticket("T-1")
    tanaka = house.hire()
    assert house.call("POST", "/tickets/T-1/claim", tanaka).status_code == 204
    said = house.call("POST", "/tickets/T-1/reply", tanaka, {"text": "田中です。", "client_message_id": "r-1"})
    assert (said.status_code, said.json()["role"], said.json()["author"]) == (201, "staff", "田中")
    again = house.call("POST", "/tickets/T-1/reply", tanaka, {"text": "田中です。", "client_message_id": "r-1"})
    assert again.json() == said.json()
    assert house.call("POST", "/tickets/T-1/return", tanaka, {"note": "済"}).status_code == 204
    messages = house.application.conversations.transcript(conversation)["messages"][-3:]
    assert [(message["role"], message["author"]) for message in messages] == [
        ("notice", None),
        ("staff", "田中"),
        ("notice", None),
    ]


def test_second_claim_is_told_who_has_it(house: House) -> None:
    house.open_ticket("T-1")
    house.call("POST", "/tickets/T-1/claim", house.hire())
    answer = house.call("POST", "/tickets/T-1/claim", house.hire("suzuki", name="鈴木"))
    assert problem(answer) == (409, "ticket-taken")
    assert "田中" in answer.json()["detail"]


def test_unknown_ticket_is_not_found(house: House) -> None:
    tanaka = house.hire()
    assert problem(house.call("GET", "/tickets/T-404", tanaka)) == (404, "unknown-ticket")
    assert problem(house.call("GET", "/tickets?after=T-404", tanaka)) == (404, "unknown-ticket")


def test_tickets_are_listed_by_what_presses_most_and_page_by_page(house: House) -> None:
    house.open_ticket("T-low", "low")
    house.open_ticket("T-later", "normal", minutes=60)
    house.open_ticket("T-late", "normal", minutes=-5)
    house.open_ticket("T-high", "high")
    house.open_ticket("T-done", "urgent")
    tanaka = house.hire()
    house.call("POST", "/tickets/T-done/close", tanaka, {"outcome": "solved"})
    seen: list[dict[str, Any]] = []
    after = ""
    while True:
        page = house.call("GET", f"/tickets?limit=2{after}", tanaka).json()
        seen += page["tickets"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [ticket["ticket_id"] for ticket in seen] == ["T-high", "T-late", "T-later", "T-low"]
    assert [ticket["overdue"] for ticket in seen] == [False, True, False, False]
    assert seen[0]["message"] == "人を出して"


def test_tickets_can_be_narrowed_down(house: House) -> None:
    for name in ("T-1", "T-2", "T-3"):
        house.open_ticket(name, "high" if name == "T-3" else "normal")
    tanaka, suzuki = house.hire(), house.hire("suzuki", name="鈴木")
    house.call("POST", "/tickets/T-1/claim", tanaka)
    house.call("POST", "/tickets/T-2/close", suzuki, {"outcome": "other"})

    def listed(query: str) -> list[str]:
        tickets = house.call("GET", f"/tickets?{query}", tanaka).json()["tickets"]
        return [ticket["ticket_id"] for ticket in tickets]

    assert listed("mine=true") == ["T-1"]
    assert listed("status=open") == ["T-3"]
    assert listed("priority=high") == ["T-3"]
    assert listed("status=closed") == ["T-2"]
    (mine,) = house.call("GET", "/tickets?mine=true", tanaka).json()["tickets"]
    assert mine["claimed_by"] == {"id": "tanaka", "name": "田中"}


def test_closed_tickets_are_listed_newest_first_page_by_page(house: House) -> None:
    tanaka = house.hire()
    for name in ("T-1", "T-2", "T-3"):
        house.open_ticket(name)
        house.call("POST", f"/tickets/{name}/close", tanaka, {"outcome": "solved"})
    first = house.call("GET", "/tickets?status=closed&limit=2", tanaka).json()
    second = house.call("GET", f"/tickets?status=closed&limit=2&after={first['next']}", tanaka).json()
    names = [ticket["ticket_id"] for page in (first, second) for ticket in page["tickets"]]
    assert names == ["T-3", "T-2", "T-1"]


def test_packet_shows_the_conversation_as_it_stands_now(house: House) -> None:
    conversation = house.open_ticket("T-1")
    house.engine.answer = lambda request: outcome(f"ご質問「{request.text}」", state={"slots": {"noise_type": "music"}})
    house.application.turns.accept(conversation, "料金は?")
    packet = house.call("GET", "/tickets/T-1", house.hire()).json()
    assert [message["text"] for message in packet["messages"]][-2:] == ["料金は?", "ご質問「料金は?」"]
    assert (packet["slots"], packet["contact"], packet["owner"]) == ({"noise_type": "music"}, "090-1234-5678", "bot")
    assert packet["ticket"]["promise"] == "2時間以内"


def test_long_conversation_is_read_backwards_page_by_page(house: House) -> None:
    conversation = house.open_ticket("T-1")
    house.engine.answer = lambda request: outcome("はい。")
    for number in range(4):
        house.application.turns.accept(conversation, f"{number}")
    tanaka = house.hire()
    read: list[int] = []
    query = "?limit=4"
    while True:
        packet = house.call("GET", f"/tickets/T-1{query}", tanaka).json()
        read = [message["seq"] for message in packet["messages"]] + read
        if packet["before"] is None:
            break
        query = f"?limit=4&before={packet['before']}"
    assert read == list(range(1, 12))


def test_switch_stops_the_bot_in_its_channel(house: House) -> None:
    boss = house.hire("boss", "manager")
    assert house.call("PUT", "/switch", boss, {"people_only": {"web": True}}).json() == {"people_only": {"web": True}}
    house.open_ticket("T-1")
    assert house.engine.requests[-1].people_only is True
    house.call("PUT", "/switch", boss, {"people_only": {"web": False}})
    house.open_ticket("T-2")
    assert house.engine.requests[-1].people_only is False


@pytest.mark.parametrize(
    "body", [{}, {"people_only": {}}, {"people_only": {"WEB!": True}}, {"people_only": {"web": 1}}]
)
def test_switch_that_says_nothing_clear_is_refused(house: House, body: Any) -> None:
    assert problem(house.call("PUT", "/switch", house.hire("boss", "manager"), body)) == (422, "invalid-request")
