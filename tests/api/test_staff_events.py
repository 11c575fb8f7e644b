"""What the staff hear as it happens, over a real socket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import feed as feeds
from api import staff_events
from domain.clock import SystemClock
from domain.staff import Role
from domain.turn import TurnOutcome, TurnRequest
from services.application import Application
from services.members import MemberFields
from services.staff import StaffDoor
from tests.api.live import Events, Visitor
from tests.fakes.engine import FakeEngine
from tests.fakes.waiting import handover


class Console:
    """A member's client."""

    def __init__(self, address: str, application: Application, member_id: str, role: Role, **fields: Any) -> None:
        self.fields = MemberFields(member_id, role, f"{member_id}@example.com", **fields)
        self.member, token = application.staff.members.add(self.fields, member_id)
        self.http = httpx.Client(
            base_url=f"{address}/v1/staff", timeout=30, headers={"Authorization": f"Bearer {token}"}
        )

    def post(self, path: str, body: Any = None) -> int:
        return self.http.post(path, json=body).status_code

    @contextmanager
    def listening(self, path: str = "/events", last: str | None = None) -> Iterator[Events]:
        with self.http.stream("GET", path, headers={"Last-Event-ID": last} if last else {}) as response:
            assert response.status_code == 200, response.read()
            yield Events(response)


class House:
    """The served application with a customer in it who can be made to wait for a person."""

    def __init__(self, app: FastAPI, visitor: Visitor, engine: FakeEngine) -> None:
        self.application: Application = app.state.application
        self.visitor = visitor
        self.engine = engine
        self.address = str(visitor.http.base_url)
        self.consoles: list[Console] = []

    @property
    def door(self) -> StaffDoor:
        return self.application.staff

    def hire(self, member_id: str, role: Role = "cs", **fields: Any) -> Console:
        self.consoles.append(Console(self.address, self.application, member_id, role, **fields))
        return self.consoles[-1]

    def call_person(self) -> None:
        def opens(_: TurnRequest) -> TurnOutcome:
            return handover("T-1", due=SystemClock().now())

        before, self.engine.answer = self.engine.answer, opens
        self.visitor.say("人を出して")
        self.engine.answer = before


@pytest.fixture
def house(app: FastAPI, visitor: Visitor, engine: FakeEngine) -> Iterator[House]:
    house = House(app, visitor, engine)
    yield house
    for console in house.consoles:
        console.http.close()


