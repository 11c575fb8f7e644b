"""What two phrases about days mean together: the later one narrows, repeats or remarks on the earlier one."""

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

from domain.dates.dayset import DaySet, chosen_of


def compose_all(days: list[DaySet]) -> list[DaySet]:
    """Puts the phrases of one breath together (「今週末の連休のうち、日曜か月曜」); a list stays a list."""
    return reduce(_with_next, days, [])


def compose_each(before: DaySet, after: list[DaySet]) -> list[DaySet]:
    """Puts a list of days together with what was said before it (「8月なら6日か13日」).

    Returns:
        The days they mean together, or nothing where some of them stand for themselves.
    """
    together = [compose(before, found) for found in after]
    return [found for found in together if found] if all(together) else []


def list_at_end(days: list[DaySet]) -> list[DaySet]:
    """The last phrase and those it is listed with: of 「1月中の日曜、ただし10日以外」 the 10th alone."""
    start = len(days) - 1
    while start > 0 and (days[start].listed or _are_alike(days[start - 1], days[start])):
        start -= 1
    return days[max(start, 0) :]


def _are_alike(before: DaySet, after: DaySet) -> bool:
    apart = not {*before.dates} & {*after.dates}
    return apart and not (before.is_span or before.is_bound) and before.is_open == after.is_open


def _with_next(said: list[DaySet], found: DaySet) -> list[DaySet]:
    if said and not found.listed:
        if len(said) > 1 and _is_remark_on(found, said):
            return said
        together = compose(said[-1], found)
        if together:
            return [*said[:-1], replace(together, listed=said[-1].listed)]
    return [*said, found]


def _is_remark_on(found: DaySet, said: list[DaySet]) -> bool:
    """「19日か26日、どちらも月曜」."""
    named = {day.weekday() for days in said for day in days.dates}
    return found.is_open and bool(named) and named <= {*found.weekdays}


def compose(before: DaySet, after: DaySet) -> DaySet | None:
    """Puts two phrases together.

    Args:
        before: What was said first.
        after: What was said next, not joined to it by か or と.

    Returns:
        The days they mean together, or None where each stands for itself.
    """
    if after.is_open:
        return _with_weekdays(before, after)
    if after.dates:
        return _with_dates(before, after)
    return _with_bound(before, after)


def _with_weekdays(before: DaySet, after: DaySet) -> DaySet | None:
    if before.is_open:
        return after if {*after.weekdays} <= {*before.weekdays} else None
    if before.is_bound:
        return None
    if {day.weekday() for day in before.dates} <= {*after.weekdays} and after.holidays != "never":
        return before  # 「16日、火曜日」
    chosen = chosen_of(before, after)
    return chosen if chosen.dates and (before.is_span or len(before.dates) > 1) else None


def _with_dates(before: DaySet, after: DaySet) -> DaySet | None:
    if before.is_open:
        return _placed(before, after)
    if before.is_bound:
        inside = _within(after.dates, before)
        return replace(after, dates=inside) if inside else None
    shared = {*before.dates} & {*after.dates}
    if before.is_span and after.is_span and not after.exact:
        meant = shared if shared < {*before.dates} else {*after.dates}
        return replace(after, dates=tuple(sorted(meant))) if shared else None
    if shared and after.is_span and not after.exact:  # 「16日、来週の」, 「5月の平日、できれば中旬」
        return replace(before, dates=tuple(sorted(shared)), base=before.base or after.dates)
    if shared == {*after.dates} or before.is_span and (shared or _is_near(before, after)):
        return after  # 「GWの連休、5月2日から6日」
    return None


def _placed(before: DaySet, after: DaySet) -> DaySet | None:
    """「金曜、今週の」, 「火曜、16日」."""
    if after.is_span:
        return chosen_of(after, before)
    return after if {day.weekday() for day in after.dates} <= {*before.weekdays} else None


def _with_bound(before: DaySet, after: DaySet) -> DaySet | None:
    """「来週、水曜以降」, 「20日まで、21日以降」."""
    if before.not_after and after.not_before and before.not_after < after.not_before:
        return after
    if len(before.dates) == 1 and before.dates[0] in (after.not_before, after.not_after):
        return after  # 「連休明け、7日以降」
    inside = _within(before.dates, after)
    return replace(before, dates=inside) if before.is_span and inside else None


def _within(days: tuple[date, ...], bound: DaySet) -> tuple[date, ...]:
    return tuple(
        day
        for day in days
        if (not bound.not_before or day >= bound.not_before) and (not bound.not_after or day <= bound.not_after)
    )


def _is_near(stretch: DaySet, days: DaySet) -> bool:
    """「9月の最終週、28日から30日」: where a stretch ends is told apart by the days beside it."""
    week = timedelta(days=7)
    return stretch.dates[0] - week <= days.dates[0] and days.dates[-1] <= stretch.dates[-1] + week
