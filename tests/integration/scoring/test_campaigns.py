from datetime import timedelta
from typing import Any

import pytest

from services.customers.directory import CustomerDirectory, NoSuchCustomer
from services.delivery.letters import write_letter
from services.delivery.port import Event, Moot
from services.delivery.routing import CAMPAIGN, channels_of
from store.models import OutboxEvent
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING
from tests.fakes.mails import STATIONERY
from tests.fakes.scoring import Counter, company


def mails(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        events = session.query(OutboxEvent).filter_by(topic=CAMPAIGN).order_by(OutboxEvent.id)
        return [(event.key, event.payload["mail"]) for event in events]


def test_somebody_who_hardly_uses_what_they_pay_for_is_written_to_once_in_a_while(database: Database) -> None:
    company(database, "c-1", measured=2, email="desk@c-1.example")
    counter = Counter(database)
    for days in (1, 1, 87, 1):
        counter.score()
        counter.clock.advance(days=days)
    assert mails(database).count(("c-1", "reengagement")) == 1
    counter.clock.advance(days=1)
    counter.score()
    assert mails(database).count(("c-1", "reengagement")) == 2


def test_somebody_who_uses_it_gets_no_mail(database: Database) -> None:
    company(database, "c-1", email="desk@c-1.example")
    Counter(database).score()
    assert ("c-1", "reengagement") not in mails(database)


@pytest.mark.parametrize("fields", [{}, {"email": "desk@c-1.example", "campaigns": False}])
def test_without_an_address_or_a_wish_nobody_is_written_to(database: Database, fields: dict[str, Any]) -> None:
    company(database, "c-1", measured=2, **fields)
    Counter(database).score()
    assert mails(database) == []


def test_somebody_who_waits_for_a_person_is_left_alone(database: Database) -> None:
    company(database, "c-1", measured=2, email="desk@c-1.example")
    with database.write() as session:
        history.support_case(session, "c-1", MORNING - timedelta(hours=3))
    Counter(database).score()
    assert mails(database) == []


def test_the_mail_goes_to_the_customer_unless_they_have_declined_meanwhile(database: Database) -> None:
    company(database, "c-1", measured=2, email="desk@c-1.example")
    Counter(database).score()
    with database.read() as session:
        row = session.query(OutboxEvent).filter_by(topic=CAMPAIGN).first()
        assert row is not None
        event = Event(row.id, row.topic, row.key, row.payload, row.at, row.due_at)
        letter = write_letter(session, event, STATIONERY)
    assert (letter.to, letter.text.body) == (("desk@c-1.example",), "c-1様さま")
    CustomerDirectory(database).set_campaigns("c-1", False)
    with database.read() as session, pytest.raises(Moot):
        write_letter(session, event, STATIONERY)
    assert channels_of(CAMPAIGN, ["mail", "webhook", "slack"]) == ["mail", "webhook"]


def test_nobody_there_cannot_decline(database: Database) -> None:
    with pytest.raises(NoSuchCustomer, match="customers list"):
        CustomerDirectory(database).set_campaigns("c-9", False)