@pytest.fixture
def slow_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for what other processes wrote takes longer than any test waits."""
    monkeypatch.setattr(feeds, "ROUND", 60.0)


@pytest.mark.usefixtures("slow_rounds")
def test_queue_tells_a_ticket_from_its_opening_to_its_end(house: House) -> None:
    tanaka, mori = house.hire("tanaka"), house.hire("mori")
    with tanaka.listening() as events:
        assert events.until("queue") == [{"tickets": []}]
        house.call_person()
        [opened] = events.until("ticket")
        assert (opened["change"], opened["ticket"]["ticket_id"], opened["ticket"]["status"]) == (
            "opened",
            "T-1",
            "open",
        )
        assert opened["ticket"]["for_you"]["claimable"] is True
        house.visitor.say("まだですか")
        [said] = events.until("ticket")
        assert (said["change"], said["ticket"]["unanswered"]) == ("message", 1)
        tanaka.post("/tickets/T-1/claim")
        [claimed] = events.until("ticket")
        assert (claimed["change"], claimed["ticket"]["claimed_by"]["id"]) == ("claimed", "tanaka")
        assert tanaka.post("/tickets/T-1/assign", {"member_id": "mori"}) == 204
        [moved] = events.until("ticket")
        assert (moved["change"], moved["ticket"]["claimed_by"]["id"]) == ("reassigned", "mori")
        assert mori.post("/tickets/T-1/close", {"outcome": "solved"}) == 204
        assert events.until("closed") == [{"ticket_id": "T-1", "outcome": "solved"}]


def test_who_comes_back_to_the_queue_is_told_all_where_they_missed_something_and_nothing_else(house: House) -> None:
    tanaka = house.hire("tanaka")
    house.call_person()
    with tanaka.listening() as events:
        first = next(block for block in events.blocks() if block.get("event") == "queue")
    with tanaka.listening(last=first["id"]) as events:
        assert next(iter(events)) == ("current", {})
        house.visitor.say("まだですか")
        assert next(iter(events))[0] == "ticket"
    with tanaka.listening(last=first["id"]) as events:
        [queue] = events.until("queue")
        assert [ticket["unanswered"] for ticket in queue["tickets"]] == [1]


def test_ticket_tells_what_is_said_who_has_it_and_that_the_customer_types(house: House) -> None:
    tanaka = house.hire("tanaka")
    house.call_person()
    with tanaka.listening("/tickets/T-1/events?after=1") as events:
        assert [message["role"] for message in events.until("message", 2)] == ["customer", "bot"]
        [standing] = events.until("standing")
        assert (standing["owner"], standing["ticket"]["status"]) == ("bot", "open")
        house.visitor.http.post(f"{house.visitor.path}/typing")
        assert events.until("typing")[0]["role"] == "customer"
        tanaka.post("/tickets/T-1/claim")
        [standing] = events.until("standing")
        assert standing["ticket"]["claimed_by"] == {"id": "tanaka", "name": "tanaka"}
        house.visitor.say("お願いします")
        assert events.until("message")[0]["text"] == "お願いします"


def test_both_write_at_once_and_each_hears_everything_in_order_through_broken_connections(house: House) -> None:
    tanaka = house.hire("tanaka")
    house.call_person()
    tanaka.post("/tickets/T-1/claim")
    texts = [f"{who}{n}" for n in range(8) for who in ("客", "員")]

    def customer() -> None:
        for n in range(8):
            with httpx.Client(base_url=house.visitor.http.base_url, headers=house.visitor.http.headers) as http:
                http.post(f"{house.visitor.path}/messages", json={"text": f"客{n}"})

    def person() -> None:
        for n in range(8):
            tanaka.post("/tickets/T-1/reply", {"text": f"員{n}", "client_message_id": f"r{n}"})

    writers = [threading.Thread(target=customer), threading.Thread(target=person)]
    for writer in writers:
        writer.start()
    heard: list[dict[str, Any]] = []
    place = 4  # greeting, call, answer, notice
    while len(heard) < len(texts):
        with tanaka.listening(f"/tickets/T-1/events?after={place}") as events:
            heard += events.until("message", min(3, len(texts) - len(heard)))
            place = heard[-1]["seq"]
    for writer in writers:
        writer.join()
    assert sorted(message["text"] for message in heard) == sorted(texts)
    for who in "客員":
        said = [message["text"] for message in heard if message["text"][0] == who]
        assert said == sorted(said)
    seqs = [message["seq"] for message in heard]
    assert seqs == sorted(set(seqs))


def test_suggested_is_who_speaks_the_customers_language_and_each_is_told_how_it_suits_them(
    house: House,
) -> None:
    tanaka = house.hire("tanaka", "cs", on_call_order=1)
    house.hire("mori", languages=("en",), on_call_order=2)

    def opens(_: TurnRequest) -> TurnOutcome:
        return handover("T-1", "safety", "urgent", message="Please let me talk to a person")

    house.engine.answer = opens
    house.visitor.say("Please let me talk to a person")
    [ticket] = tanaka.http.get("/tickets").json()["tickets"]
    assert (ticket["language"], ticket["suggested"]["id"]) == ("en", "mori")
    assert ticket["suggested"]["reasons"] == ["language", "free"]
    assert ticket["for_you"] == {"claimable": True, "suits": False, "reasons": ["free"], "hindrances": ["language"]}
    candidates = tanaka.http.get("/tickets/T-1/candidates").json()["candidates"]
    assert [one["id"] for one in candidates] == ["mori", "tanaka"]


def test_who_left_hears_nothing_more(house: House) -> None:
    tanaka = house.hire("tanaka")
    with tanaka.listening() as events:
        events.until("queue")
        house.door.members.edit("tanaka", MemberFields("tanaka", "cs", "tanaka@example.com", active=False))
        house.call_person()
        assert list(events) == []


def test_stream_ends_after_a_while_so_that_who_listens_is_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_events, "LONGEST", 0.0)
    tanaka = house.hire("tanaka")
    house.call_person()
    for path in ("/events", "/tickets/T-1/events"):
        with tanaka.listening(path) as events:
            assert list(events) == []


def test_streams_are_for_those_who_work_here(house: House) -> None:
    tanaka = house.hire("tanaka")
    assert tanaka.http.get("/tickets/T-404/events").status_code == 404
    for path in ("/events", "/tickets/T-1/events"):
        assert httpx.get(f"{house.address}/v1/staff{path}").status_code == 401
