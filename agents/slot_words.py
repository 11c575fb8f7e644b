"""The words a customer told of their case with: where in the message each slot was said."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.labels import Intent
from domain.packet.pieces import Span, clauses, runs, sentences
from domain.perception import Perception
from domain.text import normalize

MOST_CLAUSES: Final = 4
"""Clauses in a row that may say one slot together; beyond that, the sentence or the message says it."""

_OF_A_CASE: Final[frozenset[Intent]] = frozenset({"trouble", "recommend"})
"""What somebody wants who tells of a noise; whatever else they want, a message is about one only where it names it."""

_OF_NOBODY: Final[frozenset[Intent]] = frozenset({"question", "small_talk", "off_topic", "near_topic"})
"""A question may name a noise that is nobody's; if it tells of the customer's own, the dialogue takes it in."""

_NOISE: Final = frozenset({"noise_type", "source", "sleep_lost"})


def newly_told(perception: Perception, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What a message told: what the dialogue took in, and what it said of the case where no intake is under way.

    Args:
        perception: The message as it was understood.
        before: The slots before it.
        after: And after it.
    """
    told: dict[str, Any] = {}
    of_noise = perception.intent in _OF_A_CASE or not _NOISE.isdisjoint(perception.slots)
    if of_noise and perception.intent not in _OF_NOBODY:
        told |= perception.slots
    for slot, value in after.items():
        if before.get(slot) != value:
            said = perception.slots.get(slot, value)
            told[slot] = said if isinstance(value, list) else value
        elif slot in perception.slots:
            told[slot] = perception.slots[slot]
    return told


def places(text: str, told: Mapping[str, Any], read: Callable[[str], Mapping[str, Any]]) -> dict[str, Any]:
    """Each slot with its value and the shortest part of the text that alone says it; all of it where none does.

    Args:
        text: The message as it was typed.
        told: What it told.
        read: Reads the slots of a normalized text.
    """
    if not told:
        return {}
    parts: list[Span] = [*runs(clauses(text), MOST_CLAUSES), *sentences(text)]
    found: dict[str, Any] = {}
    for part in dict.fromkeys(parts):
        said = read(normalize(text[part[0] : part[1]]))
        for slot, value in told.items():
            if slot not in found and said.get(slot) == value:
                found[slot] = {"value": value, "at": list(part)}
        if len(found) == len(told):
            break
    whole = [0, len(text)]
    return {slot: found.get(slot, {"value": value, "at": whole}) for slot, value in told.items()}
