"""What the customer told of their case, each with the words it came from."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from domain.packet.terms import PacketTerms, SlotWords
from domain.packet.transcript import Line, Transcript
from domain.packet.types import Quote, SlotSaid

MOST: Final = 2
"""Quotes shown of one slot."""


def slots_said(transcript: Transcript, terms: PacketTerms) -> Sequence[SlotSaid]:
    """Every slot that was told, in the pack's order, with the words it came from; what was corrected is left out."""
    told = _told(transcript)
    kept: dict[str, Any] = {slot: said[-1][1] for slot, said in told.items()}
    kept |= {slot: value for slot, value in transcript.state.get("slots", {}).items() if slot in told}
    order = list(terms.slots)
    ranked = sorted(kept, key=lambda slot: order.index(slot) if slot in order else len(order))
    today = transcript.lines[-1].at.date() if transcript.lines else date.min
    return [_said(slot, kept[slot], told[slot], terms.slots.get(slot), today) for slot in ranked]


def _told(transcript: Transcript) -> dict[str, list[tuple[Line, Any, Sequence[int]]]]:
    told: dict[str, list[tuple[Line, Any, Sequence[int]]]] = {}
    for turn in transcript.turns:
        for slot, heard in turn.said.record.get("told", {}).items():
            told.setdefault(slot, []).append((turn.said, heard["value"], heard["at"]))
    return told


def _said(
    slot: str, value: Any, told: Sequence[tuple[Line, Any, Sequence[int]]], words: SlotWords | None, today: date
) -> SlotSaid:
    quotes: list[Quote] = []
    for line, heard, (start, end) in told:
        quote = line.quote((start, end))
        if _is_part(heard, value) and all(quote.text != other.text for other in quotes):
            quotes.append(quote)
    return SlotSaid(slot, words.name if words else slot, value, say(value, words, today), tuple(quotes[:MOST]))


def _is_part(heard: Any, value: Any) -> bool:
    if isinstance(value, list):
        return not set(value).isdisjoint(heard if isinstance(heard, list) else [heard])
    return bool(heard == value)


def say(value: Any, words: SlotWords | None, today: date) -> str:
    """A slot's value in the staff's words.

    Args:
        value: As the diagnosis holds it.
        words: What the staff call it.
        today: Another year than its own is said.
    """
    if isinstance(value, list):
        return "、".join(say(one, words, today) for one in value)
    if words is None:
        return str(value)
    if str(value) in words.values:
        return words.values[str(value)]
    if words.kind == "days":
        day = date.fromisoformat(value)
        value = f"{'' if day.year == today.year else f'{day.year}年'}{day.month}月{day.day}日"
    return words.says.replace("{value}", str(value))
