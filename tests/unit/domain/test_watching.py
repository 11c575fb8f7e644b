from typing import Any

import pytest

from domain.labels import EmotionLabel, Target
from domain.reply import Sentiment
from domain.watching import WatchedTurn, WatchTerms, likeness, odd_answers

TERMS = WatchTerms()


def turn(number: int = 1, text: str = "料金を教えてください", **fields: Any) -> WatchedTurn:
    given: dict[str, Any] = {"type": "faq", "route": "faq", "confidence": 0.9, "topic": f"topic-{number}"} | fields
    return WatchedTurn(f"m-{number}", text, **given)


def told(*turns: WatchedTurn, terms: WatchTerms = TERMS) -> list[tuple[str, str]]:
    return [(odd.kind, odd.reply_id) for odd in odd_answers(turns, terms)]


def feeling(label: EmotionLabel, target: Target, intensity: int) -> Sentiment:
    return Sentiment(label, target, intensity)


def test_sure_answer_is_not_odd() -> None:
    assert told(turn()) == []


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"confidence": 0.59}, ["low_confidence"]),
        ({"confidence": 0.6}, []),
        ({"confidence": 0.3, "exact": True}, []),
        ({"confidence": 0.3, "type": "conversation", "route": "clarify"}, []),
        ({"fell_back": True}, ["fell_back"]),
        ({"helpful": False}, ["negative_after"]),
        ({"helpful": True}, []),
    ],
)
def test_one_turn_alone(fields: dict[str, Any], kinds: list[str]) -> None:
    assert told(turn(**fields)) == [(kind, "m-1") for kind in kinds]


@pytest.mark.parametrize(
    ("after", "is_odd"),
    [
        (feeling("anger", "company", 2), True),
        (feeling("dissatisfaction", "company", 1), False),
        (feeling("anger", "neighbour", 3), False),
        (feeling("joy", "company", 3), False),
    ],
)
def test_displeasure_with_us_right_after_an_answer(after: Sentiment, is_odd: bool) -> None:
    assert told(turn(1), turn(2, "そうじゃない", sentiment=after)) == [("negative_after", "m-1")] * is_odd


def test_displeasure_after_something_else_than_an_answer_is_not_odd() -> None:
    angry = turn(2, "遅い", sentiment=feeling("anger", "company", 3))
    assert told(turn(1, type="booking", route="book"), angry) == []


def test_answer_disliked_twice_is_told_once() -> None:
    angry = turn(2, "違う", sentiment=feeling("anger", "company", 3))
    assert told(turn(1, helpful=False), angry) == [("negative_after", "m-1")]


def test_message_said_again_twice_is_told_of_the_first_answer() -> None:
    said = ("夜の料金はいくらですか", "夜の料金がいくらか聞いています", "だから夜の料金はいくらですか")
    turns = [turn(number, text) for number, text in enumerate(said, 1)]
    assert told(*turns) == [("rephrased", "m-1")]
    assert told(*turns[:2]) == []
    assert told(*turns[:2], turn(3, "ありがとうございました"), turns[2]) == []


def test_same_topic_again_and_again_is_said_again_in_other_words() -> None:
    turns = [turn(n, text, topic="price") for n, text in enumerate(("いくら", "値段", "費用は"), 1)]
    assert told(*turns) == [("rephrased", "m-1")]


def test_buttons_and_steps_of_a_booking_are_not_said_again() -> None:
    assert told(*(turn(n, topic="price", exact=True) for n in range(4))) == []
    assert told(*(turn(n, "土曜日でお願いします", type="booking", route="book") for n in range(4))) == []


def test_reason_holds_nothing_the_customer_wrote() -> None:
    odds = odd_answers([turn(1, "私の電話は090-1234-5678です", confidence=0.1)], TERMS)
    assert "090" not in str([odd.detail for odd in odds])


def test_likeness_of_texts() -> None:
    assert likeness("料金は", "料金は") == 1
    assert likeness("料金は", "音楽だ") == 0
    assert likeness("", "") == 0
    assert likeness("ＡＢＣ料金", "ABC料金") == 1
