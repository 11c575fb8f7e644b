"""Phrases in a row: days with their ranges and bounds, times, and the words between them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.days import day_name
from domain.dates.grammar.nodes import Atom, Bound, DayPhrase, TimePhrase
from domain.dates.grammar.times import time_name
from domain.dates.tokens import Kind, Token

Item = DayPhrase | TimePhrase | Token

_BOUNDS: Final[dict[Kind, Bound]] = {
    Kind.FROM: "from",
    Kind.START: "from",
    Kind.SINCE: "from",
    Kind.TILDE: "from",
    Kind.LATER: "after",
    Kind.UNTIL: "until",
    Kind.EARLIER: "before",
    Kind.THROUGH: "through",
}


SMALL_HOURS: Final = ("am", "late_night")
"""「日付が変わって土曜の1時」: the day is the one the hour lies on."""


def _tonight(token: Token) -> DayPhrase:
    return DayPhrase(Atom("offset", token.numbers), evening=token.words)


_Tail = tuple[Atom | None, Bound | None, bool]
"""What stands after a name of days: the end of a range, how it bounds, whether 「くらい」 was said."""


@cache
def _tail() -> Parser[_Tail]:
    about = tok(Kind.ABOUT)
    joint = tok(Kind.TILDE, Kind.FROM)
    end = tok(Kind.UNTIL).opt() << tok(Kind.THROUGH).opt()
    lasting = tok(Kind.DURATION).map(lambda token: Atom("duration", token.numbers))
    between = tok(Kind.JOIN) >> day_name() << tok(Kind.BETWEEN)
    run = about.opt() >> joint >> about.opt() >> (tok(Kind.OF).opt() >> lasting | day_name()) << end
    through = about.opt() >> tok(Kind.THROUGH) >> tok(Kind.UNTIL)  # 「今月いっぱいまでに」
    ended: Parser[_Tail] = through.map(lambda _: (None, "until", False))
    bounded: Parser[_Tail] = (about.opt() & tok(*_BOUNDS).opt()).map(
        lambda found: (None, _BOUNDS[found[1].kind] if found[1] else None, _is_about(found[0]))
    )
    return between.map(_up_to("between")) | run.map(_up_to(None)) | ended | bounded


def _up_to(bound: Bound | None) -> Callable[[Atom], _Tail]:
    return lambda last: (last, bound, False)


def _is_about(token: Token | None) -> bool:
    return token is not None and token.text in ("くらい", "ぐらい", "位")


@cache
def _day_phrase() -> Parser[DayPhrase]:
    named = (day_name() & _tail()).map(
        lambda found: DayPhrase(found[0], last=found[1][0], bound=found[1][1], about=found[1][2])
    )
    by_date = (tok(Kind.BY_DATE) >> named).map(lambda phrase: replace(phrase, evening=SMALL_HOURS))
    earliest = (tok(Kind.AT_EARLIEST) >> named).map(lambda phrase: replace(phrase, bound=phrase.bound or "from"))
    latest = (tok(Kind.AT_LATEST) >> named).map(lambda phrase: replace(phrase, bound=phrase.bound or "until"))
    return tok(Kind.TONIGHT).map(_tonight) | by_date | earliest | latest | named


def read_phrases(tokens: Sequence[Token], text: str) -> list[Item]:
    """Puts tokens together to phrases about days and times; other tokens stay as they are.

    Args:
        tokens: From `tokenize`.
        text: The message they were cut from.

    Returns:
        Phrases (with their text and place) and tokens, in order.
    """
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        found = _day_phrase().read(tokens, at) or time_name().read(tokens, at)
        if found is None:
            items.append(tokens[at])
            at += 1
            continue
        phrase, after = found
        start, end = tokens[at].start, tokens[after - 1].end
        items.append(replace(phrase, text=text[start:end], start=start, end=end))
        at = after
    return items
