"""Reading diagnosis slots from a message by the pack's patterns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from domain.attempts import is_to_manager, read_attempts, read_bare_number, tells_of_none, tells_of_some
from domain.noise_hours import clock_mentions
from domain.onset import read_onset
from domain.patterns import any_of, finds_any
from domain.scope import is_denied, is_fellow, is_only_planned, is_own, is_own_time

__all__ = ["SlotPatterns", "SlotReader", "SlotSpec", "compile_slots", "read_attempts"]

_WEAK: Final = "weak"
"""A pattern with a group of this name counts only where nothing else was heard: 「ドンドン」 may be many things."""

_BY_PLACE: Final = frozenset({"noise_type", "source"})
"""Slots in which the value named first wins; in the others the pack's order of values decides."""

_RISING: Final = frozenset({"wants", "negotiation_attempts"})
"""Slots whose values stand in rising order, the last one winning: evidence for a court is wanted for the court."""

_NEGATIVE: Final = frozenset({"no", "none", "no_manager"})
"""Values that are denials themselves: 「一度も言っていません」 takes nothing back."""

_HEARD: Final = re.compile(
    r"[^。!?\n、]{0,12}?(?:音|声|うる|騒|響|やかま|煩|ドタ|ドン|バタ|ドス|ガタ|走|吠|鳴|歩|叫|怒鳴|犬|ピアノ|テレビ|音楽|工事)"
)
_YES: Final = re.compile(
    r"(?:はい|うん|ええ|そうです|その通り|あります|ありました|ある(?:$|[。よね、])|した(?:$|こと|[。よ])|しました|しています)"
)
_NO: Final = re.compile(
    r"(?:いいえ|いえ|いや|ううん|(?:いいえ、|まだ|特に|とくに|一度も|全然)*(?:ない|無い|なし|ありません|ないです|して(?:い?ない|い?ません|へん)|ゼロ|まだ(?:です)?$))"
)
_ANY_TIME: Final = "irregular"
_ABOVE_ALL: Final = re.compile("特に|とくに|とりわけ|中でも|なかでも|一番(?:ひど|うるさ|気にな)")
_BEFORE: Final = re.compile(r"(?:する|の|を起こす)?前に")
"""「弁護士に相談する前に」 names what is not wanted yet."""


@dataclass(frozen=True)
class Mention:
    """A value heard at a place of the text."""

    value: str
    start: int
    end: int
    weak: bool = False

    @property
    def length(self) -> int:
        """Characters of it."""
        return self.end - self.start

    def lies_in(self, other: "Mention") -> bool:
        """Whether another mention says the same place more fully (「隣」 in 「隣の工場」)."""
        inside = other.start <= self.start and self.end <= other.end and self.length < other.length
        return inside and (self.weak or not other.weak)


@dataclass(frozen=True)
class SlotPatterns:
    """How one slot is heard: patterns of each value, in the order in which values win; `many` keeps all of them.

    `amounts` are what values stand for in a slot that holds a number. Patterns are compiled when the slot is first
    spoken of: most messages speak of few slots, and a process starts sooner.
    """

    many: bool
    values: Mapping[str, Sequence[str]]
    amounts: Mapping[str, int]

    @cached_property
    def _any(self) -> tuple[re.Pattern[str], ...]:
        return any_of(pattern for patterns in self.values.values() for pattern in patterns)

    @cached_property
    def _each(self) -> Mapping[str, tuple[re.Pattern[str], ...]]:
        return {value: tuple(map(re.compile, patterns)) for value, patterns in self.values.items()}

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every place where a value is named, whatever is said about it."""
        if not finds_any(self._any, text):
            return
        for value, patterns in self._each.items():
            for pattern in patterns:
                for match in pattern.finditer(text):
                    yield Mention(value, match.start(), match.end(), _WEAK in pattern.groupindex)

    def order(self, value: str) -> int:
        """The rank of a value among the others."""
        return list(self.values).index(value)


class SlotReader:
    """Hears the diagnosis slots in normalized text."""

    def __init__(self, slots: Mapping[str, SlotPatterns]) -> None:
        self._slots = slots

    def read(self, text: str, now: datetime) -> dict[str, Any]:
        """All slots a message says, unsaid ones left out; what is denied or taken back is not said.

        Args:
            text: The normalized message.
            now: For spans such as 「1ヶ月前から」.

        Returns:
            Values by slot: a word, a list of words, an ISO date (`since`) or a number (`negotiation_attempts`).
        """
        said: dict[str, Any] = {}
        for slot, patterns in self._slots.items():
            values = _chosen(slot, patterns, text)
            if values:
                said[slot] = values if patterns.many else values[0]
        since = read_onset(text, now)
        if since is not None:
            said["since"] = since.isoformat()
        attempts = read_attempts(text)
        if attempts is not None:
            said["negotiation_attempts"] = attempts
        elif "negotiation_attempts" in said:
            said["negotiation_attempts"] = self._slots["negotiation_attempts"].amounts[said["negotiation_attempts"]]
        return said

    def read_answer(self, slot: str, text: str, now: datetime) -> dict[str, Any]:
        """All slots a reply to a question says; a bare yes, no or number answers what was asked.

        Args:
            slot: What was asked for.
            text: The normalized reply.
            now: For spans such as 「1ヶ月前から」.
        """
        said = self.read(text, now)
        if slot in said:
            return said
        bare = "yes" if _YES.match(text) else "no" if _NO.match(text) else None
        if slot == "negotiation_attempts":
            number = 0 if tells_of_none(text) else read_bare_number(text)
            if number is None and tells_of_some(text):
                number = 1
            counted = {"yes": 1, "no": 0, None: None}[bare] if number is None else number
            return said if counted is None else said | {slot: counted}
        if bare and slot in self._slots and bare in self._slots[slot].values:
            return said | {slot: bare}
        return said

    def speaks_in_passing(self, slot: str, text: str) -> bool:
        """Whether a slot's values are named by weak words alone: 「毎晩」 tells how often, and hardly which hour."""
        heard = list(self._slots[slot].mentions(text))
        if slot == "time_of_day":
            heard = _with_clocks(heard, text)
        return bool(heard) and all(mention.weak for mention in heard)


