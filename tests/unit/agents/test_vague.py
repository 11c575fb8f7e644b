import pytest

from agents.vague import says_nothing
from domain.text import normalize


@pytest.mark.parametrize(
    "text",
    [
        "うーん…",
        "えっと",
        "んー、どうだろ",
        "ちょっとわかんない",
        "例の件で",
        "ほら前の、あれです",
        "なんとかしてほしいんだけど",
        "いや、だからなんとかしてってば",
        "あの件、お願いします",
    ],
)
def test_message_that_names_nothing_says_nothing(text: str) -> None:
    assert says_nothing(normalize(text))


@pytest.mark.parametrize(
    "text",
    [
        "料金",
        "上の階の足音をなんとかしてほしい",
        "はい",
        "いいえ",
        "来週の土曜",
        "それはいくら",
        "この前の予約の件",
        "あの、測定って何時間?",
        "こんにちは",
        "ありがとう",
        "助けて",
        "眠れない",
        "人と話したい",
        "もういい",
    ],
)
def test_message_that_names_something_does_not(text: str) -> None:
    assert not says_nothing(normalize(text))
