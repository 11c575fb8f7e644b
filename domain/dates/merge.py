"""Puts wishes from several clauses together: 「土曜がいいです。夜でお願いします」 is one wish."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from domain.dates.composition import compose_all, compose_each
from domain.dates.dayset import DaySet, chosen_of
from domain.dates.draft import Draft
from domain.dates.wish import Wish


def merge(drafts: Iterable[Draft]) -> list[Draft]:
    """Joins drafts that complete, narrow or correct one another.

    Args:
        drafts: Wishes in the order in which they were said.

    Returns:
        Alternatives, preferred first.
    """
    merged: list[Draft] = []
    for draft in drafts:
        draft.days = compose_all(draft.days)
        _stay_in_stretch(merged, draft)
        if not any(rule(merged, draft) for rule in _RULES):
            merged.append(draft)
    return sorted(merged, key=lambda draft: draft.rank)


def _stay_in_stretch(merged: list[Draft], draft: Draft) -> None:
    """「来週の火曜の午前か金曜の午後」「来週の土曜、だめなら日曜」: the second day is next week's too."""
    if merged and (draft.joined or draft.rank != merged[-1].rank):
        _stay_in_week(merged[-1], draft)


def _corrects(merged: list[Draft], draft: Draft) -> bool:
    if not draft.corrects:
        return False
    if merged:
        _stay_in_week(merged[-1], draft)
        draft.open |= merged[-1].open and not draft.days
        draft.days = draft.days or merged[-1].days
        draft.hours = draft.hours or merged[-1].hours
    merged[:] = [draft]
    return True


def _stay_in_week(before: Draft, draft: Draft) -> None:
    base = next((found.base for found in reversed(before.days) if found.base), ())
    if base and draft.is_open and len(draft.days) == 1:
        draft.days = [chosen_of(DaySet(dates=base), draft.days[0])]


def _adds_hours(merged: list[Draft], draft: Draft) -> bool:
    """Hours said after the days."""
    if not merged or draft.days:
        return False
    open_ones = [wish for wish in merged if not wish.hours]
    for wish in open_ones:
        wish.hours = list(draft.hours)
        wish.places += draft.places
    if open_ones:
        return True
    last = merged[-1]
    if draft.rank != last.rank:
        draft.days = list(last.days)
        return False
    last.hours += draft.hours
    last.places += draft.places
    return True


def _adds_days(merged: list[Draft], draft: Draft) -> bool:
    """Days said after the hours."""
    if not merged or merged[-1].days or not draft.days:
        return False
    hours = merged.pop()
    draft.hours = draft.hours or hours.hours
    draft.places += hours.places
    return False


def _composes(merged: list[Draft], draft: Draft) -> bool:
    """「土曜の夜に。今週の」, 「9月の連休。できれば初日」: what the days of two clauses mean together."""
    if not merged or draft.also or not draft.days or draft.days[0].listed or not merged[-1].days:
        return False
    last = merged[-1]
    twice = bool(last.hours and draft.hours) and not last.is_span
    *others, said = last.days
    together = compose_each(said, draft.days)
    if together == [said] and not (draft.open or draft.hours):
        others = []  # 「月曜と火曜が休みです。火曜の方で」
    is_new = together != [said]
    frames = last.topic and not last.hours and not last.asked  # 「平日なら月曜の夜」
    stands = last.is_open and last.open and not frames
    if twice or not together or (is_new and (stands or draft.told and last.asked)):
        return False
    draft.days = [*others, *together] if draft.rank == last.rank else together
    draft.hours = draft.hours or last.hours
    if draft.rank == last.rank:
        draft.open |= last.open
        draft.places += last.places
        merged.pop()
    return False


def _outweighs(merged: list[Draft], draft: Draft) -> bool:
    """「10日は運動会です。17日で」: what a statement names is no wish where another clause wishes for other days."""
    if draft.told and draft.days and any(wish.days and not wish.told for wish in merged):
        return True
    if draft.days and not draft.told:
        merged[:] = [wish for wish in merged if not wish.told]
    return False


def _bounds(merged: list[Draft], draft: Draft) -> bool:
    """「来週以降で。土日の夜」 and 「土日で。月末までに」."""
    if not merged or not draft.days or draft.rank != merged[-1].rank:
        return False
    last = merged[-1]
    if not draft.is_bound and not last.is_bound:
        return False
    if draft.is_bound and _lies_outside(last.dates, draft):
        merged.pop()
        return False
    if last.is_bound and _is_over_before(last, draft):
        if not last.hours:  # 「16日までなら夜、17日以降なら昼」 are two wishes
            merged.pop()
        return False
    draft.days = [*last.days, *draft.days]
    draft.hours = draft.hours or last.hours
    draft.open |= last.open
    draft.places += last.places
    merged.pop()
    return False


def _lies_outside(dates: tuple[date, ...], bound: Draft) -> bool:
    """「今週は木曜まで出張、来週以降で」: nothing is left of what was said before."""
    limits = [Wish(not_before=found.not_before, not_after=found.not_after) for found in bound.days]
    return bool(dates) and not any(limit.covers_day(day) for limit in limits for day in dates)


def _is_over_before(last: Draft, draft: Draft) -> bool:
    """「20日まで予定が立たないので、21日以降で」."""
    ends = [found.not_after for found in last.days if found.not_after]
    begins = [found.not_before for found in draft.days if found.not_before]
    return bool(ends and begins) and max(ends) < min(begins)


def _keeps_hours(merged: list[Draft], draft: Draft) -> bool:
    """A second choice of day keeps the hours of the first."""
    if merged and draft.days and not draft.hours and draft.rank > merged[-1].rank:
        draft.hours = list(merged[-1].hours)
    return False


_RULES: Final[tuple[Callable[[list[Draft], Draft], bool], ...]] = (
    _corrects,
    _adds_hours,
    _adds_days,
    _composes,
    _outweighs,
    _bounds,
    _keeps_hours,
)
"""Each either takes the draft in (true) or changes it and leaves it to the next."""
