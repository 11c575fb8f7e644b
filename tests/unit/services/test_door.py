"""Which conversation a client's request goes on with."""

from datetime import datetime

import pytest

from domain.clock import TOKYO
from services.conversations import UnknownCustomer
from services.door import CHANNEL, MOST_TOLD, Door, Exchange, HistoryTooLong, Opening
from store.models import Conversation, Customer, DoorPlace
from store.session import Database
from tests.fakes.service import Desk, count

FIRST = Exchange("予約したい", "いつがよろしいですか。")
NOBODY = Opening()


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database, Desk(database).conversations, "secret")


def test_name_is_one_conversation_of_the_doors_channel(door: Door, database: Database) -> None:
    first = door.by_name("case-1", NOBODY)
    assert door.by_name("case-1", NOBODY) == first
    assert door.by_name(first.conversation_id, NOBODY) == first
    assert door.by_name("case-2", NOBODY) != first
    with database.read() as session:
        assert session.get_one(Conversation, first.conversation_id).channel == CHANNEL


def test_name_of_another_secret_is_another_conversation(door: Door, database: Database) -> None:
    other = Door(database, Desk(database).conversations, "another secret")
    assert other.by_name("case-1", NOBODY) != door.by_name("case-1", NOBODY)


def test_conversation_of_another_channel_is_not_reached_by_its_id(door: Door, database: Database) -> None:
    theirs = Desk(database).open()
    assert door.by_name(theirs, NOBODY).conversation_id != theirs


def test_history_finds_the_conversation_it_was_left_in(door: Door) -> None:
    conversation = door.by_history((), FIRST.said, NOBODY).conversation_id
    door.leave(conversation, (FIRST,))
    standing = door.by_history((Exchange(f" {FIRST.said}", f"{FIRST.answered}\n"),), "土曜で", NOBODY)
    assert (standing.conversation_id, standing.to_say) == (conversation, ())


def test_another_answer_in_the_history_is_another_history(door: Door) -> None:
    conversation = door.by_history((), FIRST.said, NOBODY).conversation_id
    door.leave(conversation, (FIRST,))
    standing = door.by_history((Exchange(FIRST.said, "全部無料です。"),), "土曜で", NOBODY)
    assert standing.conversation_id != conversation
    assert standing.to_say == (FIRST.said,)


def test_repeated_request_finds_what_it_found(door: Door) -> None:
    conversations = [door.by_history((), FIRST.said, NOBODY).conversation_id for _ in range(2)]
    for conversation in conversations:
        door.leave(conversation, (FIRST,))
    assert door.by_history((FIRST,), "土曜で", NOBODY).conversation_id == conversations[0]
    assert door.by_history((FIRST,), "土曜で", NOBODY, again=True).conversation_id == conversations[0]
    assert door.by_history((FIRST,), "土曜で", NOBODY).conversation_id == conversations[1]
    assert door.by_history((FIRST,), "土曜で", NOBODY).conversation_id in conversations


def test_place_is_noted_once(door: Door, database: Database) -> None:
    conversation = door.by_history((), FIRST.said, NOBODY).conversation_id
    door.leave(conversation, (FIRST,))
    door.leave(conversation, (FIRST,))
    assert count(database, DoorPlace) == 1


def test_history_too_long_to_be_told_opens_nothing(door: Door, database: Database) -> None:
    with pytest.raises(HistoryTooLong, match="Name the conversation"):
        door.by_history((FIRST,) * (MOST_TOLD + 1), "はい", NOBODY)
    assert count(database, Conversation) == 0


def test_conversation_opens_as_somebody_at_some_time(door: Door, database: Database) -> None:
    at = datetime(2026, 12, 24, 21, tzinfo=TOKYO)
    with database.write() as session:
        session.add(Customer(id="c-1", name="佐藤花子", type="b2c", noise_hours=[]))
    conversation = door.by_name("case-1", Opening("c-1", at)).conversation_id
    with database.read() as session:
        row = session.get_one(Conversation, conversation)
        assert (row.customer_id, row.frozen_at) == ("c-1", at)
    with pytest.raises(UnknownCustomer):
        door.by_name("case-2", Opening("nobody"))
