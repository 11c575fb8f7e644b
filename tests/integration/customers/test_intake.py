"""Events of other systems: each counts once, and by itself."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import select

from domain.clock import TOKYO
from services.customers import CustomerViews
from services.customers.intake import Event, Intake, Taken, WrongSignature, verify
from services.delivery.webhook import signed
from store.models import IntakeEvent, Invoice, SupportCase, SurveyAnswer, UsageEvent
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.service import count

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
AT = datetime(2026, 11, 20, 10, tzinfo=TOKYO)
KEY = bytes(range(32))
BODY = b'{"id":"evt"}'


def event(name: str, kind: str, data: dict[str, Any] | None = None, who: str = "C-1", at: datetime = AT) -> Event:
    said = {"id": name, "type": kind, "customer_id": who, "at": at.isoformat(), "data": data or {}}
    return EVENT.validate_python(said)


@pytest.fixture
def intake(database: Database) -> Intake:
    with database.write() as session:
        history.customer(session, "C-1")
        history.customer(session, "C-2")
    return Intake(database, HandClock(MORNING))


def statuses(taken: list[Taken]) -> list[str]:
    return [one.status for one in taken]


def test_events_are_seen_in_the_view(database: Database, intake: Intake) -> None:
    taken = intake.take(
        [
            event("e1", "usage.measurement", {"quantity": 3, "hours": 1.5}),
            event("e2", "usage.login"),
            event("e3", "usage.report_made", {"name": "r1"}),
            event("e4", "usage.report_viewed", {"name": "r1"}),
            event("e5", "survey.answered", {"nps": 3, "comment": "遅い"}),
            event("e6", "support.opened", {"case_id": "s1"}),
            event("e7", "support.escalated", {"case_id": "s1"}, at=AT + timedelta(hours=1)),
            event("e8", "support.resolved", {"case_id": "s1"}, at=AT + timedelta(hours=4)),
            event("e9", "invoice.issued", {"invoice_id": "i1", "amount": 500, "due_on": "2026-11-20"}),
            event("e10", "invoice.paid", {"invoice_id": "i1", "paid_on": "2026-11-22"}),
        ]
    )
    assert statuses(taken) == ["accepted"] * 10
    view = CustomerViews(database).view("C-1", MORNING)
    assert view is not None
    assert (view.usage.total, view.usage.hours_last, view.engagement.logins_30d) == (3, 1.5, 1)
    assert view.engagement.report_view_rate == 1.0
    assert (view.survey.nps, view.support.negative_feedback_90d) == (3, 1)
    assert (view.support.tickets, view.support.escalations_90d, view.support.mean_resolution_hours) == (1, 1, 4.0)
    assert (view.money.revenue, view.money.mean_payment_delay_days) == (500, 2.0)


def test_same_event_again_counts_once(database: Database, intake: Intake) -> None:
    first = event("e1", "usage.measurement", {"quantity": 3})
    elsewhere = first.model_copy(update={"at": AT.astimezone(tz=None)})  # the same moment in another zone
    assert statuses(intake.take([first, first])) == ["accepted", "repeated"]
    assert statuses(intake.take([elsewhere])) == ["repeated"]
    assert count(database, UsageEvent) == 1


@pytest.mark.parametrize(
    "other",
    [
        event("e1", "usage.measurement", {"quantity": 4}),
        event("e1", "usage.measurement", {"quantity": 3}, who="C-2"),
        event("e1", "usage.login", {"quantity": 3}),
        event("e1", "usage.measurement", {"quantity": 3}, at=AT + timedelta(seconds=1)),
    ],
)
def test_same_id_with_other_content_is_a_conflict(light: Database, other: Event) -> None:
    intake = Intake(light, HandClock(MORNING))
    intake.take([event("e1", "usage.measurement", {"quantity": 3})])
    taken = intake.take([other, event("e2", "usage.login")])
    assert statuses(taken) == ["conflict", "accepted"]
    with light.read() as session:
        row = session.get_one(UsageEvent, "e1")
    assert (row.customer_id, row.quantity, row.kind) == ("C-1", 3, "measurement")


def test_event_that_cannot_be_used_keeps_no_other_out_and_may_be_sent_again(database: Database, intake: Intake) -> None:
    paid = event("e2", "invoice.paid", {"invoice_id": "i1"})
    unknown = event("e3", "usage.login", who="C-9")
    taken = intake.take([event("e1", "usage.login"), paid, unknown])
    assert statuses(taken) == ["accepted", "refused", "refused"]
    assert taken[1].reason == "There is no invoice i1. Send invoice.issued first, then this again."
    assert taken[2].reason == "There is no customer C-9. Send who it is first."
    assert count(database, IntakeEvent) == 1
    with database.write() as session:
        history.customer(session, "C-9")
    issued = event("e4", "invoice.issued", {"invoice_id": "i1", "amount": 5, "due_on": "2026-12-31"})
    assert statuses(intake.take([issued, paid, unknown])) == ["accepted"] * 3
    with database.read() as session:
        invoice = session.get_one(Invoice, "i1")
    assert (invoice.status, invoice.paid_on) == ("paid", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("invoice.issued", {"invoice_id": "i2", "amount": 5, "due_on": "2026-12-31"}, "belongs to another customer"),
        ("invoice.paid", {"invoice_id": "i2"}, "belongs to another customer"),
        ("invoice.voided", {"invoice_id": "i2"}, "belongs to another customer"),
        ("support.opened", {"case_id": "s2"}, "belongs to another customer"),
        ("support.resolved", {"case_id": "s2"}, "belongs to another customer"),
        ("support.resolved", {"case_id": "none"}, "There is no case none"),
        ("support.resolved", {"case_id": "s1"}, "was opened later"),
        ("invoice.paid", {"invoice_id": "i1"}, "is void"),
        ("invoice.issued", {"invoice_id": "i1", "amount": 5, "due_on": "2026-12-31"}, "is void"),
        ("invoice.issued", {"invoice_id": "i3", "amount": 5, "due_on": "2026-01-01"}, "is before issued_on"),
        ("survey.answered", {}, "Nothing was answered"),
    ],
)
def test_event_that_contradicts_the_record(light: Database, kind: str, data: dict[str, Any], reason: str) -> None:
    intake = Intake(light, HandClock(MORNING))
    with light.write() as session:
        history.invoice(session, "C-1", date(2026, 12, 31), id="i1", status="void")
        history.invoice(session, "C-2", date(2026, 12, 31), id="i2", amount=77)
        history.support_case(session, "C-1", AT + timedelta(days=1), id="s1")
        history.support_case(session, "C-2", AT, id="s2")
    (taken,) = intake.take([event("e1", kind, data)])
    assert taken.status == "refused"
    assert reason in (taken.reason or "")
    with light.read() as session:
        invoice, case = session.get_one(Invoice, "i2"), session.get_one(SupportCase, "s2")
    assert (invoice.amount, invoice.status, case.opened_at, case.resolved_at) == (77, "open", AT, None)


def test_event_that_came_by_a_file_before_is_the_same_fact(database: Database, intake: Intake) -> None:
    with database.write() as session:
        history.usage(session, "C-1", "login", AT, id="e1")
        history.survey(session, "C-2", AT, id="e2", nps=5)
    taken = intake.take([event("e1", "usage.login"), event("e2", "survey.answered", {"nps": 1})])
    assert statuses(taken) == ["accepted", "refused"]
    assert count(database, UsageEvent) == count(database, SurveyAnswer) == 1


def test_many_senders_of_one_event_are_counted_once(database: Database, intake: Intake) -> None:
    events = [event(f"e{number}", "usage.measurement") for number in range(20)]
    start = threading.Barrier(4)

    def send(turn: int) -> list[Taken]:
        start.wait()
        return intake.take(events if turn % 2 else events[::-1])

    with ThreadPoolExecutor(4) as pool:
        answers = [one for taken in pool.map(send, range(4)) for one in taken]
    assert statuses(answers).count("accepted") == 20
    assert statuses(answers).count("repeated") == 60
    with database.read() as session:
        assert len(session.scalars(select(UsageEvent)).all()) == 20


def headers(at: datetime = MORNING, key: bytes = KEY, body: bytes = BODY) -> dict[str, str]:
    return signed("msg_1", int(at.timestamp()), body, key)


def test_signature_of_who_knows_the_key() -> None:
    verify(headers(), BODY, KEY, MORNING)
    rotated = headers(key=b"old" * 10)["webhook-signature"] + " " + headers()["webhook-signature"]
    verify(headers() | {"webhook-signature": rotated}, BODY, KEY, MORNING)
    verify(headers(MORNING - timedelta(seconds=299)), BODY, KEY, MORNING)


@pytest.mark.parametrize(
    ("sent", "body", "reason"),
    [
        ({}, BODY, "is not signed"),
        (headers() | {"webhook-id": ""}, BODY, "is not signed"),
        (headers() | {"webhook-timestamp": "²"}, BODY, "is not signed"),
        (headers() | {"webhook-timestamp": "9" * 13}, BODY, "is not signed"),
        (headers(MORNING - timedelta(seconds=301)), BODY, "301 seconds old"),
        (headers(MORNING + timedelta(seconds=301)), BODY, "301 seconds ahead"),
        (headers(), BODY + b" ", "is not ours"),
        (headers(key=b"another" * 5), BODY, "is not ours"),
        (headers() | {"webhook-id": "msg_2"}, BODY, "is not ours"),
        (headers() | {"webhook-signature": "v1,"}, BODY, "is not ours"),
        (headers() | {"webhook-signature": "é"}, BODY, "is not ours"),
    ],
)
def test_signature_that_proves_nothing(sent: dict[str, str], body: bytes, reason: str) -> None:
    with pytest.raises(WrongSignature, match=reason):
        verify(sent, body, KEY, MORNING)
