"""Days by their place at other days: the last of them, the day after them, a week on."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from domain.dates.calendar import Calendar
from domain.dates.grammar import Atom

_DAY: Final = timedelta(days=1)
WEEK_EDGES: Final = frozenset({"week", "week_before", "week_after"})
_EDGES: Final[Mapping[str, Callable[[tuple[date, ...]], tuple[date, ...]]]] = {
    "first": lambda days: days[:1],
    "last": lambda days: days[-1:],
    "middle": lambda days: days[len(days) // 2 :][:1],
    "before": lambda days: (days[0] - _DAY,),
    "after": lambda days: (days[-1] + _DAY,),
    "week": lambda days: Calendar(days[0], days[0]).week(0),
    "week_before": lambda days: Calendar(days[0], days[0]).week(-1),
    "week_after": lambda days: Calendar(days[-1], days[-1]).week(1),
}


def edge_days(atom: Atom, days: tuple[date, ...]) -> tuple[date, ...]:
    """The first, last, … of some days or those beside them, where the name asks for them; else all of them."""
    edges = [edge for edge in atom.edges if edge not in WEEK_EDGES]
    return tuple(day for edge in edges for day in beside(edge, days)) if edges else days


def beside(edge: str, days: tuple[date, ...]) -> tuple[date, ...]:
    """The days at one edge of some days: the first of them, the week after them, 「+7」 days on from each."""
    if edge in _EDGES:
        return _EDGES[edge](days)
    return tuple(day + int(edge) * _DAY for day in days)  # "+7"
