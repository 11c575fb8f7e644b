"""Words written in hiragana need edges: 「あす」 is tomorrow, the same letters in 「まあすぐ」 are not."""

from collections.abc import Iterable, Mapping
from typing import Final

from domain.dates.tokens import Meaning

_WORDS_BEFORE: Final = ("がつ", "しゅう", "にち", "ようび", "きょう", "あした", "あさって")
AT_WORD: Final = (
    "(?:" + "|".join(("(?<![ぁ-んー])", "(?<=[のはがをやかで])", *(f"(?<={word})" for word in _WORDS_BEFORE))) + ")"
)
_AFTER: Final = (
    r"(?=$|[^ぁ-ん]|の|に|は|で|も|が|を|と|や|か|って|な[らのん]|だ|しか|け|まで|より|あたり|ごろ|ぐらい|くらい|いち|いこう"
    r"|ちゅう|じ|はん|ん?お[ねそ]|あさ|ひる|おひる|ゆうがた|よる|ばん|ごぜん|ごご|しあさって)"
)
"""Learners and children write without kanji; nothing but the next word tells where one ends."""

KANA_DAYS: Final[Mapping[str, Meaning]] = {
    word: ((day,), ())
    for word, day in {
        "ついたち": 1, "ふつか": 2, "みっか": 3, "よっか": 4, "むいか": 6, "ここのか": 9, "とおか": 10, "はつか": 20,
    }.items()
} | {
    f"{tens}じゅう{ones}": ((10 * ten + one,), ())
    for ten, tens in ((1, ""), (2, "に"), (3, "さん"))
    for one, ones in enumerate(
        ("にち", "いちにち", "ににち", "さんにち", "よっか", "ごにち", "ろくにち", "しちにち", "はちにち", "くにち")
    )
    if 11 <= 10 * ten + one <= 31
}  # fmt: skip
KANA_MONTHS: Final = (
    "いち", "に", "さん", "し", "ご", "ろく", "しち", "はち", "く", "じゅう", "じゅういち", "じゅうに",
)  # fmt: skip


def kana(*words: str) -> str:
    """A pattern for hiragana words that stand by themselves, particles aside."""
    return f"{AT_WORD}(?:{any_of(words)}){_AFTER}"


def any_of(words: Iterable[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
