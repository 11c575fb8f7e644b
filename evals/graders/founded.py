"""What the company may say: every sentence of the pack, and every figure that follows from it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from domain.hours import BusinessHours
from domain.pricing import quote
from graphs.composition import business_hours
from knowledge.pack import Pack
from knowledge.pack.references import render
from knowledge.pack.texts import VARIABLE, Location, customer_texts

FIGURE: Final = re.compile(r"\d[\d,.:]*\d|\d")
_YEN: Final = re.compile(r"(\d[\d,]*)円")
SENTENCE: Final = re.compile(r"[^。！？!?\n]+[。！？!?]*")
_NUMBER: Final = re.compile(r"^(?:\d\.(?!\d)|・)\s*")
_QUOTED: Final = 80
"""Longest value put into a template, in characters."""

_LEAST_WORDS: Final = 3
"""A template that is little more than its values says nothing of its own."""


@dataclass(frozen=True)
class Statement:
    """Where a sentence stands: in answers to FAQ topics, or `anywhere` else (a template, a mail, a safety text)."""

    topics: frozenset[str]
    anywhere: bool


@dataclass
class Founded:
    """What a pack founds.

    Args:
        pack: The pack.
    """

    pack: Pack
    sentences: dict[str, Statement] = field(init=False)
    patterns: list[re.Pattern[str]] = field(init=False)
    prices: set[str] = field(init=False)
    hours: BusinessHours = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, tuple[set[str], list[bool]]] = {}
        self.patterns = []
        for place, text in (*customer_texts(self.pack), *_strings(("diagnosis",), self.pack.diagnosis.model_dump())):
            for sentence in sentences_of(render(self.pack, text)):
                if VARIABLE.search(sentence):
                    self.patterns += _pattern(sentence)
                    continue
                topics, elsewhere = found.setdefault(sentence, (set(), []))
                if place[0] == "faq" and place[-1] == "answer":
                    topics.add(self.pack.faq[int(place[1])].topics[int(place[3])].id)
                else:
                    elsewhere.append(True)
        self.sentences = {text: Statement(frozenset(topics), bool(rest)) for text, (topics, rest) in found.items()}
        self.prices = {price for sentence in self.sentences for price in yen_in(sentence)}
        self.hours = business_hours(self.pack)
        self._values_in = lru_cache(maxsize=4096)(self._match)

    def values_in(self, sentence: str) -> tuple[str, ...] | None:
        """What was put into the template a sentence is made of; None: there is no such template."""
        return self._values_in(sentence)

    def _match(self, sentence: str) -> tuple[str, ...] | None:
        matches = (pattern.fullmatch(sentence) for pattern in self.patterns)
        return min(
            (match.groups() for match in matches if match), key=lambda values: sum(map(len, values)), default=None
        )

    def amounts(self) -> set[int]:
        """Every amount in yen a visit, its cancelling or its moving may cost."""
        pack = self.pack
        cancel = pack.booking.cancel
        amounts = {0, pack.booking.change.fee}
        bookable = [addon.price for addon in pack.addons.values() if addon.bookable]
        repeat = pack.discounts["repeat"].percent if "repeat" in pack.discounts else 0
        for plan in pack.plans.values():
            for percent in (0, repeat or 0):
                for addons in _subsets(bookable):
                    quoted = quote(plan.price, addons, percent)
                    amounts |= {quoted.total, quoted.discount}
            amounts |= {plan.price * share // 100 for share in (cancel.fee_percent, cancel.same_day_percent)}
        amounts |= {addon.price for addon in pack.addons.values()}
        return amounts

    def moments_of_people(self, now: datetime) -> Iterator[datetime]:
        """When a person may be promised to answer."""
        yield self.hours.next_opening(now)
        yield self.hours.next_business_day(now)
        for promise in self.pack.promises.values():
            if promise.minutes is not None:
                yield now + timedelta(minutes=promise.minutes)

    def minutes_of(self, priority: str) -> int | None:
        """Within how many minutes a person answers at this priority, where somebody is there."""
        return next((entry.minutes for name, entry in self.pack.promises.items() if name == priority), None)


def sentences_of(text: str) -> list[str]:
    """A text's sentences and lines in one form, without the marks and numbers of a list."""
    plain = unicodedata.normalize("NFKC", text)
    found = (_NUMBER.sub("", sentence.strip()) for sentence in SENTENCE.findall(plain))
    return [sentence for sentence in found if sentence.strip(" 。！？!?・")]


def figures_in(text: str) -> set[str]:
    """The figures of a text, without the commas of thousands and zeros in front."""
    return {_bare(figure) for figure in FIGURE.findall(unicodedata.normalize("NFKC", text))}


def yen_in(text: str) -> set[str]:
    """The amounts in yen of a text."""
    return {_bare(figure) for figure in _YEN.findall(unicodedata.normalize("NFKC", text))}


def figures_of(amounts: Iterable[int]) -> set[str]:
    """The same for numbers."""
    return {str(amount) for amount in amounts}


def figures_at(moment: datetime) -> set[str]:
    """The figures with which a moment is said."""
    clock = f"{moment.hour}:{moment.minute:02}"
    return {str(moment.year), str(moment.month), str(moment.day), clock, str(moment.hour)}


def _bare(figure: str) -> str:
    return figure.replace(",", "").lstrip("0") or "0"


def _strings(place: Location, value: Any) -> Iterator[tuple[Location, str]]:
    """Every text in a part of the pack, wherever it stands."""
    match value:
        case str():
            yield place, value
        case dict():
            for key, entry in value.items():
                yield from _strings((*place, key), entry)
        case list() | tuple():
            for index, entry in enumerate(value):
                yield from _strings((*place, index), entry)


def _pattern(sentence: str) -> list[re.Pattern[str]]:
    words = VARIABLE.split(sentence)
    if sum(len(word.strip()) for word in words) < _LEAST_WORDS:
        return []
    value = f"(.{{0,{_QUOTED}}}?)"
    return [re.compile(value.join(map(re.escape, words)))]


def _subsets(prices: list[int]) -> Iterator[tuple[int, ...]]:
    for count in range(len(prices) + 1):
        yield from combinations(prices, count)
