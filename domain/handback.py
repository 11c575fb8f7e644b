"""What whoever hands a conversation back wants the bot to go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

MOST_AGREED: Final = 5
"""Sentences; more than that is no agreement but a transcript, and the dialogue state stays small."""

LONGEST: Final = 200
"""Characters of one."""


@dataclass(frozen=True)
class Handback:
    """A note for the bot.

    Attributes:
        agreed: What was agreed with the customer, in sentences the customer reads as they are.
        by: Who agreed it, as customers know them.
        topic_closed: The matter is settled: nothing that was under way before goes on by itself.
        do_not_offer: Nothing is offered in this episode unless the customer asks for it.
    """

    agreed: tuple[str, ...] = ()
    by: str = ""
    topic_closed: bool = False
    do_not_offer: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Self:
        """Reads what was stored; nothing is an empty note."""
        stored = stored or {}
        return cls(
            tuple(stored.get("agreed", ())),
            stored.get("by", ""),
            bool(stored.get("topic_closed")),
            bool(stored.get("do_not_offer")),
        )

    def plain(self) -> dict[str, Any]:
        """The same as it is stored."""
        return {
            "agreed": list(self.agreed),
            "by": self.by,
            "topic_closed": self.topic_closed,
            "do_not_offer": self.do_not_offer,
        }


@dataclass(frozen=True)
class EndedHandover:
    """The handover of a conversation that ended last."""

    ticket_id: str
    handback: Handback
