"""Names of days: 来週の月水金, 12月5日(土), 来月上旬の平日, 今度の連休."""

from dataclasses import replace
from functools import cache, reduce
from typing import Final

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.nodes import Atom, AtomKind, Weekdays
from domain.dates.tokens import Kind, Token

_PAIR: Final = 2
"""So many weekdays after a span are the first of them (「連休明けの月曜」); of more, all that follow are meant."""


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
    more = joined & (one.map(_weekdays_of) | _any_holiday()) | none_or_of & _any_holiday()
    single = one.where(lambda token: not _is_working(token)).map(_weekdays_of)
    working = one.where(_is_working).map(_weekdays_of)
    beside_working: Parser[tuple[Token, ...]] = tok(Kind.JOIN).map(lambda token: (token,))  # 「平日、木曜」 is no list
    more_than_working = beside_working & (single | _any_holiday()) | none_or_of & _any_holiday()
    return (single & more.many() | working & more_than_working.many()).map(
        lambda found: reduce(_join, found[1], found[0])
    )


def _is_working(token: Token) -> bool:
    return "never" in token.words


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
    return replace(
        head, numbers=tail.numbers, part=tail.part, days=tail.days, run=tail.run, nth=tail.nth, weekdays=tail.weekdays
    )


@cache
def _month() -> Parser[Atom]:
    of = tok(Kind.OF).opt()
    part = tok(Kind.MONTH_PART, Kind.PERIOD).map(lambda t: Atom("month", part=t.words[0]))
    nth_week = (tok(Kind.NTH_WEEK).map(lambda t: Atom("month", nth=t.numbers[0], part="週")) & _filter().opt()).map(
        _with_weekdays
    )
    weekend = tok(Kind.WEEKEND).map(lambda _: Weekdays((5, 6)))
    nth = nth_week | (tok(Kind.NTH) & (weekdays() | weekend)).map(
        lambda pair: Atom("month", pair[0].numbers[1:], nth=pair[0].numbers[0], weekdays=pair[1])
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
    return Atom("week", numbers, part=_part_name(part))


def _week_then(found: tuple[tuple[Token, Token | None], Weekdays | None]) -> Atom:
    (token, part), days = found
    return Atom("week_then", name="".join(token.words), part=_part_name(part), weekdays=days)


def _part_name(part: Token | None) -> str | None:
    if part is None:
        return None
    return "末" if part.kind is Kind.WEEKEND else part.words[0]


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
        | tok(Kind.AFTER_WEEKS).map(lambda t: Atom("offset", (7 * t.numbers[0],), name="counted"))
        | (tok(Kind.WEEK_THEN) & part.opt() & _filter().opt()).map(_week_then)
    )


@cache
def _spans() -> Parser[Atom]:
    """お盆, 三連休, 成人の日の連休, 9月の連休, GWの後半."""
    month = (tok(Kind.MONTH, Kind.MONTH_NUMBER) << tok(Kind.OF)).map(lambda t: _month_head((None, t)))
    around = tok(Kind.HOLIDAY).where(lambda t: bool(t.words)) << tok(Kind.ABOUT).opt() << tok(Kind.OF).opt()
    long_weekend = tok(Kind.LONG_WEEKEND)
    in_season = tok(Kind.SEASON) << tok(Kind.OF).opt()
    spans = (
        (in_season & long_weekend).map(lambda pair: Atom("long_weekend", name=pair[0].words[0]))
        | _of(Kind.SEASON, "season")
        | (around & long_weekend).map(lambda pair: Atom("long_weekend", name=pair[0].words[0]))
        | (month & long_weekend).map(lambda pair: replace(pair[0], kind="long_weekend"))
        | _of(Kind.LONG_WEEKEND, "long_weekend")
    )
    part = tok(Kind.OF).opt() >> tok(Kind.PERIOD)
    halved = (spans & part.opt()).map(lambda pair: replace(pair[0], part=pair[1].words[0]) if pair[1] else pair[0])
    return (halved & _filter().opt()).map(_with_weekdays)


