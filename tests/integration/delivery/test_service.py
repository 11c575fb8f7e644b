import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.delivery.backoff import MOST_TRIES
from services.delivery.port import Event, Moot, Postponed, Undeliverable
from services.delivery.service import LEASE
from store.models import Delivery, OutboxEvent
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.office import Office
from tests.fakes.outside import FakeChannel


class Crash(BaseException):
    """Ends a worker the way a killed process does."""


def refuse(error: Exception, times: int = 10**6, only: str = "") -> FakeChannel:
    """A channel that refuses so many events (of one key)."""
    left = [times]

    def do(event: Event) -> None:
        if left[0] and only in event.key:
            left[0] -= 1
            raise error

    return FakeChannel(do=do)


def test_event_goes_once_through_each_of_its_channels(database: Database) -> None:
    mail, webhook = FakeChannel("mail"), FakeChannel("webhook")
    office = Office(database, mail, webhook)
    office.emit("handover.opened", ticket_id="T-1")
    for _ in range(3):
        office.work()
    assert (mail.topics, webhook.topics) == (["handover.opened"], ["handover.opened"])
    assert office.statuses() == [("mail", "delivered"), ("webhook", "delivered")]


def test_event_no_channel_is_for_is_done_with(database: Database) -> None:
    mail = FakeChannel("mail")
    office = Office(database, mail)
    office.emit("handover.closed")
    office.work()
    assert (office.scheduled(), office.deliveries(), mail.told) == ([], [], [])


def test_failing_webhook_sends_no_mail_twice(database: Database) -> None:
    mail, webhook = FakeChannel("mail"), refuse(Postponed("HTTP 503"), times=1)
    office = Office(database, mail, webhook)
    office.emit("handover.opened")
    office.work()
    assert office.statuses() == [("mail", "delivered"), ("webhook", "waiting")]
    office.wall.advance(seconds=6)
    office.work()
    assert office.statuses() == [("mail", "delivered"), ("webhook", "delivered")]
    assert len(mail.told) == 1


def test_event_waits_until_it_is_due(database: Database) -> None:
    webhook = FakeChannel()
    office = Office(database, webhook)
    office.emit("handover.claimed", due_at=MORNING + timedelta(hours=1))
    office.work()
    assert webhook.told == []
    office.clock.advance(hours=1)
    office.work()
    assert webhook.topics == ["handover.claimed"]


def test_event_that_is_due_later_keeps_no_others_of_its_key_waiting(database: Database) -> None:
    webhook = FakeChannel()
    office = Office(database, webhook)
    office.emit("handover.raised", due_at=MORNING + timedelta(days=1))
    office.emit("handover.claimed")
    office.work()
    assert webhook.topics == ["handover.claimed"]


def test_later_event_of_a_key_waits_for_the_earlier_one_and_others_do_not(database: Database) -> None:
    webhook = refuse(Postponed("HTTP 503"), times=2, only="T-1")
    office = Office(database, webhook)
    office.emit("handover.opened", "T-1")
    office.emit("handover.claimed", "T-1")
    office.emit("handover.opened", "T-2")
    for _ in range(2):
        office.work()
    assert [event.key for event in webhook.told] == ["T-2"]
    for _ in range(2):
        office.wall.advance(seconds=11)
        office.work()
    assert [(event.key, event.topic) for event in webhook.told[1:]] == [
        ("T-1", "handover.opened"),
        ("T-1", "handover.claimed"),
    ]


def test_channels_do_not_wait_for_each_other(database: Database) -> None:
    mail, webhook = FakeChannel("mail"), refuse(Postponed("HTTP 503"))
    office = Office(database, mail, webhook)
    office.emit("booking.cancelled", "B-1", booking_id="B-1")
    office.emit("booking.cancelled", "B-1", booking_id="B-1")
    office.work()
    assert (len(mail.told), len(webhook.told)) == (2, 0)


def test_dead_event_lets_the_later_ones_of_its_key_go(database: Database) -> None:
    webhook = refuse(Undeliverable("HTTP 410"), times=1)
    office = Office(database, webhook)
    office.emit("handover.opened", "T-1")
    office.emit("handover.claimed", "T-1")
    office.work()
    assert webhook.topics == ["handover.claimed"]
    assert [(row.status, row.last_error) for row in office.deliveries()] == [("dead", "HTTP 410"), ("delivered", None)]


def test_what_is_moot_is_dropped_and_says_why(database: Database) -> None:
    office = Office(database, refuse(Moot("nobody to tell")))
    office.emit("handover.opened")
    office.work()
    (row,) = office.deliveries()
    assert (row.status, row.last_error, row.settled_at) == ("dropped", "nobody to tell", MORNING)


def test_delivery_is_given_up_after_so_many_tries(database: Database) -> None:
    office = Office(database, refuse(Postponed("HTTP 500")))
    office.emit("handover.opened")
    for _ in range(MOST_TRIES):
        office.work()
        office.wall.advance(hours=2)
    office.work()
    (row,) = office.deliveries()
    assert (row.status, row.attempts, row.last_error) == ("dead", MOST_TRIES, "HTTP 500")


def test_pause_the_other_side_asks_for_is_kept(database: Database) -> None:
    webhook = refuse(Postponed("HTTP 429", retry_after=600.0), times=1)
    office = Office(database, webhook)
    office.emit("handover.opened")
    office.work()
    office.wall.advance(seconds=599)
    office.work()
    assert webhook.told == []
    office.wall.advance(seconds=1)
    office.work()
    assert len(webhook.told) == 1


