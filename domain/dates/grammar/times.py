"""Parts of the day and clock times: 夜, 夜7時半, 13時〜15時, 夕方以降."""

from functools import cache
from typing import Final

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.nodes import Bound, Clock, TimePhrase
from domain.dates.tokens import Kind, Token

_MIDDAY: Final = "noon"
_Point = tuple[tuple[str, ...], Clock | None]


def _clock(token: Token, word: str = "") -> Clock:
    hour, minute = (*token.numbers, 0)[:2]
    own = token.words[0] if token.words else word
    return Clock(hour, minute, own, literal=token.text.startswith("0"))


def _bare(token: Token) -> _Point:
    if token.text == "正午":
        return (_MIDDAY, _MIDDAY), _clock(token)
    return ((token.words[0], "") if token.words else ()), _clock(token)


def _beside(pair: tuple[Token, Token]) -> _Point:
    part, clock = pair
    return part.words, _clock(clock, part.words[0])


@cache
def point() -> Parser[_Point]:
    """A clock time with or without a part of the day, or a part of the day alone."""
    part = tok(Kind.PART)
    clock = tok(Kind.CLOCK)
    about = tok(Kind.ABOUT).opt()
    both = ((part << tok(Kind.OF).opt()) & clock).map(_beside)
    alone: Parser[_Point] = part.map(lambda token: (token.words, None))
    return (both | clock.map(_bare) | alone) << about


_BOUNDS: Final[dict[Kind, Bound]] = {
    Kind.FROM: "from",
    Kind.SINCE: "from",
    Kind.LATER: "from",
    Kind.TILDE: "start",
    Kind.UNTIL: "until",
    Kind.EARLIER: "until",
    Kind.START: "start",
}


@cache
def time_name() -> Parser[TimePhrase]:
    """A point, bounded or not, or a range of two; positions are filled in by the caller."""
    joint = tok(Kind.TILDE, Kind.FROM, Kind.START)
    end = tok(Kind.UNTIL).opt() << tok(Kind.THROUGH).opt()
    run = (point() << joint) & point() << end
    bounded = point() & tok(*_BOUNDS).opt()
    until = tok(Kind.TILDE) >> tok(Kind.CLOCK).map(_bare)
    return (
        run.map(lambda pair: TimePhrase(*pair[0], *pair[1]))
        | bounded.map(lambda pair: TimePhrase(*pair[0], bound=_BOUNDS[pair[1].kind] if pair[1] else None))
        | until.map(lambda found: TimePhrase(*found, bound="until"))
    )
