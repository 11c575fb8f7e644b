"""Perceptions without an encoder: what the heads would say is given, what rules read is read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.dates import read_wishes
from domain.labels import EmotionLabel, Intent, Target
from domain.perception import Decision, Perception, TopicScore
from domain.reply import Sentiment
from domain.text import normalize
from tests.fakes.clock import MORNING


def perceived(
    text: str = "こんにちは",
    intent: Intent = "question",
    *,
    topics: Sequence[str] | Mapping[str, float] = (),
    decision: Decision | None = None,
    feeling: tuple[EmotionLabel, Target, int] = ("neutral", "none", 0),
    now: datetime = MORNING,
    **fields: Any,
) -> Perception:
    """A message as it was understood. The first topic is answered, unless another decision is given.

    `topics` without scores fall off slowly.
    """
    scores = topics if isinstance(topics, Mapping) else {topic: 0.8 / n for n, topic in enumerate(topics, 1)}
    values: dict[str, Any] = {
        "confidence": 0.9,
        "answerable": 0.9 if topics else 0.1,
        "handover": 0.0,
        "trigger": "human_request",
        "danger": None,
        "slots": {},
        "wishes": read_wishes(normalize(text), now),
    }
    return Perception(
        text=normalize(text),
        intent=intent,
        topics=tuple(TopicScore(topic, score) for topic, score in scores.items()),
        decision=decision or ("answer" if topics else "decline"),
        sentiment=Sentiment(*feeling),
        **(values | fields),
    )
