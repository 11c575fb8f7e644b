"""Words that say what a case wants said: a sentence of the pack where there is one, else a value in a template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from evals.graders.founded import Founded
from knowledge.pack import Pack
from knowledge.pack.texts import VARIABLE

_DAY: Final = re.compile(r"(\d{1,2})月(\d{1,2})日")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d\d)")
_CHOICE: Final = re.compile(r"\((?:\?:)?([^()|]*)[^()]*\)")
_SET: Final = re.compile(r"\[([^\]\\])[^\]]*\]")
_ANYTHING: Final = re.compile(r"\[\\s\\S\][*+]\??")
_LOOSE: Final = re.compile(r"\.[*+]\??|.\?|\^|\$")
_KEPT: Final = "\x00"
_ESCAPED: Final = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Worded:
    """A reply's words, the topics they stand in, and the moments they name."""

    text: str
    topics: tuple[str, ...]
    moments: tuple[str, ...]


class Wording:
    """Finds words.

    Args:
        founded: What the company may say.
        neutral: Said where nothing is to be said: a sentence of the pack.
        quoting: A template of the pack that quotes a value, with `{}` in the value's place.
    """

    def __init__(self, founded: Founded, neutral: str, quoting: str) -> None:
        self._founded = founded
        self._neutral = neutral
        self._quoting = quoting

    @property
    def pack(self) -> Pack:
        """Whose words they are."""
        return self._founded.pack

    def words(self, patterns: Sequence[str], never: Sequence[str], now: datetime) -> Worded:
        """Words in which every pattern is found and none of `never`."""
        said: dict[str, tuple[str, ...]] = {}
        for pattern in patterns:
            if any(re.search(pattern, sentence) for sentence in said):
                continue
            sentence, topics = self._sentence(pattern, never)
            said[sentence] = topics
        text = "\n".join(said) or self._neutral
        topics = tuple(dict.fromkeys(topic for own in said.values() for topic in own))
        return Worded(text, topics, tuple(_moments(text, now)))

    def _sentence(self, pattern: str, never: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        for sentence, statement in self._founded.sentences.items():
            if re.search(pattern, sentence) and not any(re.search(other, sentence) for other in never):
                return sentence, () if statement.anywhere else tuple(sorted(statement.topics)[:1])
        return self._quoting.replace("{}", example_of(pattern)), ()


def build_wording(pack: Pack) -> Wording:
    """Words in a pack's own: its thanks where nothing is to be said, its reading back where a value is."""
    templates = pack.templates
    neutral = templates["small_talk_thanks"]
    return Wording(Founded(pack), neutral, VARIABLE.sub("{}", templates["book_read_back"]))


def example_of(pattern: str) -> str:
    """A text in which a simple pattern is found: the first of its choices, what may be left out left out."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append("1" if found[1] == "d" else found[1])
        return _KEPT

    plain = _ESCAPED.sub(keep, _ANYTHING.sub("", pattern))
    plain = _LOOSE.sub("", plain)
    while (chosen := _CHOICE.sub(r"\1", plain)) != plain:
        plain = chosen
    plain = _SET.sub(r"\1", plain)
    marks = iter(kept)
    return re.sub(_KEPT, lambda _: next(marks), plain).split("|")[0]


def _moments(text: str, now: datetime) -> list[str]:
    """The days and hours a text names, as moments around now."""
    clocks = _CLOCK.findall(text) or [("0", "00")]
    days = _DAY.findall(text) or [(str(now.month), str(now.day))]
    return [
        now.replace(month=int(month), day=int(day), hour=int(hour), minute=int(minute)).isoformat()
        for month, day in days
        for hour, minute in clocks
    ]
