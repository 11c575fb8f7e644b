"""Codes by e-mail in the database: who becomes known by them, and who does not."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from domain.effects import BookVisit, Effect, KnowCustomer, SendCode, TryCode
from domain.records import Customer
from domain.turn import TurnOutcome, TurnRequest
from services.email_codes import CodeMaker, UnprovedEmail
from services.records import StoredRecords
from store import models
from store.models import Booking, Conversation, EmailCode, OutboxEvent
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import outcome
from tests.fakes.service import Desk, count

EMAIL = "taro@example.com"
MAKER = CodeMaker("a secret")
START = MORNING.replace(day=28, hour=11)


def does(*turns: list[Effect]) -> Callable[[TurnRequest], TurnOutcome]:
    queue: Iterator[list[Effect]] = iter(turns)
    return lambda _: outcome("承りました。", effects=next(queue, []))


def newcomer(email: str = EMAIL) -> KnowCustomer:
    customer = Customer("cu-1", "山田太郎", "b2c", "東京都", "東京都杉並区桃井1-2-3", "090-1234-5678", email, (22, 23))
    return KnowCustomer(customer, is_new=True)


def visit(email: str = EMAIL) -> BookVisit:
    end = START + timedelta(hours=2, minutes=15)
    return BookVisit("B-1", "t1", START, end, "standard", (), 12800, {"name": "山田太郎", "email": email})


def mail(desk_conversation: str = "c") -> SendCode:
    return MAKER.make(desk_conversation, EMAIL, 6, MORNING + timedelta(minutes=10))


def stored_customer(database: Database, conversation: str) -> models.Customer | None:
    with database.read() as session:
        known = session.get_one(Conversation, conversation).customer_id
        return session.get(models.Customer, known) if known else None


def test_code_is_mailed_and_only_its_digest_kept(database: Database) -> None:
    sent = mail()
    desk = Desk(database, does([sent]))
    conversation = desk.open()
    desk.turns.accept(conversation, EMAIL)
    with database.read() as session:
        row = session.query(EmailCode).one()
        event = session.query(OutboxEvent).filter_by(topic="mail.code").one()
    assert event.payload == {"email": EMAIL, "code": sent.code, "conversation_id": conversation}
    assert (row.digest, row.tries, row.proved_at) == (sent.digest, 0, None)
    assert sent.code not in row.digest


def test_newest_code_counts_and_all_are_counted(database: Database) -> None:
    first, second = mail(), mail()
    desk = Desk(database, does([first], [TryCode(right=False)], [second]))
    conversation = desk.open()
    for text in (EMAIL, "000000", "届きません"):
        desk.turns.accept(conversation, text)
    mails = StoredRecords(database, desk.clock).code_mails(conversation, EMAIL)
    assert mails.newest is not None
    assert (mails.newest.digest, mails.newest.tries) == (second.digest, 0)
    assert (mails.sent_here, mails.sent_to) == (2, 2)


def test_codes_of_other_conversations_to_an_address_are_counted_for_a_day(database: Database) -> None:
    desk = Desk(database, does([mail()], [mail()]))
    desk.turns.accept(desk.open(), EMAIL)
    desk.turns.accept(desk.open(), EMAIL)
    records = StoredRecords(database, desk.clock)
    assert records.code_mails("another", EMAIL).sent_to == 2
    desk.clock.advance(days=1, seconds=1)
    assert records.code_mails("another", EMAIL).sent_to == 0


def test_old_codes_are_dropped_with_the_next(database: Database) -> None:
    desk = Desk(database, does([mail()], [mail()]))
    desk.turns.accept(desk.open(), EMAIL)
    desk.clock.advance(days=1, seconds=1)
    desk.turns.accept(desk.open(), EMAIL)
    assert count(database, EmailCode) == 1


def test_proved_newcomer_is_put_on_record_with_the_visit(database: Database) -> None:
    desk = Desk(database, does([mail()], [TryCode(right=True)], [newcomer(), visit()]))
    conversation = desk.open()
    for text in (EMAIL, "123456", "確定する"):
        desk.turns.accept(conversation, text)
    customer = stored_customer(database, conversation)
    assert customer is not None
    assert (customer.name, customer.email, customer.noise_hours) == ("山田太郎", EMAIL, [22, 23])
    assert customer.since == desk.clock.at.date()
    with database.read() as session:
        assert session.get_one(Booking, "B-1").customer_id == customer.id


@pytest.mark.parametrize(
    "turns",
    [
        ([newcomer(), visit()],),
        ([visit()],),
        ([mail()], [newcomer(), visit()]),
        ([mail()], [TryCode(right=False)], [visit()]),
        ([mail()], [TryCode(right=True)], [newcomer("other@example.com"), visit("other@example.com")]),
    ],
    ids=["no code", "not made known", "code not typed", "wrong code", "another address"],
)
def test_nobody_unproved_is_visited(database: Database, turns: tuple[list[Effect], ...]) -> None:
    desk = Desk(database, does(*turns))
    conversation = desk.open()
    for _ in turns[:-1]:
        desk.turns.accept(conversation, "はい")
    with pytest.raises(UnprovedEmail):
        desk.turns.accept(conversation, "確定する")
    assert (count(database, Booking), stored_customer(database, conversation)) == (0, None)


def test_conversation_is_linked_to_the_one_customer_of_the_address(database: Database) -> None:
    found = Customer("c-9", "山田太郎", email=EMAIL)
    desk = Desk(database, does([mail()], [TryCode(right=True), KnowCustomer(found, is_new=False)]))
    with database.write() as session:
        session.add(models.Customer(id="c-9", name="山田太郎", email=EMAIL, noise_hours=[]))
    assert StoredRecords(database, desk.clock).customer_by_email(EMAIL) == found
    conversation = desk.open()
    for text in (EMAIL, "123456"):
        desk.turns.accept(conversation, text)
    customer = stored_customer(database, conversation)
    assert customer is not None and customer.id == "c-9"
    assert count(database, models.Customer) == 1


def test_address_of_two_customers_is_nobodys(database: Database) -> None:
    with database.write() as session:
        session.add_all(models.Customer(id=name, name="山田", email=EMAIL, noise_hours=[]) for name in ("c-1", "c-2"))
    assert StoredRecords(database, Desk(database).clock).customer_by_email(EMAIL) is None


def test_code_fits_its_conversation_and_address_only() -> None:
    from domain.email_codes import EmailCode as Kept

    sent = MAKER.make("c-1", EMAIL, 6, MORNING)
    kept = Kept(EMAIL, sent.digest, sent.expires)
    assert MAKER.matches("c-1", kept, sent.code)
    assert not MAKER.matches("c-2", kept, sent.code)
    assert not MAKER.matches("c-1", Kept("other@example.com", sent.digest, sent.expires), sent.code)
    assert not CodeMaker("another secret").matches("c-1", kept, sent.code)