@cache
def _after_span() -> Parser[Atom]:
    """連休明け, お盆明けの月曜, GW前の金曜."""
    long_weekend = tok(Kind.AFTER_LONG_WEEKEND).map(lambda _: Atom("long_weekend", edges=("after",)))
    weekday = _filter().where(lambda found: len(found.numbers) <= _PAIR)
    later = (_spans() << tok(Kind.LATER)).map(lambda atom: replace(atom, edges=("after",)))
    earlier = (_spans() << tok(Kind.EARLIER)).map(lambda atom: replace(atom, edges=("before",)))
    return ((long_weekend | later | earlier) & weekday).map(_with_weekdays) | long_weekend


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
        | _of(Kind.TURN, "turn")
        | tok(Kind.SAME_DAY).map(lambda _: Atom("said"))
        | on_weekdays
    )


@cache
def day_name() -> Parser[Atom]:
    """Any name of days, with the weekday noted beside it."""
    in_month = tok(Kind.MONTH, Kind.MONTH_NUMBER) >> tok(Kind.OF)
    unnoted = _after_span() | _spans() | in_month >> (_spans() | _named_holiday()) | _month() | _week_of() | _single()
    nearest = (tok(Kind.NEXT) & unnoted).map(
        lambda pair: replace(pair[1], nearest=not pair[0].words, then=bool(pair[0].words))
    )
    unplaced = nearest | unnoted
    edges = (tok(Kind.EDGE) & (tok(Kind.JOIN) >> tok(Kind.EDGE)).many()).map(lambda pair: (pair[0], *pair[1]))
    week = tok(Kind.ITS_WEEK, Kind.EDGE).where(_is_week).map(lambda token: (token,))
    in_week = ((unplaced & week).map(_placed) & _filter().opt()).map(_with_weekdays)
    beside_said = tok(Kind.EDGE).where(_is_beside_said).map(lambda t: Atom("said", edges=t.words))
    named = in_week | (unplaced & edges.opt()).map(_placed) | beside_said
    full_weekday = tok(Kind.WEEKDAYS).where(lambda t: len(t.numbers) == 1)
    noted = tok(Kind.NOTED_WEEKDAY) | tok(Kind.OF).opt() >> full_weekday
    holiday = tok(Kind.OF).opt() >> tok(Kind.HOLIDAY).where(lambda t: not t.words)
    dated = named.where(_is_dated)
    of = tok(Kind.OF).opt()
    beside = (tok(Kind.HOLIDAY, Kind.SEASON, Kind.LONG_WEEKEND) & tok(Kind.EDGE).opt()) >> of
    plain_of = tok(Kind.OF).where(lambda t: not t.words)
    noted_before = ((full_weekday << plain_of) & dated).map(lambda pair: _noted((pair[1], pair[0])))
    with_note = (dated & noted).map(_noted)
    return beside >> (with_note | dated.where(_is_exact)) | noted_before | with_note | dated << holiday | named


def _named_holiday() -> Parser[Atom]:
    return tok(Kind.HOLIDAY).where(lambda t: bool(t.words)).map(lambda t: Atom("holiday", name=t.words[0]))


def _placed(pair: tuple[Atom, tuple[Token, ...] | None]) -> Atom:
    """「三連休の最終日」「天皇誕生日の前日か翌日」「8日の週」."""
    atom, edges = pair
    return replace(atom, edges=tuple("".join(edge.words) for edge in edges)) if edges else atom


def _noted(pair: tuple[Atom, Token]) -> Atom:
    return replace(pair[0], noted=pair[1].numbers[0])


def _is_exact(atom: Atom) -> bool:
    """「国民の休日の22日」: the name beside it adds nothing."""
    return bool(atom.days) or atom.kind == "date"


def _is_beside_said(token: Token) -> bool:
    """「翌日なら」, 「どこか、できれば真ん中の日」."""
    return token.text == "翌日" or token.words[0] in ("first", "middle", "last")


def _is_week(token: Token) -> bool:
    return token.words[0].startswith("week")


def _is_dated(atom: Atom) -> bool:
    return atom.kind in ("date", "offset", "said") or len(atom.days) == 1
