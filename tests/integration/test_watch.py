"""Odd answers are told once, whoever looks and however often."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.reply import Sentiment
from domain.turn import TurnOutcome, TurnRequest
from domain.watching import WatchTerms
from services.door import CHANNEL
from services.privacy import PrivacyService
from services.watch import Watch
from store.models import Customer, OutboxEvent
from store.session import Database
from store.watching import TOPIC
from tests.fakes.engine import outcome
from tests.fakes.service import Desk

TERMS = WatchTerms()


def answer(request: TurnRequest) -> TurnOutcome:
    said = outcome("料金は一万円です。", type="faq")
    if request.text == "違います！":
        return replace(said, reply=replace(said.reply, sentiment=Sentiment("anger", "company", 3)))
    sure = request.text != "むにゃむにゃ"
    record = {"topics": [{"id": f"topic-{request.message_id}", "score": 0.5}], "exact": False}
    return replace(said, reply=replace(said.reply, confidence=0.9 if sure else 0.3), record=record)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, answer)


@pytest.fixture
def watch(desk: Desk) -> Watch:
    return Watch(desk.database, TERMS, desk.clock)


def events(database: Database) -> list[OutboxEvent]:
    with database.read() as session:
        return list(session.query(OutboxEvent).where(OutboxEvent.topic == TOPIC).order_by(OutboxEvent.id))


def test_each_odd_answer_is_told_once(desk: Desk, watch: Watch) -> None:
    conversation = desk.open()
    doubtful = desk.turns.accept(conversation, "むにゃむにゃ")["message_id"]
    desk.turns.accept(conversation, "違います！")
    assert watch.run() == 2
    assert watch.run() == 0
    told: list[tuple[str, dict[str, Any]]] = [(event.key, event.payload) for event in events(desk.database)]
    whose = {"conversation_id": conversation, "message_id": doubtful}
    assert {key for key, _ in told} == {doubtful}
    assert {payload["kind"] for _, payload in told} == {"low_confidence", "negative_after"}
    assert all(payload.items() >= whose.items() for _, payload in told)


def test_feedback_that_comes_later_is_seen(desk: Desk, watch: Watch) -> None:
    conversation = desk.open()
    reply = desk.turns.accept(conversation, "料金は")["message_id"]
    assert watch.run() == 0
    desk.clock.advance(hours=3)
    desk.conversations.give_feedback(conversation, reply, False, "違う話です")
    assert watch.run() == 1
    assert events(desk.database)[0].payload["by"] == "feedback"


def test_what_is_long_ago_is_not_looked_at(desk: Desk, watch: Watch) -> None:
    desk.turns.accept(desk.open(), "むにゃむにゃ")
    desk.clock.at += timedelta(hours=TERMS.hours, minutes=1)
    assert watch.run() == 0


def test_outside_tools_are_no_customers(desk: Desk, watch: Watch) -> None:
    conversation = desk.conversations.open(channel=CHANNEL).conversation_id
    desk.turns.accept(conversation, "むにゃむにゃ")
    assert watch.run() == 0


def test_event_goes_with_the_conversation_that_is_erased(desk: Desk, watch: Watch) -> None:
    conversation = desk.open_known()
    desk.turns.accept(conversation, "むにゃむにゃ")
    assert watch.run() == 1
    with desk.database.read() as session:
        customer = session.query(Customer).one()
    PrivacyService(desk.database, desk.clock).erase(customer.id)
    assert events(desk.database) == []
