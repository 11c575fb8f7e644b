"""A reply plan: what a skill decided to say. Facts carry the meaning; words stand between them."""

from dataclasses import dataclass, field
from typing import Any

from domain.dialogue import DialogueState
from domain.effects import Effect
from domain.reply import BookingCard, HandoverCard, Option, Recommendation, ReplyType, Source


@dataclass(frozen=True)
class Fact:
    """A sentence that is true because of its source: the pack, the customer's record, a booking. Said verbatim."""

    text: str
    source: Source | None = None


@dataclass(frozen=True)
class ReplyPlan:
    """What to say and what to do. `opening` and `closing` are templates' words: empathy, bridges, next steps."""

    type: ReplyType
    route: str
    confidence: float
    state: DialogueState
    opening: str = ""
    facts: tuple[Fact, ...] = ()
    closing: str = ""
    options: tuple[Option, ...] = ()
    effects: tuple[Effect, ...] = ()
    recommendation: Recommendation | None = None
    booking: BookingCard | None = None
    handover: HandoverCard | None = None
    asks: str | None = None
    progress: bool = True
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the facts come from, each once."""
        return tuple(dict.fromkeys(fact.source for fact in self.facts if fact.source is not None))

    @property
    def template(self) -> str:
        """The reply in the templates' own words."""
        return "\n".join(part for part in (self.opening, *(fact.text for fact in self.facts), self.closing) if part)
