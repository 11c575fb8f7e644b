"""Words written in hiragana need edges: 「あす」 is tomorrow, the same letters in 「まあすぐ」 are not."""

from collections.abc import Iterable
from typing import Final

_BEFORE: Final = r"(?:(?<![ぁ-んー])|(?<=[のはがをやかで]))"
_AFTER: Final = (
    r"(?=$|[^ぁ-ん]|の|に|は|で|も|が|を|と|や|か|な[らのん]|だ|しか|け|まで|より|あたり|ごろ|ぐらい|くらい|いち|いこう"
    r"|ちゅう|じ|はん|ん?お[ねそ])"
)


def kana(*words: str) -> str:
    """A pattern for hiragana words that stand by themselves, particles aside."""
    return f"{_BEFORE}(?:{any_of(words)}){_AFTER}"


def any_of(words: Iterable[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
