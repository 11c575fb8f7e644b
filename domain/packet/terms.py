"""What a packet is worded with (pack data)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal


@dataclass(frozen=True)
class SlotWords:
    """What the staff call a slot of the diagnosis and its values; a slot of days or talks holds a date or a number."""

    name: str
    values: Mapping[str, str]
    kind: Literal["words", "days", "talks"] = "words"


@dataclass(frozen=True)
class PacketTerms:
    """What things are called.

    Attributes:
        triggers: Reasons for a person.
        slots: The diagnosis slots, in the order in which they are shown.
        topics: The category of each topic of the FAQ.
        feelings: Feelings.
    """

    triggers: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, SlotWords] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    feelings: Mapping[str, str] = field(default_factory=dict)


PLAIN: Final = PacketTerms()
"""No words at all: what was said, and nothing about it."""
