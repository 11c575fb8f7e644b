from typing import Any

from domain.packet.promises import promises_made
from tests.fakes.transcripts import said, transcript

OFFERED: dict[str, Any] = {"booking": {"status": "offered"}, "route": "book"}


def promised(*turns: Any, literals: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(promise.kind, promise.text) for promise in promises_made(transcript(*turns), literals)]


def test_sentence_with_a_figure_is_a_promise_and_one_without_is_none() -> None:
    answer = "測定は2時間です。お気軽にどうぞ。"
    assert promised(said("時間は？", answer)) == [("stated", "測定は2時間です。")]


def test_lines_of_a_list_are_one_promise() -> None:
    answer = "料金は次のとおりです。\n・ライト：8,800円\n・標準：12,800円\nご検討ください。"
    assert promised(said("いくら", answer)) == [("stated", "・ライト：8,800円\n・標準：12,800円")]


def test_wish_that_is_read_back_is_no_promise() -> None:
    assert promised(said("土曜の夜", "「11月28日(土)の夜」のご希望として承りました。")) == []


def test_visits_to_choose_from_count_until_one_was_chosen() -> None:
    offer = said("土曜の夜", "1. 11月28日(土) 19:00\n2. 11月28日(土) 21:00", OFFERED)
    assert promised(offer) == [("offered", "1. 11月28日(土) 19:00\n2. 11月28日(土) 21:00")]
    done = said("19時で", "ご予約を承りました。11月28日(土) 19:00です。", {"booking": {"status": "booked"}})
    assert promised(offer, done) == [("visit", "11月28日(土) 19:00です。")]


def test_promise_of_an_answer_is_told_apart() -> None:
    reply = {"handover": {"promise": "15分以内に、お返事します。"}}
    assert promised(said("人を", "承りました。\n15分以内に、お返事します。", reply)) == [
        ("answer_by", "15分以内に、お返事します。")
    ]


def test_emergency_number_is_no_promise() -> None:
    assert promised(said("怖い", "110番へお電話ください。"), literals=("110",)) == []


def test_what_was_said_twice_is_told_once_where_it_was_said_last() -> None:
    (promise,) = promises_made(transcript(said("いくら", "8,800円です。"), said("もう一度", "8,800円です。")))
    assert (promise.text, promise.seq) == ("8,800円です。", 5)