def _chosen(slot: str, patterns: SlotPatterns, text: str) -> list[str]:
    """The values a text says, in the order in which they win."""
    heard = list(patterns.mentions(text))
    if slot == "time_of_day":
        heard = _with_clocks(heard, text)
    shortest = min((one.length for one in heard), default=0)
    longer = [one for one in heard if one.length > shortest]
    whole = [one for one in heard if not any(one.lies_in(other) for other in longer)]
    meant = [one for one in whole if _is_meant(slot, one, text)]
    # 「うちの犬が吠えて」: what is said of the dog holds for its bark.
    lost = {one.value for one in whole if not one.weak} - {one.value for one in meant if not one.weak}
    meant = [one for one in meant if one.value not in lost]
    strong = [one for one in meant if not one.weak] or meant
    if slot in _BY_PLACE:
        strong.sort(key=lambda one: (slot == "source" and not _HEARD.match(text, one.end), one.start))
    else:
        strong.sort(key=lambda one: patterns.order(one.value), reverse=slot in _RISING)
    values = list(dict.fromkeys(one.value for one in strong))
    if _ANY_TIME in values and len(values) > 1 and _ABOVE_ALL.search(text):
        values.remove(_ANY_TIME)  # 「一日中ですが、特に夜中が」
    return values


def _with_clocks(heard: list[Mention], text: str) -> list[Mention]:
    """Clock times take the words they are made of with them (「夜8時」 is no 「夜」)."""
    clocks = list(clock_mentions(text))
    words = [one for one in heard if not any(clock.start <= one.start and one.end <= clock.end for clock in clocks)]
    return words + [Mention(value, clock.start, clock.end) for clock in clocks for value in clock.values]


def _is_meant(slot: str, mention: Mention, text: str) -> bool:
    if mention.value not in _NEGATIVE and is_denied(text, mention.end):
        return False
    match slot:
        case "noise_type":
            return not is_own(text, mention.start, mention.end)
        case "source":
            return not is_fellow(text, mention.end)
        case "time_of_day" | "frequency":
            return not is_own_time(text, mention.end)
        case "wants":
            return _BEFORE.match(text, mention.end) is None
        case "manager_contacted":
            return not is_only_planned(text, mention.end)
        case "negotiation_attempts":
            planned = is_only_planned(text, mention.end)
            return not planned and not is_to_manager(text, mention.start, mention.end)
    return True


@dataclass(frozen=True)
class SlotSpec:
    """A slot as a pack writes it: patterns by value, whether it keeps several, what its values stand for as numbers."""

    patterns: Mapping[str, Sequence[str]]
    many: bool = False
    amounts: Mapping[str, int] = field(default_factory=dict)


def compile_slots(slots: Mapping[str, SlotSpec]) -> SlotReader:
    """The reader of the pack's patterns."""
    return SlotReader(
        {
            name: SlotPatterns(
                spec.many,
                spec.patterns,
                spec.amounts,
            )
            for name, spec in slots.items()
        }
    )
