"""Goes through the phrases of a message and the words around them."""

from collections.abc import Sequence
from dataclasses import replace

from domain.dates.calendar import Calendar
from domain.dates.clause import Clause, Sorted
from domain.dates.dayset import DaySet
from domain.dates.grammar import DayPhrase, Item, TimePhrase
from domain.dates.hourset import HourSet, resolve_hours
from domain.dates.resolve import resolve
from domain.dates.sayings import SAYINGS
from domain.dates.tokens import Kind, Token
from domain.dates.wish import Part


def sort_clauses(items: Sequence[Item], calendar: Calendar) -> Sorted:
    """Sorts the phrases of a message by what is said of them.

    Args:
        items: Phrases and tokens from the grammar.
        calendar: Today and the latest day.

    Returns:
        Drafts of wishes and refusals, in the order in which they were said.
    """
    clause = Clause(calendar, moves=any(_is(item, Kind.MOVE, Kind.CANCEL) for item in items))
    before = DaySet()
    for at, item in enumerate(items):
        if isinstance(item, DayPhrase):
            before = _add_days(clause, item, before, items[at + 1] if at + 1 < len(items) else None)
        elif isinstance(item, TimePhrase):
            _add_hours(clause, item)
        else:
            clause.phrase_ahead = item.kind is Kind.OBJECT and clause.moves and _phrase_follows(items, at)
            if item.kind in SAYINGS:
                SAYINGS[item.kind](clause, item)
            clause.since.append(item)
    clause.end()
    return clause.said


def _add_days(clause: Clause, phrase: DayPhrase, before: DaySet, following: Item | None) -> DaySet:
    if phrase.last and clause.moves and "から" in phrase.text and _is(following, Kind.TO):
        clause.add_booked(resolve(replace(phrase, last=None), clause.calendar))  # 「土曜から日曜に変更」 is no range
        phrase = replace(phrase, first=phrase.last, last=None)
    found = resolve(phrase, clause.calendar, before, joined=clause.is_joined())
    clause.carried = []
    clause.pending_faults += found.faults
    if not found.is_empty:
        clause.add("days", found, phrase)
    if phrase.evening:
        part: Part = "night" if phrase.evening[1] == "night" else "morning"
        clause.add("hours", HourSet(phrase.evening[0], (part,)), phrase)
    clause.since = []
    return found


def _add_hours(clause: Clause, phrase: TimePhrase) -> None:
    found = resolve_hours(phrase)
    if found:
        clause.add("hours", found, phrase)
    clause.since = []


def _phrase_follows(items: Sequence[Item], at: int) -> bool:
    for item in items[at + 1 :]:
        if isinstance(item, DayPhrase | TimePhrase):
            return True
        if item.kind is Kind.END:
            return False
    return False


def _is(item: Item | None, *kinds: Kind) -> bool:
    return isinstance(item, Token) and item.kind in kinds
