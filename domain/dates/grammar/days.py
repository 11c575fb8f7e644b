"""Names of days: 来週の月水金, 12月5日(土), 来月上旬の平日, 今度の連休."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.months import month
from domain.dates.grammar.nodes import Atom, Weekdays
from domain.dates.grammar.seasons import after_season, named_by, named_holiday, season, substitute
from domain.dates.grammar.weekdays import narrowing, weekdays, with_weekdays
from domain.dates.grammar.weeks import week
from domain.dates.tokens import Kind, Token


@cache
def _single() -> Parser[Atom]:
    weekend = tok(Kind.WEEKEND).map(lambda _: Weekdays((5, 6)))
    on_weekdays = (weekdays() | weekend).map(lambda found: Atom("weekdays", weekdays=found))
    return (
        named_by(Kind.FULL_DATE, "date")
        | named_by(Kind.RELATIVE, "offset")
        | named_by(Kind.AFTER_MONTHS, "months")
        | named_by(Kind.WITHIN, "deadline")
        | named_by(Kind.WEEK_START, "week_start")
        | substitute()
        | named_by(Kind.HOLIDAY, "holiday")
        | named_by(Kind.TURN, "turn")
        | tok(Kind.SAME_DAY).map(lambda _: Atom("said"))
        | on_weekdays
    )


_Change = Callable[[Atom], Atom]


@cache
def _unplaced() -> Parser[Atom]:
    in_month = tok(Kind.MONTH, Kind.MONTH_NUMBER) >> tok(Kind.OF) >> (season() | named_holiday())
    name = after_season() | season() | in_month | month() | week() | _single()
    nearest = (tok(Kind.NEXT) & name).map(
        lambda pair: replace(pair[1], nearest=not pair[0].words, then=bool(pair[0].words))
    )
    return nearest | name


@cache
def _place() -> Parser[_Change]:
    """「三連休の最終日」「天皇誕生日の前日か翌日」「8日の週の水曜」「明日から5日目」「20日の3日後」."""
    part = tok(Kind.OF).opt() >> tok(Kind.PERIOD)
    its_week = tok(Kind.ITS_WEEK, Kind.EDGE).where(_is_week) & part.opt() & narrowing().opt()
    count = tok(Kind.COUNT).map(lambda token: _at_edges(f"+{token.numbers[0] - 1}"))
    edges = (tok(Kind.EDGE) & (tok(Kind.JOIN) >> tok(Kind.EDGE)).many()).map(lambda pair: (pair[0], *pair[1]))
    return (
        its_week.map(_in_week)
        | count
        | tok(Kind.SHIFT).map(lambda token: _at_edges(*token.words))
        | edges.map(lambda found: _at_edges(*("".join(edge.words) for edge in found)))
    )


@cache
def _beside_said() -> Parser[Atom]:
    """「翌日なら」「3日後ろに」「連休は無理。その前の金曜」「そのあいだで」."""
    apart = tok(Kind.EDGE).where(lambda t: t.text.startswith("そ")) & narrowing()
    at_said = tok(Kind.EDGE).where(_is_beside_said) | tok(Kind.SHIFT)
    return (
        tok(Kind.AMONG_SAID).map(lambda _: Atom("among_said"))
        | apart.map(lambda pair: Atom("said", edges=pair[0].words, weekdays=pair[1]))
        | at_said.map(lambda token: Atom("said", edges=token.words))
    )


@cache
def _note() -> Parser[_Change]:
    """The weekday or 祝日 beside a date."""
    weekday = tok(Kind.NOTED_WEEKDAY) | tok(Kind.OF).opt() >> _full_weekday()
    holiday = tok(Kind.OF).opt() >> tok(Kind.HOLIDAY).where(lambda token: not token.words)
    return weekday.map(_noting) | holiday.map(lambda _: _unchanged)


@cache
def day_name() -> Parser[Atom]:
    """Any name of days, with the weekday noted beside it."""
    named = _unplaced().changed_by(_place()) | _beside_said()
    noted = named.changed_by(_note(), when=_is_dated)
    holiday = tok(Kind.HOLIDAY, Kind.SEASON, Kind.LONG_WEEKEND) & tok(Kind.EDGE).opt() & tok(Kind.OF).opt()
    beside_holiday = holiday >> noted.where(
        lambda atom: _is_dated(atom) and (atom.noted is not None or _is_exact(atom))
    )
    plain_of = tok(Kind.OF).where(lambda token: not token.words)
    noted_before = (_full_weekday() << plain_of) & named.where(_is_dated)
    return beside_holiday | noted_before.map(lambda pair: _noting(pair[0])(pair[1])) | noted


def _full_weekday() -> Parser[Token]:
    return tok(Kind.WEEKDAYS).where(lambda token: len(token.numbers) == 1)


def _at_edges(*edges: str) -> _Change:
    return lambda atom: replace(atom, edges=edges)


def _in_week(found: tuple[tuple[Token, Token | None], Weekdays | None]) -> _Change:
    (token, part), weekdays = found
    name = part.words[0] if part else None
    return lambda atom: with_weekdays((replace(atom, edges=token.words, week_part=name), weekdays))


def _noting(token: Token) -> _Change:
    return lambda atom: replace(atom, noted=token.numbers[0])


def _unchanged(atom: Atom) -> Atom:
    return atom


def _is_exact(atom: Atom) -> bool:
    """「国民の休日の22日」: the name beside it adds nothing."""
    return bool(atom.days) or atom.kind == "date"


def _is_beside_said(token: Token) -> bool:
    """「翌日なら」, 「どこか、できれば真ん中の日」."""
    return token.text in ("翌日", "次の日", "あくる日", "前日", "前の日") or token.words[0] in (
        "first",
        "middle",
        "last",
    )


def _is_week(token: Token) -> bool:
    return token.words[0].startswith("week")


def _is_dated(atom: Atom) -> bool:
    return atom.kind in ("date", "offset", "said") or len(atom.days) == 1
