from datetime import timedelta

import pytest

from services.delivery.port import Event, Undeliverable
from services.delivery.routing import CHURN_CRITICAL, HEALTH_RED, UPSELL, channels_of
from services.delivery.success_letters import write
from store.models import OutboxEvent
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING
from tests.fakes.mails import STATIONERY
from tests.fakes.office import Office, member, store
from tests.fakes.outside import FakeChannel
from tests.fakes.scoring import Counter, FakeChurn, company, in_trouble


def test_a_health_that_turned_red_is_told_once(database: Database) -> None:
    in_trouble(database, "c-1")
    counter = Counter(database)
    for _ in range(3):
        counter.score()
        counter.clock.advance(days=1)
    assert counter.events() == [(HEALTH_RED, "c-1")]


def test_a_health_that_was_never_red_tells_nothing(database: Database) -> None:
    company(database, "c-1")
    counter = Counter(database)
    counter.score()
    assert counter.events() == []


def test_a_risk_that_turned_critical_is_told_each_time_it_turns(database: Database) -> None:
    company(database, "c-1")
    churn = FakeChurn({"c-1": 0.2})
    counter = Counter(database, churn=churn)
    for probability in (0.2, 0.7, 0.9, 0.6, 0.8):
        churn.probabilities["c-1"] = probability
        counter.score()
        counter.clock.advance(hours=1)
    assert counter.events() == [(CHURN_CRITICAL, "c-1")] * 2


def test_a_strong_offer_is_told_when_it_is_new(database: Database) -> None:
    counter = Counter(database)
    with database.write() as session:
        history.customer(session, "c-1")
        history.contract(session, "c-1", MORNING.date() - timedelta(days=300), plan="starter", monthly_limit=10)
    counter.score()
    with database.write() as session:
        for days in (10, 40, 70):
            history.usage(session, "c-1", "measurement", MORNING - timedelta(days=days), 10)
    for _ in range(2):
        counter.clock.advance(days=1)
        counter.score()
    assert counter.events() == [(UPSELL, "c-1")]
    (offer,) = counter.scores()[-1].upsells
    assert (offer["name"], offer["price"], offer["basis"]) == ("next_tier", 100_000, "rule")
    assert "100,000円" in offer["text"]


def test_an_offer_that_may_have_stood_for_years_is_no_news(database: Database) -> None:
    with database.write() as session:
        history.customer(session, "r-1", "b2c")
        history.usage(session, "r-1", "report_made", MORNING - timedelta(days=900), name="rep-1")
    counter = Counter(database)
    counter.score()
    assert counter.scores()[-1].upsells
    assert counter.events() == []


def test_quiet_tells_nobody(database: Database) -> None:
    in_trouble(database, "c-1")
    counter = Counter(database)
    counter.score(tell=False)
    assert counter.events() == []
    assert counter.scores()[0].status == "red"


def letter(database: Database, topic: str) -> tuple[tuple[str, ...], str]:
    with database.read() as session:
        row = session.query(OutboxEvent).filter_by(topic=topic).one()
        event = Event(row.id, row.topic, row.key, row.payload, row.at, row.due_at)
        to, text = write(session, event, STATIONERY)
    return to, f"{text.subject}\n{text.body}"


def people(database: Database) -> None:
    store(
        database,
        [
            member("s-own", role="csm", email="own@zenbu.example"),
            member("s-csm", role="csm", email="csm@zenbu.example"),
            member("s-boss", role="manager", email="boss@zenbu.example"),
        ],
    )


def test_the_customers_own_csm_and_the_managers_are_told_of_a_red_health(database: Database) -> None:
    people(database)
    in_trouble(database, "c-1", csm_id="s-own")
    Counter(database).score()
    to, text = letter(database, HEALTH_RED)
    assert to == ("own@zenbu.example", "boss@zenbu.example")
    assert "c-1様" in text and "電話する" in text and "責任者に上げる" in text


def test_without_a_csm_of_their_own_all_are_told(database: Database) -> None:
    people(database)
    in_trouble(database, "c-1")
    Counter(database).score()
    assert letter(database, HEALTH_RED)[0] == ("csm@zenbu.example", "own@zenbu.example", "boss@zenbu.example")


def test_a_critical_risk_is_told_with_its_probability_and_the_end_of_the_contract(database: Database) -> None:
    people(database)
    company(database, "c-1")
    Counter(database, churn=FakeChurn({"c-1": 0.83})).score()
    _, text = letter(database, CHURN_CRITICAL)
    assert "83%" in text and "2026-12-31" in text


def test_nobody_to_tell_is_a_fault_that_is_seen(database: Database) -> None:
    in_trouble(database, "c-1")
    Counter(database).score()
    with pytest.raises(Undeliverable, match="zenbu staff add"):
        letter(database, HEALTH_RED)


def test_an_offer_to_somebody_without_a_csm_is_the_webhooks_alone(database: Database) -> None:
    people(database)
    with database.write() as session:
        history.customer(session, "r-1", "b2c")
    counter = Counter(database)
    counter.score()
    with database.write() as session:
        history.usage(session, "r-1", "measurement", MORNING - timedelta(days=9))
        history.usage(session, "r-1", "report_made", MORNING - timedelta(days=9), name="rep-1")
    counter.clock.advance(days=1)
    counter.score()
    assert counter.events() == [(UPSELL, "r-1")]
    office = Office(database, FakeChannel("mail"), FakeChannel("webhook"))
    office.delivery.route()
    assert [delivery.channel for delivery in office.deliveries()] == ["webhook"]


@pytest.mark.parametrize("topic", [HEALTH_RED, CHURN_CRITICAL, UPSELL])
def test_news_go_by_mail_and_webhook(topic: str) -> None:
    assert channels_of(topic, ["mail", "webhook"]) == ["mail", "webhook"]
