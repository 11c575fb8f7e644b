"""Goes through the phrases of a message and the words around them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from domain.dates.calendar import Calendar, span
from domain.dates.clause import Clause, Sorted
from domain.dates.dayset import DaySet, chosen_of
from domain.dates.grammar import SMALL_HOURS, Atom, DayPhrase, Item, TimePhrase
from domain.dates.hourset import HourSet, resolve_hours
from domain.dates.resolve import resolve
from domain.dates.sayings import SAYINGS
from domain.dates.tokens import Kind, Token
from domain.dates.trail import Trail
from domain.dates.wish import Part

_TWO: Final = 2
_TELLING: Final = frozenset({Kind.STORY, Kind.NOISE, Kind.HABIT})
_RESETS: Final = ("して", "したい", "なりま", "できま")
"""「25日から26日にして」."""
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
    clause = Clause(calendar, moves=any(_is(item, Kind.MOVE, Kind.CANCEL) for item in items) or _moves_booked(items))
    clause.resets = any(_is(item, Kind.GAP, Kind.WANT) and item.text.startswith(_RESETS) for item in items)
    last_days = max((at for at, item in enumerate(items) if isinstance(item, DayPhrase)), default=-1)
    before = DaySet()
    for at, item in enumerate(items):
        if isinstance(item, DayPhrase):
            if _is_remark(clause, item, before):
                clause.remarked = True
                continue
            if _is_condition(clause, item, before, items[at + 1 : at + 2]):
                clause.leave_unsure(clause.pending)
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
    if not (clause.said.wished or clause.said.booked):
        clause.said.wished = [draft for draft in clause.unsure if draft not in clause.said.refused]
    if _only_tells(items) and not clause.said.refused:
        clause.said.wished = []
    return clause.said


def _only_tells(items: Sequence[Item]) -> bool:
    """A story about the noise that asks for nothing: 「週末の昼間。下の階のドラムです」, not 「…なので、土曜」."""
    told = [at for at, item in enumerate(items) if _is_told(item)]
    if not told or any(_is(item, *_ASKING) for item in items):
        return False
    after = items[told[-1] + 1 :]
    reason = next((at for at, item in enumerate(after) if _is(item, Kind.LINK)), len(after))
    sentence = next((at for at, item in enumerate(after) if _is(item, Kind.END)), len(after))
    placed = bool(after) and _is(after[-1], Kind.TOPIC, Kind.TO, Kind.OBJECT)  # 「…がうるさい。金曜、今週の、25時半で」
    return not any(isinstance(item, DayPhrase | TimePhrase) for item in after[reason:]) and not (
        placed and any(isinstance(item, DayPhrase) for item in after[sentence:])
    )


def _is_told(item: Item) -> bool:
    return isinstance(item, Token) and item.kind in _TELLING and "fact" not in item.words


def _add_days(clause: Clause, phrase: DayPhrase, before: DaySet, following: Item | None) -> DaySet:
    if phrase.first.kind == "among_said":
        return _add_between(clause, phrase, before)
    if clause.said.booked and phrase.first.name == "counted":  # 「21日の予約を2日後に」
        phrase = replace(phrase, first=Atom("said", edges=tuple(f"+{days}" for days in phrase.first.numbers)))
        before = DaySet(dates=tuple(clause.said.booked[-1:]))
    if phrase.last and _is_move(phrase, clause, following):
        clause.add_booked(resolve(replace(phrase, last=None), clause.calendar))  # 「土曜から日曜に変更」 is no range
        phrase = replace(phrase, first=phrase.last, last=None)
    if _counts_from(phrase.first) and not clause.trail.ends_in_list:
        clause.leave_referent()
    clause.correcting |= phrase.evening == SMALL_HOURS and bool(clause.pending)  # 「金曜の夜中(日付変わって土曜の1時)」
    found = resolve(phrase, clause.calendar, before, joined=clause.goes_on())
    found = replace(_in_same_week(found, before), listed=clause.trail.ends_in_list)
    clause.carried = []
    clause.pending_faults += found.faults
    if clause.tells_booked and found.dates:
        clause.add_booked(found)  # 「予約は27日です」
    elif not found.is_empty:
        clause.add("days", found, phrase)
    if len(found.dates) == 1:
        clause.single.append(found.dates[0])
    if phrase.evening:
        clause.add("hours", HourSet(phrase.evening[0], (cast("Part", phrase.evening[1]),)), phrase)
    clause.trail = Trail()
    is_its_weekday = found.is_open and not found.listed and {day.weekday() for day in before.dates} == {*found.weekdays}
    return before if is_its_weekday else found  # 「建国記念の日、木曜ですよね、その前日」


def _add_between(clause: Clause, phrase: DayPhrase, before: DaySet) -> DaySet:
    """「18日に戻って26日にまた出ます。そのあいだで」: from one day to the other, which are no wishes themselves."""
    if len(clause.single) < _TWO:
        return before
    days = span(*sorted(clause.single[-_TWO:]))
    clause.leave_referent()
    clause.drop(clause.pending)
    found = DaySet(dates=clause.calendar.clip(days), is_span=True, exact=True)
    clause.add("days", found, phrase)
    clause.trail = Trail()
    return found


def _is_move(phrase: DayPhrase, clause: Clause, following: Item | None) -> bool:
    """「土曜から日曜に変更」「25日から26日にして」: no range, but a booking there is and the day wanted for it."""
    joint = "から" in phrase.text or "→" in phrase.text
    return joint and (clause.moves or clause.resets) and _is(following, Kind.TO)


def _counts_from(atom: Atom) -> bool:
    """「その翌日」, 「その次の週」."""
    beside = bool({"before", "after", "week"} & {*atom.edges})
    return atom.kind == "week_then" or (atom.kind == "said" and beside) or atom.is_shift


def _is_remark(clause: Clause, phrase: DayPhrase, before: DaySet) -> bool:
    """「来週の水曜は祝日ですよね」「第2月曜は成人の日ですが」: the holiday is not another day."""
    one = len(before.dates) == 1 or (len(before.weekdays) == 1 and bool(before.base))
    said = one and bool(clause.pending) and bool(clause.trail)
    only_topic = all(token.kind is Kind.TOPIC for token in clause.trail)
    return said and only_topic and phrase.first.kind in ("holiday", "season") and not phrase.bound and not phrase.last


def _is_condition(clause: Clause, phrase: DayPhrase, before: DaySet, following: Sequence[Item]) -> bool:
    """「31日が日曜なら」: what day it is, not another day."""
    said = (
        len(before.dates) == 1 and bool(clause.pending) and [token.text for token in clause.trail] in (["が"], ["も"])
    )
    return said and phrase.first.kind in ("weekdays", "holiday") and any(_is(item, Kind.OPEN) for item in following)


def _in_same_week(found: DaySet, before: DaySet) -> DaySet:
    """「来週の月曜は無理、火曜なら」: the Tuesday is next week's too."""
    if found.is_open and before.is_span and before.is_unbroken:
        return replace(found, base=before.dates)  # 「来週は月曜が祝日なので火曜」
    if not (found.is_open and before.base and not found.holidays and len(found.weekdays) < len(before.base)):
        return found
    chosen = chosen_of(DaySet(dates=before.base), found)
    return replace(chosen, head=before.head) if chosen.dates else found


def _add_hours(clause: Clause, phrase: TimePhrase) -> None:
    found = resolve_hours(phrase)
    if found and not clause.tells_booked:
        clause.add("hours", found, phrase)
    clause.trail = Trail()


def _moves_booked(items: Sequence[Item]) -> bool:
    """「16日の13時の予約を同じ日の17時に」: what is said after a booking is where it goes."""
    return any(
        isinstance(item, Token) and "予約" in item.text and _is(items[at], Kind.OBJECT) and _phrase_follows(items, at)
        for at, item in enumerate(items[:-1], 1)
    )


def _phrase_follows(items: Sequence[Item], at: int) -> bool:
    for item in items[at + 1 :]:
        if isinstance(item, DayPhrase | TimePhrase):
            return True
        if item.kind is Kind.END:
            return False
    return False


def _is(item: Item | None, *kinds: Kind) -> bool:
    return isinstance(item, Token) and item.kind in kinds