def test_fault_in_a_channel_is_tried_again_and_keeps_nobody_else(database: Database) -> None:
    webhook = refuse(ZeroDivisionError("division by zero"), times=1, only="T-1")
    office = Office(database, webhook)
    office.emit("handover.opened", "T-1")
    office.emit("handover.opened", "T-2")
    office.work()
    office.work()
    assert [event.key for event in webhook.told] == ["T-2"]
    assert office.deliveries()[0].last_error == "ZeroDivisionError: division by zero"
    office.wall.advance(seconds=6)
    office.work()
    assert [event.key for event in webhook.told] == ["T-2", "T-1"]


def test_errors_are_kept_without_the_addresses_in_them(database: Database) -> None:
    office = Office(database, refuse(Undeliverable("550 no such user yamada@example.com")))
    office.emit("handover.opened")
    office.work()
    assert office.deliveries()[0].last_error == "550 no such user [メール]"


@pytest.mark.parametrize("outcome", [None, Undeliverable("550"), Moot("stale")])
def test_secret_is_forgotten_when_it_is_done_with(database: Database, outcome: Exception | None) -> None:
    mail = refuse(outcome) if outcome else FakeChannel()
    mail.name = "mail"
    office = Office(database, mail, FakeChannel("webhook"))
    office.emit("mail.code", email="a@example.com", code="123456", conversation_id="c")
    office.work()
    assert [row.channel for row in office.deliveries()] == ["mail"]
    with database.read() as session:
        assert session.query(OutboxEvent).one().payload == {"conversation_id": "c"}


def test_secret_is_kept_while_it_must_be_tried_again(database: Database) -> None:
    mail = refuse(Postponed("no route"), times=1)
    mail.name = "mail"
    office = Office(database, mail)
    office.emit("mail.code", email="a@example.com", code="123456", conversation_id="c")
    office.work()
    office.wall.advance(seconds=6)
    office.work()
    assert mail.told[0].payload["code"] == "123456"


def test_secret_that_cannot_be_sent_at_all_is_forgotten(database: Database) -> None:
    office = Office(database, FakeChannel("webhook"))
    office.emit("mail.code", email="a@example.com", code="123456", conversation_id="c")
    office.work()
    with database.read() as session:
        assert session.query(OutboxEvent).one().payload == {"conversation_id": "c"}


def test_worker_that_died_before_noting_sends_again_under_the_same_name(database: Database) -> None:
    sent: list[str] = []

    def send_and_die(event: Event) -> None:
        sent.append(event.name)
        raise Crash

    office = Office(database, FakeChannel(do=send_and_die))
    office.emit("handover.opened")
    office.delivery.route()
    with pytest.raises(Crash):
        office.delivery.deliver("webhook")
    other = FakeChannel()
    rescuer = Office(database, other, wall=office.wall)
    rescuer.work()
    assert other.told == []  # the dead one's lease still runs
    office.wall.at += LEASE
    rescuer.work()
    assert [event.name for event in other.told] == sent
    assert rescuer.statuses() == [("webhook", "delivered")]


def test_event_that_kills_every_worker_is_given_up(database: Database) -> None:
    def die(_: Event) -> None:
        raise Crash

    office = Office(database, FakeChannel(do=die))
    office.emit("handover.opened")
    office.delivery.route()
    for _ in range(MOST_TRIES):
        with pytest.raises(Crash):
            office.delivery.deliver("webhook")
        office.wall.at += LEASE
    office.work()
    assert office.statuses() == [("webhook", "dead")]


def test_slow_worker_does_not_overrule_the_one_that_took_over(database: Database) -> None:
    wall = HandClock()
    other = Office(database, FakeChannel(), wall=wall)

    def be_overtaken(_: Event) -> None:
        wall.at += LEASE
        other.work()
        raise Postponed("too late")

    office = Office(database, FakeChannel(do=be_overtaken), wall=wall)
    office.emit("handover.opened")
    office.work()
    assert office.statuses() == [("webhook", "delivered")]


def test_workers_at_once_deliver_each_event_once_and_in_order(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    databases = [Database(url) for _ in range(4)]
    noted: list[tuple[str, int]] = []
    lock = threading.Lock()

    def note(event: Event) -> None:
        with lock:
            noted.append((event.key, event.payload["n"]))

    wall = HandClock()
    offices = [Office(own, FakeChannel(do=note), wall=wall) for own in databases]
    for n in range(15):
        for key in ("a", "b", "c"):
            offices[0].emit("handover.claimed", key, n=n)

    def work(office: Office) -> None:
        while any(row.status == "waiting" for row in office.deliveries()) or office.scheduled():
            office.work()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, offices))
    for own in databases:
        own.close()
    assert sorted(noted) == sorted((key, n) for key in ("a", "b", "c") for n in range(15))
    assert [n for key, n in noted if key == "b"] == list(range(15))


def test_deleting_an_event_deletes_its_deliveries(database: Database) -> None:
    office = Office(database, FakeChannel())
    office.emit("handover.opened")
    office.work()
    with database.write() as session:
        session.query(OutboxEvent).delete()
    with database.read() as session:
        assert session.query(Delivery).count() == 0
