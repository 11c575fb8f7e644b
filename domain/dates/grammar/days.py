"""Names of days: 来週の月水金, 12月5日(土), 来月上旬の平日, 今度の連休."""

from dataclasses import replace
from functools import cache, reduce

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.nodes import Atom, AtomKind, Weekdays
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
    one = tok(Kind.WEEKDAYS).map(_weekdays_of)
    joint = tok(Kind.JOIN, Kind.COMMA)
    joints = (joint & joint.many()).map(lambda pair: (pair[0], *pair[1]))
    return (one & (joints & (one | _any_holiday()) | tok(Kind.OF).many() & _any_holiday()).many()).map(
        lambda found: reduce(_join, found[1], found[0])
    )


def _of(token: Kind, kind: AtomKind) -> Parser[Atom]:
    return tok(token).map(lambda t: Atom(kind, t.numbers, name="".join(t.words)))


def _any_holiday() -> Parser[Weekdays]:
    return tok(Kind.HOLIDAY).where(lambda token: not token.words).map(_weekdays_of)


@cache
def _filter() -> Parser[Weekdays]:
    return tok(Kind.OF).opt() >> (weekdays() | _any_holiday())


def _with_weekdays(pair: tuple[Atom, Weekdays | None]) -> Atom:
    return replace(pair[0], weekdays=pair[1]) if pair[1] else pair[0]


def _month_head(pair: tuple[Token | None, Token]) -> Atom:
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
    return replace(head, part=tail.part, days=tail.days, run=tail.run, nth=tail.nth, weekdays=tail.weekdays)


@cache
def _month() -> Parser[Atom]:
    of = tok(Kind.OF).opt()
    part = tok(Kind.MONTH_PART, Kind.PERIOD).map(lambda t: Atom("month", part=t.words[0]))
    nth_week = (tok(Kind.NTH_WEEK).map(lambda t: Atom("month", nth=t.numbers[0], part="週")) & _filter().opt()).map(
        _with_weekdays
    )
    nth = nth_week | (tok(Kind.NTH) & tok(Kind.WEEKDAYS)).map(
        lambda pair: Atom("month", nth=pair[0].numbers[0], weekdays=_weekdays_of(pair[1]))
    )
    days = tok(Kind.DAYS, Kind.DAY_RANGE).map(_days)
    year = (tok(Kind.YEAR) << of).opt()
    head = (year & tok(Kind.MONTH, Kind.MONTH_NUMBER)).map(_month_head)
    tail = of >> (part & _filter().opt()).map(_with_weekdays) | of >> days | of >> nth
    filtered = _filter().map(lambda found: Atom("month", weekdays=found))
    month_day = (year & tok(Kind.MONTH_DAY).map(_month_day)).map(_with_year)
    bare = tok(Kind.MONTH_PART).map(lambda t: Atom("month", part=t.words[0]))
    return (
        (head & (tail | filtered).opt()).map(_tail)
        | month_day
        | (bare & _filter().opt()).map(_with_weekdays)
        | days
        | nth
        | tok(Kind.PERIOD).map(lambda t: Atom("period", part=t.words[0]))
    )


def _week(found: tuple[tuple[Token, tuple[Token, ...]], Token | None]) -> Atom:
    (first, more), part = found
    numbers = tuple(dict.fromkeys((*first.numbers, *(n for token in more for n in token.numbers))))
    return Atom("week", numbers, part=("末" if part.kind is Kind.WEEKEND else part.words[0]) if part else None)


@cache
def _week_of() -> Parser[Atom]:
    weeks = tok(Kind.WEEK) & (tok(Kind.JOIN, Kind.COMMA) >> tok(Kind.WEEK)).many()
    part = tok(Kind.OF).opt() >> tok(Kind.PERIOD, Kind.WEEKEND)
    week = (weeks & part.opt()).map(_week)
    later = (tok(Kind.AFTER_WEEKS) & _filter()).map(lambda pair: Atom("week", pair[0].numbers, weekdays=pair[1]))
    same_day = (tok(Kind.WEEK) << tok(Kind.OF).opt()) & tok(Kind.RELATIVE)
    return (
        same_day.map(lambda pair: Atom("offset", (7 * pair[0].numbers[0] + pair[1].numbers[0],)))
        | (week & _filter().opt()).map(_with_weekdays)
        | later
        | tok(Kind.AFTER_WEEKS).map(lambda t: Atom("offset", (7 * t.numbers[0],)))
    )


@cache
def _spans() -> Parser[Atom]:
    spans = _of(Kind.SEASON, "season") | _of(Kind.LONG_WEEKEND, "long_weekend")
    return (spans & _filter().opt()).map(_with_weekdays)


@cache
def _single() -> Parser[Atom]:
    weekend = tok(Kind.WEEKEND).map(lambda _: Weekdays((5, 6)))
    on_weekdays = (weekdays() | weekend).map(lambda found: Atom("weekdays", weekdays=found))
    return (
        _of(Kind.FULL_DATE, "date")
        | _of(Kind.RELATIVE, "offset")
        | _of(Kind.AFTER_MONTHS, "months")
        | _of(Kind.WITHIN, "deadline")
        | _of(Kind.WEEK_START, "week_start")
        | _of(Kind.HOLIDAY, "holiday")
        | _of(Kind.AFTER_LONG_WEEKEND, "after_long_weekend")
        | _of(Kind.NEW_YEAR, "new_year")
        | _of(Kind.YEAR_END, "year_end")
        | on_weekdays
    )


@cache
def day_name() -> Parser[Atom]:
    """Any name of days, with the weekday noted beside it."""
    unnoted = _month() | _week_of() | _spans() | _single()
    nearest = (tok(Kind.NEXT) >> unnoted).map(lambda atom: replace(atom, nearest=True))
    named = nearest | unnoted
    full_weekday = tok(Kind.WEEKDAYS).where(lambda t: len(t.numbers) == 1)
    noted = tok(Kind.NOTED_WEEKDAY) | tok(Kind.OF).opt() >> full_weekday
    holiday = tok(Kind.OF).opt() >> tok(Kind.HOLIDAY).where(lambda t: not t.words)
    dated = named.where(_is_dated)
    return (dated & noted).map(_noted) | dated << holiday | named


def _noted(pair: tuple[Atom, Token]) -> Atom:
    return replace(pair[0], noted=pair[1].numbers[0])


def _is_dated(atom: Atom) -> bool:
    return atom.kind in ("date", "offset") or len(atom.days) == 1
