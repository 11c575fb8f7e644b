import pytest

from agents.small_talk import chat, defers
from tests.unit.agents.conftest import Talk, labels


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("こんにちは", "こんにちは。"),
        ("はじめまして、どうぞよろしく", "こんにちは。"),
        ("ありがとうございました", "こちらこそ、ありがとうございます。"),
        ("ほんま助かりました", "こちらこそ、ありがとうございます。"),
        ("では失礼します", "またいつでもお声がけください。"),
        ("あなたはAIですか?", "AIアシスタントです"),
        ("人間?", "AIアシスタントです"),
    ],
)
def test_small_talk_is_answered_in_kind(talk: Talk, text: str, words: str) -> None:
    assert words in talk.say(chat, text, "small_talk").template


def test_greeting_offers_what_can_be_done(talk: Talk) -> None:
    assert labels(talk.say(chat, "こんにちは", "small_talk")) == ["無料診断をはじめる", "今すぐ予約する"]


def test_goodbye_offers_nothing(talk: Talk) -> None:
    assert talk.say(chat, "さようなら", "small_talk").options == ()


@pytest.mark.parametrize(
    "text", ["考えます", "妻と相談します", "いったん検討させてください", "様子を見ます", "また今度で"]
)
def test_who_puts_it_off_is_given_time(text: str) -> None:
    assert defers(text)


@pytest.mark.parametrize(
    "text", ["管理会社に相談してほしいんですが可能ですか、もう何か月も待っています", "考えられないくらいうるさい"]
)
def test_who_only_uses_such_words_is_not_put_off(text: str) -> None:
    assert not defers(text)
