import pytest

from agents.small_talk import chat
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
