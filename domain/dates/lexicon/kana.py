"""Words written in hiragana need edges: 「あす」 is tomorrow, the same letters in 「まあすぐ」 are not."""

from collections.abc import Iterable
from typing import Final

_WORDS_BEFORE: Final = ("がつ", "しゅう", "にち", "ようび", "きょう", "あした", "あさって")
AT_WORD: Final = (
    "(?:" + "|".join(("(?<![ぁ-んー])", "(?<=[のはがをやかで])", *(f"(?<={word})" for word in _WORDS_BEFORE))) + ")"
)
_AFTER: Final = (
    r"(?=$|[^ぁ-ん]|の|に|は|で|も|が|を|と|や|か|って|な[らのん]|だ|しか|け|まで|より|あたり|ごろ|ぐらい|くらい|いち|いこう"
    r"|ちゅう|じ|はん|ん?お[ねそ]|あさ|ひる|おひる|ゆうがた|よる|ばん|ごぜん|ごご|しあさって)"
)
"""Learners and children write without kanji; nothing but the next word tells where one ends."""


def kana(*words: str) -> str:
    """A pattern for hiragana words that stand by themselves, particles aside."""
    return f"{AT_WORD}(?:{any_of(words)}){_AFTER}"


def any_of(words: Iterable[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
