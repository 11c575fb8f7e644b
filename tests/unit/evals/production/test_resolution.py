from datetime import timedelta
from typing import Any

import pytest

from domain.reply import Sentiment
from evals.production.resolution import Contact, first_contact, resolution_of
from services.reviewing.history import PastConversation
from tests.fakes.clock import MORNING
from tests.fakes.past import past, past_ticket, past_turn

LATER = MORNING + timedelta(days=8)
THANKS = {"route": "small_talk", "type": "conversation"}
ANGER = Sentiment("anger", "company", 2)


def contact(conversation: PastConversation, after: timedelta = timedelta(days=8), **fields: Any) -> Contact:
    found = first_contact(conversation, fields.get("spoken", ()), MORNING + after)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("conversation", "ending"),
    [
        (past("料金は"), "assumed"),
        (past(past_turn("料金は", helpful=True)), "confirmed"),
        (past(past_turn("料金は", helpful=True), past_turn("違う", helpful=False)), "unresolved"),
        (past(past_turn("料金は", helpful=False), past_turn("違う", helpful=True)), "confirmed"),
        (past("料金は", survey={"csat": 4}), "confirmed"),
        (past("料金は", survey={"csat": 3}), "assumed"),
        (past("料金は", past_turn("ありがとう", sentiment=Sentiment("joy", "company", 1), **THANKS)), "confirmed"),
        (past("料金は", past_turn("どうも", **THANKS)), "assumed"),
        (past("料金は", past_turn("使えない", sentiment=ANGER)), "unresolved"),
        (past(past_turn("予約", type="booking", route="book", booking="booked")), "confirmed"),
        (past(past_turn("予約", type="booking", route="book", booking="offered")), "unresolved"),
        (past(past_turn("うるさい", type="conversation", route="diagnose", asks="since")), "unresolved"),
        (past(past_turn("天気は", type="conversation", route="clarify")), "unresolved"),
        (past("料金は", tickets=(past_ticket(),), survey={"csat": 5}), "person"),
    ],
)
def test_how_a_contact_ended(conversation: PastConversation, ending: str) -> None:
    assert contact(conversation).ending == ending


def test_who_only_greets_wanted_nothing() -> None:
    assert first_contact(past(past_turn("こんにちは", **THANKS)), (), LATER) is None


def test_contact_of_today_may_still_go_on() -> None:
    found = contact(past("料金は"), timedelta(hours=23))
    assert (found.ending, found.came_back) == ("open", None)


@pytest.mark.parametrize(
    ("after", "came_back"),
    [
        (timedelta(hours=23), False),
        (timedelta(days=2), True),
        (timedelta(days=7), True),
        (timedelta(days=7, minutes=1), False),
    ],
)
def test_known_customer_comes_back_elsewhere(after: timedelta, came_back: bool) -> None:
    conversation = past("料金は", customer_id="cu-1")
    spoken = (("c-1", MORNING), ("c-2", MORNING + after))
    assert contact(conversation, timedelta(days=9), spoken=spoken).came_back is came_back


def test_what_comes_after_a_day_of_silence_is_another_contact() -> None:
    again = past_turn("やっぱりわからない", at=MORNING + timedelta(days=3), sentiment=ANGER)
    found = contact(past("料金は", again), timedelta(days=12))
    assert (found.ending, found.came_back, found.ended_at) == ("assumed", True, MORNING)


def test_whether_somebody_comes_back_is_not_known_before_seven_days_are_over() -> None:
    assert contact(past("料金は"), timedelta(days=6)).came_back is None
    spoken = (("c-2", MORNING + timedelta(days=2)),)
    assert contact(past("料金は", customer_id="cu-1"), timedelta(days=6), spoken=spoken).came_back is True


def test_counts_of_a_period_add_up() -> None:
    conversations = [
        past("料金は", name="a", customer_id="cu-1"),
        past(past_turn("料金は", helpful=True), name="b"),
        past("料金は", name="c", tickets=(past_ticket(),)),
        past(past_turn("天気", type="conversation", route="clarify"), name="d"),
    ]
    found = resolution_of("2026-W48", [contact(conversation) for conversation in conversations])
    assert (found.served, found.open, found.closed, found.contained) == (4, 0, 4, 3)
    assert (found.confirmed, found.assumed, found.person, found.unresolved) == (1, 1, 1, 1)
    assert (found.countable, found.countable_unknown) == (1, 1)


def test_what_came_to_nothing_is_paid_for_by_what_was_resolved() -> None:
    nothing = past_turn("天気", type="conversation", route="clarify")
    conversations = [past("料金は", name="a", llm_yen=1.5), past(nothing, name="d", llm_yen=0.5)]
    found = resolution_of("2026-W48", [contact(conversation) for conversation in conversations])
    assert (found.llm_yen, found.yen_per_resolved) == (2.0, 2.0)
    assert resolution_of("2026-W48", []).yen_per_resolved is None
