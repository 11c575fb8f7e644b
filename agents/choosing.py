"""Candidates for a visit: how they are offered, and which one a message picks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from agents.context import Turn
from agents.visits import as_candidate, as_draft, say_start
from domain.availability import Slot
from domain.plan import Fact
from domain.reply import Candidate, Option, Source

Kept = dict[str, Any]
"""A candidate as the dialogue state remembers it."""

_NUMBERS: Final = {"1": 0, "一": 0, "最初": 0, "初め": 0, "2": 1, "二": 1, "真ん中": 1, "3": 2, "三": 2, "最後": -1}
_NTH: Final = re.compile(r"(?:^|[^\d])([123一二三])(?:番目?|つ目|個目|で|が|$)|(最初|初め|真ん中|最後)")
_FIRST: Final = re.compile(r"(一番|いちばん|もっとも|最も)(早|はや)|最短|早いほう|早い方")
_LAST: Final = re.compile(r"(一番|いちばん|もっとも|最も)(遅|おそ)|遅いほう|遅い方")


@dataclass(frozen=True)
class Offer:
    """Candidates as they are said, offered as buttons, shown and remembered."""

    kept: list[Kept]
    facts: tuple[Fact, ...]
    options: tuple[Option, ...]
    candidates: tuple[Candidate, ...]


def offer(turn: Turn, slots: Sequence[Slot], source: Source) -> Offer:
    """Puts candidates into words, numbered in their order."""
    return again(turn, [as_draft(slot) for slot in slots], source)


def again(turn: Turn, kept: list[Kept], source: Source) -> Offer:
    """Candidates offered before, once more."""
    starts = [say_start(_start(candidate), turn.now) for candidate in kept]
    return Offer(
        kept,
        tuple(Fact(f"{number}. {start}", source) for number, start in enumerate(starts, 1)),
        tuple(Option(start, start) for start in starts),
        tuple(map(as_candidate, kept)),
    )


def chosen(turn: Turn, candidates: list[Kept]) -> Kept | None:
    """The candidate a message picks: by its button, its time, its number, or as the soonest or the latest."""
    if turn.state.asks != "candidate" or not candidates:
        return None
    text, wishes = turn.perception.text, turn.perception.wishes
    for candidate in candidates:
        if say_start(_start(candidate), turn.now) == text:
            return candidate
    fitting = [candidate for candidate in candidates if wishes.wishes and wishes.allows(_start(candidate))]
    if len(fitting) == 1:
        return fitting[0]
    if wishes.wishes:
        return None
    if _FIRST.search(text):
        return min(candidates, key=_start)
    if _LAST.search(text):
        return max(candidates, key=_start)
    nth = _NTH.search(text)
    index = _NUMBERS[nth[1] or nth[2]] if nth else len(candidates)
    return candidates[index] if index < len(candidates) else None


def is_free(turn: Turn, candidate: Kept) -> bool:
    """Whether nobody else has taken a candidate since it was offered."""
    start, end = _start(candidate), datetime.fromisoformat(candidate["end"])
    busy = turn.desk.records.busy(start, end, turn.request.conversation_id)
    return all(span.technician_id != candidate["technician_id"] for span in busy)


def _start(candidate: Kept) -> datetime:
    return datetime.fromisoformat(candidate["start"])
