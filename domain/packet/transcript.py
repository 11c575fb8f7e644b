"""A conversation as a packet is made from it: what was said, and what was understood of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from domain.packet.pieces import Span
from domain.packet.types import Quote

Role = Literal["customer", "bot", "staff", "notice"]


@dataclass(frozen=True)
class Line:
    """One message.

    Attributes:
        message_id: Its id.
        seq: Its place.
        role: Who spoke.
        text: What was said.
        at: When.
        answers: The message this one replies to.
        reply: Of a bot's message, the chat API's Reply.
        record: Of a customer's message, what its turn noted.
    """

    message_id: str
    seq: int
    role: Role
    text: str
    at: datetime
    answers: str | None = None
    reply: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)

    def quote(self, span: Span | None = None) -> Quote:
        """Words of it, or all of it."""
        start, end = span if span is not None else (0, len(self.text))
        return Quote(self.message_id, self.seq, self.text[start:end].strip())


@dataclass(frozen=True)
class Turn:
    """A customer's message with the reply to it; None while there is none, or where it was a silence."""

    said: Line
    reply: Line | None

    @property
    def feeling(self) -> Mapping[str, Any]:
        """How the customer felt: label, target, intensity."""
        sentiment: Mapping[str, Any] = self.reply.reply.get("sentiment", {}) if self.reply else {}
        return sentiment

    @property
    def is_displeased(self) -> bool:
        """Whether they were displeased with the company."""
        feeling = self.feeling
        return feeling.get("target") == "company" and feeling.get("label") not in ("neutral", "joy", None)


@dataclass(frozen=True)
class Transcript:
    """A conversation up to a moment.

    Attributes:
        lines: The messages, in order.
        state: The dialogue state at their end.
        customer: The customer's name; None where nobody knows it.
        type: b2c or b2b; likewise.
        contact: How they can be reached; None where nobody knows that.
        visit: The next visit of theirs that will take place: its start and its plan.
        earlier: Handovers of this conversation that are over: the reason, and the note of whoever ended it.
        begins: When the last of them ended; what was said before belongs to them.
    """

    lines: Sequence[Line]
    state: Mapping[str, Any] = field(default_factory=dict)
    customer: str | None = None
    type: str | None = None
    contact: str | None = None
    visit: tuple[datetime, str] | None = None
    earlier: Sequence[tuple[str, str | None]] = ()
    begins: datetime | None = None

    @property
    def episode(self) -> Sequence["Turn"]:
        """The turns since the last handover was over."""
        return [turn for turn in self.turns if self.begins is None or turn.said.at >= self.begins]

    @property
    def handed(self) -> str | None:
        """What the customer was in the middle of when a person was called, such as `booking`."""
        flows = [turn.said.record["flow"] for turn in self.episode if turn.said.record.get("flow")]
        return flows[-1] if flows else None

    @property
    def turns(self) -> Sequence[Turn]:
        """The customer's messages, each with the reply to it."""
        replies = {line.answers: line for line in self.lines if line.answers is not None}
        return [Turn(line, replies.get(line.message_id)) for line in self.lines if line.role == "customer"]

    @property
    def last_seq(self) -> int:
        """The place of the last message; 0 where nothing was said."""
        return self.lines[-1].seq if self.lines else 0
