"""Weeks: 来週の月水金, 再来週の後半, 翌週."""

from functools import cache

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.nodes import Atom, Weekdays
from domain.dates.grammar.weekdays import narrowing, with_weekdays
from domain.dates.tokens import Kind, Token


def _week(found: tuple[tuple[Token, tuple[Token, ...]], Token | None]) -> Atom:
    (first, more), part = found
    numbers = tuple(dict.fromkeys((*first.numbers, *(n for token in more for n in token.numbers))))
    return Atom("week", numbers, part=_part_name(part))


def _week_then(found: tuple[tuple[Token, Token | None], Weekdays | None]) -> Atom:
    (token, part), days = found
    return Atom("week_then", name="".join(token.words), part=_part_name(part), weekdays=days)


def _part_name(part: Token | None) -> str | None:
    if part is None:
        return None
    return "末" if part.kind is Kind.WEEKEND else part.words[0]


@cache
def week() -> Parser[Atom]:
    """One week or several, a part of one, some weekdays of one."""
    weeks = tok(Kind.WEEK) & (tok(Kind.JOIN, Kind.COMMA) >> tok(Kind.WEEK)).many()
    part = tok(Kind.OF).opt() >> tok(Kind.PERIOD, Kind.WEEKEND)
    named = (weeks & part.opt()).map(_week)
    weekend = tok(Kind.OF) >> tok(Kind.WEEKEND).map(lambda _: Weekdays((5, 6)))
    later = ((tok(Kind.AFTER_WEEKS) << tok(Kind.ABOUT).opt()) & (narrowing() | weekend)).map(
        lambda pair: Atom("week", pair[0].numbers, weekdays=pair[1])
    )
    same_day = (tok(Kind.WEEK) << tok(Kind.OF).opt()) & tok(Kind.RELATIVE)
    return (
        same_day.map(lambda pair: Atom("offset", (7 * pair[0].numbers[0] + pair[1].numbers[0],)))
        | (named & narrowing().opt()).map(with_weekdays)
        | later
        | tok(Kind.AFTER_WEEKS).map(lambda t: Atom("offset", (7 * t.numbers[0],), name="counted"))
        | (tok(Kind.WEEK_THEN) & part.opt() & narrowing().opt()).map(_week_then)
    )
