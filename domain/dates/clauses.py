"""Goes through the phrases of a message and the words around them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.dates.calendar import Calendar
from domain.dates.clause import Clause, Sorted
from domain.dates.dayset import DaySet, chosen_of
from domain.dates.grammar import Atom, DayPhrase, Item, TimePhrase
from domain.dates.hourset import HourSet, resolve_hours
from domain.dates.resolve import resolve
from domain.dates.sayings import SAYINGS
from domain.dates.tokens import Kind, Token
from domain.dates.trail import Trail
from domain.dates.wish import Part

_TELLING: Final = frozenset({Kind.STORY, Kind.NOISE, Kind.HABIT})
_ASKING: Final = frozenset(
    {
        Kind.WANT, Kind.ASAP, Kind.ANYTIME, Kind.PREFER, Kind.MOVE, Kind.CANCEL, Kind.FALLBACK, Kind.SAME, Kind.THEN,
        Kind.CORRECT, Kind.INSTEAD, Kind.REFUSE, Kind.EXCEPT,
    }
)  # fmt: skip


def sort_clauses(items: Sequence[Item], calendar: Calendar) -> Sorted:
    """Sorts the phrases of a message by what is said of them.

    Args:
        items: Phrases and tokens from the grammar.
        calendar: Today and the latest day.

    Returns:
        Drafts of wishes and refusals, in the order in which they were said.
    """
    clause = Clause(calendar, moves=any(_is(item, Kind.MOVE, Kind.CANCEL) for item in items))
    last_days = max((at for at, item in enumerate(items) if isinstance(item, DayPhrase)), default=-1)
    before = DaySet()
    for at, item in enumerate(items):
        if isinstance(item, DayPhrase):
            if _is_remark(clause, item, before):
                clause.remarked = True
                continue
            before = _add_days(clause, item, before, items[at + 1] if at + 1 < len(items) else None)
        elif isinstance(item, TimePhrase):
            _add_hours(clause, item)
        else:
            clause.days_ahead = at < last_days
            clause.phrase_ahead = item.kind is Kind.OBJECT and clause.moves and _phrase_follows(items, at)
            if item.kind in SAYINGS:
                SAYINGS[item.kind](clause, item)
            clause.trail.append(item)
    clause.end()
    if _only_tells(items):
        clause.said.wished = []
    return clause.said


def _only_tells(items: Sequence[Item]) -> bool:
    """A story about the noise that asks for nothing: 「週末の昼間。下の階のドラムです」, not 「…なので、土曜」."""
    told = [at for at, item in enumerate(items) if _is(item, *_TELLING)]
    if not told or any(_is(item, *_ASKING) for item in items):
        return False
    after = items[told[-1] + 1 :]
    reason = next((at for at, item in enumerate(after) if _is(item, Kind.LINK)), len(after))
    sentence = next((at for at, item in enumerate(after) if _is(item, Kind.END)), len(after))
    placed = bool(after) and _is(after[-1], Kind.TOPIC, Kind.TO, Kind.OBJECT)  # 「…がうるさい。金曜、今週の、25時半で」
    return not any(isinstance(item, DayPhrase | TimePhrase) for item in after[reason:]) and not (
        placed and any(isinstance(item, DayPhrase) for item in after[sentence:])
    )


def _add_days(clause: Clause, phrase: DayPhrase, before: DaySet, following: Item | None) -> DaySet:
    if phrase.last and clause.moves and "から" in phrase.text and _is(following, Kind.TO):
        clause.add_booked(resolve(replace(phrase, last=None), clause.calendar))  # 「土曜から日曜に変更」 is no range
        phrase = replace(phrase, first=phrase.last, last=None)
    if _counts_from(phrase.first) and not clause.trail.ends_in_list:
        clause.leave_referent()
    found = resolve(phrase, clause.calendar, before, joined=clause.goes_on())
    found = replace(_in_same_week(found, before), listed=clause.trail.ends_in_list)
    clause.carried = []
    clause.pending_faults += found.faults
    if not found.is_empty:
        clause.add("days", found, phrase)
    if phrase.evening:
        part: Part = "night" if phrase.evening[1] == "night" else "morning"
        clause.add("hours", HourSet(phrase.evening[0], (part,)), phrase)
    clause.trail = Trail()
    is_its_weekday = found.is_open and not found.listed and {day.weekday() for day in before.dates} == {*found.weekdays}
    return before if is_its_weekday else found  # 「建国記念の日、木曜ですよね、その前日」


def _counts_from(atom: Atom) -> bool:
    """「その翌日」, 「その次の週」."""
    return atom.kind == "week_then" or (atom.kind == "said" and bool({"before", "after", "week"} & {*atom.edges}))


def _is_remark(clause: Clause, phrase: DayPhrase, before: DaySet) -> bool:
    """「来週の水曜は祝日ですよね」「第2月曜は成人の日ですが」: the holiday is not another day."""
    said = len(before.dates) == 1 and bool(clause.pending) and bool(clause.trail)
    only_topic = all(token.kind is Kind.TOPIC for token in clause.trail)
    return said and only_topic and phrase.first.kind in ("holiday", "season") and not phrase.bound and not phrase.last


def _in_same_week(found: DaySet, before: DaySet) -> DaySet:
    """「来週の月曜は無理、火曜なら」: the Tuesday is next week's too."""
    if not (found.is_open and before.base and not found.holidays and len(found.weekdays) < len(before.base)):
        return found
    chosen = chosen_of(DaySet(dates=before.base), found)
    return replace(chosen, head=before.head) if chosen.dates else found


def _add_hours(clause: Clause, phrase: TimePhrase) -> None:
    found = resolve_hours(phrase)
    if found:
        clause.add("hours", found, phrase)
    clause.trail = Trail()


def _phrase_follows(items: Sequence[Item], at: int) -> bool:
    for item in items[at + 1 :]:
        if isinstance(item, DayPhrase | TimePhrase):
            return True
        if item.kind is Kind.END:
            return False
    return False


def _is(item: Item | None, *kinds: Kind) -> bool:
    return isinstance(item, Token) and item.kind in kinds
