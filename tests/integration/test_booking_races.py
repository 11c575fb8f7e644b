"""Fifty customers want one visit at the same moment, from threads of two processes: one gets it."""

import json
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from domain.dialogue import DialogueState
from store.models import Booking, Conversation, Hold, Technician
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.service import Desk, count

CUSTOMERS = 50
START = MORNING.replace(day=28, hour=19) + timedelta(days=7)
END = START + timedelta(hours=2, minutes=15)
WANTED = {"technician_id": "t1", "area": "東京都", "start": START.isoformat(), "end": END.isoformat()}
DRAFT = {"plan": "standard", "area": "東京都", "payment": "クレジットカード", "candidates": [WANTED]}
STATED = {"total": 12800, "fee": 0}
ROOT = Path(__file__).parents[2]


def customers_before(database: Database, state: DialogueState) -> list[str]:
    """Customers who have all come to the same step of the same booking, with one technician to visit them."""
    desk = Desk(database)
    opened = [desk.open_known() for _ in range(CUSTOMERS)]
    with database.write() as session:
        session.delete(session.get_one(Technician, "t2"))
        for conversation in session.query(Conversation):
            conversation.state = state.as_json()
    return opened


def rush(url: str, text: str, conversations: list[str]) -> list[dict[str, Any]]:
    """Has half of the customers speak in one process and half in another, all at once."""
    at = str(time.time() + 4)
    command = [sys.executable, "-m", "tests.integration.booking_rush", url, at, text]
    halves = conversations[::2], conversations[1::2]
    processes = [
        subprocess.Popen([*command, *half], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for half in halves
    ]
    replies = []
    for process in processes:
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        replies += json.loads(out.splitlines()[-1])
    return replies


def offered(reply: dict[str, Any]) -> list[str]:
    return [candidate["start"] for candidate in reply["booking"]["candidates"]]


def test_one_of_fifty_confirms_the_visit_and_the_others_are_offered_others(
    database: Database, database_url: str
) -> None:
    state = DialogueState(flow="booking", asks="confirm", draft={**DRAFT, "chosen": WANTED, "stated": STATED})
    replies = rush(database_url, "確定する", customers_before(database, state))
    booked = [reply for reply in replies if reply["booking"]["status"] == "booked"]
    others = [reply for reply in replies if reply["booking"]["status"] == "offered"]
    assert (len(booked), len(others), count(database, Booking)) == (1, CUSTOMERS - 1, 1)
    assert all(START.isoformat() not in offered(reply) and len(offered(reply)) == 3 for reply in others)
    assert all("ほかの方のご予約が先に入りました" in reply["message"] for reply in others)


def test_one_of_fifty_holds_the_candidate(database: Database, database_url: str) -> None:
    state = DialogueState(flow="booking", asks="candidate", draft=DRAFT)
    replies = rush(database_url, "はい", customers_before(database, state))
    taken = [reply for reply in replies if reply["booking"].get("start") == START.isoformat()]
    assert (len(taken), count(database, Hold), count(database, Booking)) == (1, 1, 0)
    assert all(START.isoformat() not in offered(reply) for reply in replies if reply not in taken)


def a_visit(name: str, start: datetime, technician: str | None = "t1", status: str = "booked") -> Booking:
    end = start + timedelta(hours=2, minutes=15)
    return Booking(
        id=name, technician_id=technician, starts_at=start, ends_at=end, free_at=end + timedelta(hours=1),
        terms_start=start, status=status, plan="light", addons=[], amount=0, contact={},
    )  # fmt: skip


@pytest.mark.parametrize("minutes", [-194, -1, 0, 1, 134, 194])
def test_database_refuses_a_visit_that_overlaps_another_or_its_way(database: Database, minutes: int) -> None:
    with database.write() as session:
        session.add(Technician(id="t1", areas=[], days_off=[], gap_minutes=60))
        session.flush()
        session.add(a_visit("b-1", START))
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(a_visit("b-2", START + timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    "other",
    [
        a_visit("b-2", START + timedelta(minutes=195)),
        a_visit("b-2", START, technician="t2"),
        a_visit("b-2", START, technician=None),
        a_visit("b-2", START, status="cancelled"),
    ],
    ids=["after the way", "somebody else", "nobody yet", "cancelled"],
)
def test_database_takes_a_visit_that_stands_in_nobodys_way(database: Database, other: Booking) -> None:
    with database.write() as session:
        session.add_all(Technician(id=name, areas=[], days_off=[], gap_minutes=60) for name in ("t1", "t2"))
        session.flush()
        session.add(a_visit("b-1", START))
        session.flush()
        session.merge(other)
    assert count(database, Booking) == 2


def test_database_refuses_to_move_a_visit_onto_another(database: Database) -> None:
    with database.write() as session:
        session.add(Technician(id="t1", areas=[], days_off=[], gap_minutes=60))
        session.flush()
        session.add_all([a_visit("b-1", START), a_visit("b-2", START + timedelta(days=1))])
    with pytest.raises(IntegrityError), database.write() as session:
        booking = session.get_one(Booking, "b-2")
        booking.starts_at, booking.ends_at, booking.free_at = START, END, END + timedelta(hours=1)


def test_database_refuses_to_bring_a_cancelled_visit_back_over_another(database: Database) -> None:
    with database.write() as session:
        session.add(Technician(id="t1", areas=[], days_off=[], gap_minutes=60))
        session.flush()
        session.add_all([a_visit("b-1", START), a_visit("b-2", START, status="cancelled")])
    with pytest.raises(IntegrityError), database.write() as session:
        session.get_one(Booking, "b-2").status = "booked"
