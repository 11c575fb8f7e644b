"""Months and days of them: 12月5日, 来月上旬の平日, 第2土曜."""

from dataclasses import replace
from functools import cache

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.nodes import Atom, Weekdays
from domain.dates.grammar.weekdays import narrowing, weekdays, with_weekdays
from domain.dates.tokens import Kind, Token


def month_head(pair: tuple[Token | None, Token]) -> Atom:
    """A month by number or from this one on, and the year before it."""
    year, month = pair
    ahead = month.numbers[0] if month.kind is Kind.MONTH else None
    number = month.numbers[0] if month.kind is Kind.MONTH_NUMBER else None
    return _with_year((year, Atom("month", month=number, ahead=ahead)))


def _with_year(pair: tuple[Token | None, Atom]) -> Atom:
    year, atom = pair
    if year is None:
        return atom
    number = year.numbers[0]
    return replace(atom, years=number) if "relative" in year.words else replace(atom, year=number)


def _days(token: Token) -> Atom:
    return Atom("month", days=token.numbers, run=token.kind is Kind.DAY_RANGE)


def _month_day(token: Token) -> Atom:
    month, *days = token.numbers
    return Atom("month", month=month, days=tuple(days), run="range" in token.words)


def _tail(pair: tuple[Atom, Atom | None]) -> Atom:
    """A month and what stands after it."""
    head, tail = pair
    if tail is None:
        return head
    return replace(
        head, numbers=tail.numbers, part=tail.part, days=tail.days, run=tail.run, nth=tail.nth, weekdays=tail.weekdays
    )


@cache
def month() -> Parser[Atom]:
    """A month, a part of it, days of it, with or without its name."""
    of = tok(Kind.OF).opt()
    part = tok(Kind.MONTH_PART, Kind.PERIOD).map(lambda t: Atom("month", part=t.words[0]))
    nth_week = (tok(Kind.NTH_WEEK).map(lambda t: Atom("month", nth=t.numbers[0], part="週")) & narrowing().opt()).map(
        with_weekdays
    )
    weekend = tok(Kind.WEEKEND).map(lambda _: Weekdays((5, 6)))
    nth = nth_week | (tok(Kind.NTH) & (weekdays() | weekend)).map(
        lambda pair: Atom("month", pair[0].numbers[1:], nth=pair[0].numbers[0], weekdays=pair[1])
    )
    days = tok(Kind.DAYS, Kind.DAY_RANGE).map(_days)
    year = (tok(Kind.YEAR) << of).opt()
    head = (year & tok(Kind.MONTH, Kind.MONTH_NUMBER)).map(month_head)
    tail = of >> (part & narrowing().opt()).map(with_weekdays) | of >> days | of >> nth
    filtered = narrowing().map(lambda found: Atom("month", weekdays=found))
    month_day = (year & tok(Kind.MONTH_DAY).map(_month_day)).map(_with_year)
    bare = tok(Kind.MONTH_PART).map(lambda t: Atom("month", part=t.words[0]))
    return (
        (head & (tail | filtered).opt()).map(_tail)
        | month_day
        | (bare & narrowing().opt()).map(with_weekdays)
        | days
        | nth
        | tok(Kind.PERIOD).map(lambda t: Atom("period", part=t.words[0]))
    )
