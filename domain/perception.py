"""What a brain made of one message. Probabilities are calibrated; each field is for routing or for the record."""

from dataclasses import dataclass
from typing import Any, Literal

from domain.dates import DateWishes
from domain.labels import Intent, OwnWish, SafetyKind, Trigger
from domain.reply import Sentiment

Decision = Literal["answer", "ask_back", "decline"]


@dataclass(frozen=True)
class TopicScore:
    """A topic and the probability that the message is about it."""

    id: str
    score: float


@dataclass(frozen=True)
class Perception:
    """A message as it was understood.

    `topics` are best first. `side_topic` is a question asked beside the main wish. `handover` is the probability that a
    person is due because of this message alone, `trigger` the likeliest reason. `slots` are diagnosis values said here.
    `own` is what is asked of the customer's own account. `exact` means the text is a button or a topic's own question,
    understood without any model. `brain` tells which brain had the last word on it.
    """

    text: str
    intent: Intent
    confidence: float
    topics: tuple[TopicScore, ...]
    answerable: float
    decision: Decision
    sentiment: Sentiment
    handover: float
    trigger: Trigger
    danger: SafetyKind | None
    slots: dict[str, Any]
    wishes: DateWishes
    intents: tuple[tuple[Intent, float], ...] = ()
    side_topic: str | None = None
    injection: bool = False
    others_data: bool = False
    exact: bool = False
    own: OwnWish | None = None
    brain: Literal["local", "llm"] = "local"

    def record(self) -> dict[str, Any]:
        """What the turn's record keeps of it; no text."""
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "topics": [{"id": topic.id, "score": round(topic.score, 4)} for topic in self.topics[:3]],
            "answerable": round(self.answerable, 4),
            "decision": self.decision,
            "handover": round(self.handover, 4),
            "trigger": self.trigger,
            "danger": self.danger,
            "slots": self.slots,
            "dates": self.wishes.as_json(),
            "exact": self.exact,
            "own": self.own,
        }
