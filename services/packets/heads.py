"""The head of a packet: what goes to whoever is told of a handover elsewhere, by mail, in Slack, to a webhook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.masking import redact
from store.models import Ticket


@dataclass(frozen=True)
class Head:
    """A handover at a glance.

    Attributes:
        category: What it is about; nothing where the pack has no categories.
        summary: Three lines; nothing where the pack has no words for them.
        sentence: What called for a person.
    """

    category: str
    summary: Sequence[str]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The head as plain JSON values."""
        return {"category": self.category or None, "summary": list(self.summary), "sentence": self.sentence or None}


def head_of(ticket: Ticket, name: str | None = None, *, masked: bool) -> Head:
    """The head of a ticket's packet as it was opened or raised last.

    Args:
        ticket: The handover.
        name: What the customer is called, where it is known.
        masked: Whether names, numbers and addresses stay in the house.
    """
    packet: dict[str, Any] = ticket.packet or {}
    sentences = packet["cause"]["sentences"] if packet else []
    sentence = sentences[-1]["text"] if sentences else ticket.brief.get("message") or ""
    known = [name] if name else []

    def shown(text: str) -> str:
        return redact(text, known) if masked else text

    lines = [shown(line) for line in packet.get("summary", ())]
    return Head(packet.get("category_name") or "", lines, shown(sentence))
