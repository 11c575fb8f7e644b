"""Weekdays: one, a list, with or without public holidays, and those that narrow a stretch of days."""

from dataclasses import replace
from functools import cache, reduce

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.nodes import Atom, Weekdays
from domain.dates.tokens import Kind, Token


def _weekdays_of(token: Token) -> Weekdays:
    if token.kind is Kind.HOLIDAY:
        return Weekdays((), "also")
    holidays = next((word for word in token.words if word != "or"), "")
    return Weekdays(token.numbers, holidays, "or" in token.words)


def _join(left: Weekdays, pair: tuple[tuple[Token, ...], Weekdays]) -> Weekdays:
    joints, right = pair
    either = any("or" in joint.words for joint in joints)
    numbers = tuple(dict.fromkeys((*left.numbers, *right.numbers)))
    return Weekdays(numbers, left.holidays or right.holidays, left.either or right.either or either)


@cache
def weekdays() -> Parser[Weekdays]:
    """土曜, 土日, 平日, 火曜か木曜."""
    one = tok(Kind.WEEKDAYS)
    joints = tok(Kind.JOIN, Kind.COMMA) & tok(Kind.JOIN, Kind.COMMA).many()
    joined = joints.map(lambda pair: (pair[0], *pair[1]))
    none_or_of = tok(Kind.OF).many()
    more = joined & (one.map(_weekdays_of) | any_holiday()) | none_or_of & any_holiday()
    single = one.where(lambda token: not _is_working(token)).map(_weekdays_of)
    working = one.where(_is_working).map(_weekdays_of)
    beside_working: Parser[tuple[Token, ...]] = tok(Kind.JOIN).map(lambda token: (token,))  # 「平日、木曜」 is no list
    more_than_working = beside_working & (single | any_holiday()) | none_or_of & any_holiday()
    return (single & more.many() | working & more_than_working.many()).map(
        lambda found: reduce(_join, found[1], found[0])
    )


def _is_working(token: Token) -> bool:
    return "never" in token.words


def any_holiday() -> Parser[Weekdays]:
    """祝日."""
    return tok(Kind.HOLIDAY).where(lambda token: not token.words).map(_weekdays_of)


@cache
def narrowing() -> Parser[Weekdays]:
    """The weekdays meant of a stretch: 来週 の月水金."""
    return tok(Kind.OF).opt() >> (weekdays() | any_holiday())


def with_weekdays(pair: tuple[Atom, Weekdays | None]) -> Atom:
    """A name narrowed to weekdays, where some were said."""
    return replace(pair[0], weekdays=pair[1]) if pair[1] else pair[0]
