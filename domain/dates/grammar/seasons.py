"""Holidays, seasons and long weekends, and the days before and after them."""

from dataclasses import replace
from functools import cache
from typing import Final

from domain.dates.grammar.combinators import Parser, tok
from domain.dates.grammar.months import month_head
from domain.dates.grammar.nodes import Atom, AtomKind
from domain.dates.grammar.weekdays import narrowing, with_weekdays
from domain.dates.tokens import Kind

_PAIR: Final = 2
"""So many weekdays after a span are the first of them (「連休明けの月曜」); of more, all that follow are meant."""


def named_by(token: Kind, kind: AtomKind) -> Parser[Atom]:
    """A name that one token is."""
    return tok(token).map(lambda t: Atom(kind, t.numbers, name="".join(t.words)))


def named_holiday() -> Parser[Atom]:
    """海の日, but not 祝日."""
    return tok(Kind.HOLIDAY).where(lambda t: bool(t.words)).map(lambda t: Atom("holiday", name=t.words[0]))


@cache
def substitute() -> Parser[Atom]:
    """「春分の日の振替休日」."""
    named = tok(Kind.HOLIDAY).where(lambda t: bool(t.words)) << tok(Kind.OF).opt()
    return named >> tok(Kind.HOLIDAY).where(lambda t: t.words == ("振替休日",)).map(
        lambda t: Atom("holiday", name=t.words[0])
    )


@cache
def season() -> Parser[Atom]:
    """お盆, 三連休, 成人の日の連休, 9月の連休, GWの後半."""
    month = (tok(Kind.MONTH, Kind.MONTH_NUMBER) << tok(Kind.OF)).map(lambda t: month_head((None, t)))
    around = tok(Kind.HOLIDAY).where(lambda t: bool(t.words)) << tok(Kind.ABOUT).opt() << tok(Kind.OF).opt()
    long_weekend = tok(Kind.LONG_WEEKEND)
    in_season = tok(Kind.SEASON) << tok(Kind.OF).opt()
    spans = (
        (in_season & long_weekend).map(lambda pair: Atom("long_weekend", name=pair[0].words[0]))
        | named_by(Kind.SEASON, "season")
        | (around & long_weekend).map(lambda pair: Atom("long_weekend", name=pair[0].words[0]))
        | (month & long_weekend).map(lambda pair: replace(pair[0], kind="long_weekend"))
        | named_by(Kind.LONG_WEEKEND, "long_weekend")
    )
    part = tok(Kind.OF).opt() >> tok(Kind.PERIOD)
    halved = (spans & part.opt()).map(lambda pair: replace(pair[0], part=pair[1].words[0]) if pair[1] else pair[0])
    return (halved & narrowing().opt()).map(with_weekdays)


@cache
def after_season() -> Parser[Atom]:
    """連休明け, お盆明けの月曜, GW前の金曜."""
    bare = tok(Kind.AFTER_LONG_WEEKEND).map(lambda _: Atom("long_weekend", edges=("after",)))
    month = (tok(Kind.MONTH, Kind.MONTH_NUMBER) << tok(Kind.OF)).map(lambda t: month_head((None, t)))
    of_month = (month << tok(Kind.AFTER_LONG_WEEKEND)).map(lambda m: replace(m, kind="long_weekend", edges=("after",)))
    long_weekend = of_month | bare
    weekday = narrowing().where(lambda found: len(found.numbers) <= _PAIR)
    beside = season() & tok(Kind.LATER, Kind.EARLIER)
    apart = beside.map(lambda pair: replace(pair[0], edges=("after" if pair[1].kind is Kind.LATER else "before",)))
    return (apart & weekday).map(with_weekdays) | (long_weekend & weekday.opt()).map(with_weekdays)
