"""Reads a customer's message: cut, put together, sort, merge, settle."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.clock import in_tokyo
from domain.dates.calendar import Calendar
from domain.dates.clause import Sorted
from domain.dates.clauses import sort_clauses
from domain.dates.draft import Draft, Finished, finish
from domain.dates.grammar import DayPhrase, Item, TimePhrase, read_phrases
from domain.dates.lexer import tokenize
from domain.dates.merge import merge
from domain.dates.wish import Wish
from domain.dates.wishes import DateWishes, Span
from domain.text import MAX_MESSAGE, normalize

_CIRCLED: Final = re.compile("[①-⑨]")
_LONG_MARK: Final = re.compile(r"(?<=\d)ー(?=\d)")
"""「10ー20」: typed for a hyphen."""


def read_wishes(text: str, now: datetime, *, latest_days: int = 60) -> DateWishes:
    """Reads when a customer would like a visit.

    Args:
        text: The message; no more than `MAX_MESSAGE` characters of it are read.
        now: The present moment; a naive one is Tokyo's.
        latest_days: How many days ahead a visit can be.

    Returns:
        The reading; it never fails, and `found` is false where nothing is said about when.
    """
    today = in_tokyo(now).date()
    calendar = Calendar(today, today + timedelta(days=latest_days))
    message = normalize(_CIRCLED.sub(_as_choice, text[:MAX_MESSAGE])).replace("曰", "日")
    message = _LONG_MARK.sub("-", message)
    items = read_phrases(tokenize(message), message)
    said = sort_clauses(items, calendar)
    refused = [(draft, finish(draft, calendar, refused=True).wish) for draft in said.refused]
    firm = [wish for draft, wish in refused if not draft.guessed]
    wished = [finish(draft, calendar, refusals=firm) for draft in _alike(merge(said.wished), firm)]
    guessed = [wish for draft, wish in refused if draft.guessed and not any(_overlap(wish, one.wish) for one in wished)]
    return _reading(calendar, said, wished, [*firm, *guessed], items)


def _reading(
    calendar: Calendar, said: Sorted, wished: list[Finished], refusals: list[Wish], items: list[Item]
) -> DateWishes:
    wishes = [replace(one.wish, dates=_left(one.wish, refusals)) for one in wished]
    kept = [wish for before, wish in zip(wished, wishes, strict=True) if wish.dates or not before.wish.dates]
    asked = next((one for one in wished if one.doubt), None)
    contradictory = (bool(wishes) and not kept) or any(_is_impossible(wish, refusals) for wish in kept)
    return DateWishes(
        today=calendar.today,
        wishes=tuple(dict.fromkeys(kept)),
        refusals=tuple(dict.fromkeys(refusals)),
        booked=tuple(sorted(said.booked)),
        invalid=tuple(said.faults),
        ambiguous="contradiction" if contradictory else asked.doubt if asked else None,
        choices=asked.choices if asked and not contradictory else (),
        asap=said.asap,
        anytime=said.anytime,
        spans=_spans(said, items),
    )


def _alike(drafts: list[Draft], refusals: list[Wish]) -> list[Draft]:
    """「木曜は14時、金曜なら11時」「明日はだめ、土曜なら」: where one day is that of a week, so is the other."""
    weekly = [draft for draft in drafts if draft.is_open and not draft.every]
    alike = len({draft.rank for draft in weekly}) == 1
    if alike and any(found.holidays for draft in weekly for found in draft.days):  # 「平日は17時以降、土曜は終日」
        for draft in weekly:
            draft.open = True
        return drafts
    if any(not (draft.open or any(found.either for found in draft.days)) for draft in weekly) or any(
        len(refusal.dates) == 1 for refusal in refusals
    ):
        for draft in weekly:
            draft.open = False
            draft.days = [replace(found, either=False) for found in draft.days]
    return drafts


def _left(wish: Wish, refusals: list[Wish]) -> tuple[date, ...]:
    gone = [refusal for refusal in refusals if not refusal.has_hours]
    return tuple(day for day in wish.dates if not any(refusal.covers_day(day) for refusal in gone))


def _overlap(left: Wish, right: Wish) -> bool:
    """Whether some visit could be meant by both, as far as weekdays, dates and hours tell."""
    same_hours = any(left.covers_hour(time(hour)) and right.covers_hour(time(hour)) for hour in range(24))
    if not (left.has_days and right.has_days):
        return same_hours
    return same_hours and (
        any(left.covers_day(day) for day in right.dates)
        or any(right.covers_day(day) for day in left.dates)
        or bool({*left.weekdays} & {*right.weekdays})
    )


def _is_impossible(wish: Wish, refusals: list[Wish]) -> bool:
    """Its last day lies before its first, or all its parts of the day are refused."""
    refused = {part for refusal in refusals if not refusal.has_days for part in refusal.parts}
    if wish.parts and not wish.times and set(wish.parts) <= refused:
        return True
    return bool(wish.not_before and wish.not_after and wish.not_before > wish.not_after)


def _spans(said: Sorted, items: list[Item]) -> tuple[Span, ...]:
    places = {place for draft in (*said.wished, *said.refused) for place in draft.places}
    phrases = [item for item in items if isinstance(item, DayPhrase | TimePhrase)]
    return tuple(Span(p.text, p.start, p.end) for p in phrases if (p.start, p.end) in places)


def _as_choice(circled: re.Match[str]) -> str:
    """① before a day is a first choice; in the normal form it would melt into the number after it."""
    return f"第{ord(circled.group()) - ord('①') + 1}希望 "
