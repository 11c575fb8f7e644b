"""The pack's labelled texts as one list: what every head learns from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.labels import EMOTIONS, INTENTS, TARGETS, TRIGGERS
from knowledge.pack import Pack

NONE: Final = "none"
CATALOGUE: Final = "catalogue"
"""The writer of the topics' own titles and questions; in training always, never held out."""

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "intent": INTENTS,
    "emotion": EMOTIONS,
    "target": TARGETS,
    "intensity": ("0", "1", "2", "3"),
    "trigger": (NONE, *(trigger for trigger in TRIGGERS if trigger not in ("stalled", "uncovered"))),
    "safety": (NONE, "self_harm", "violence", "partner", "child", "emergency"),
}
"""Heads and their classes, besides `topic`, whose classes are the pack's topics. Stalled and uncovered are read from
the course of a conversation, not from one message."""


@dataclass(frozen=True)
class Example:
    """One labelled text. `source` tells which set it is from, `labels` holds a label for every head that has one."""

    text: str
    writer: str
    source: str
    labels: dict[str, str]


_CALM: Final = {"emotion": "neutral", "target": NONE, "intensity": "0", "trigger": NONE, "safety": NONE}


def examples(pack: Pack) -> Iterator[Example]:
    """Every labelled text of the pack.

    Questions are taken to be calm, messages on danger to ask for a person; both are rough, and the calibration of the
    feelings therefore looks at the dialogue sets alone.
    """
    for topic in pack.topics.values():
        for text in dict.fromkeys((topic.question, topic.title)):
            yield Example(text, CATALOGUE, "faq", {**_CALM, "topic": topic.id, "intent": "question"})
    for writer in pack.faq_utterances:
        for topic_id, texts in writer.topics.items():
            for text in texts:
                yield Example(text, writer.writer, "faq", {**_CALM, "topic": topic_id, "intent": "question"})
    for dialogue_writer in pack.dialogue_utterances:
        for group in dialogue_writer.groups:
            labels = {
                "intent": group.intent,
                "emotion": group.emotion.label,
                "target": group.emotion.target,
                "intensity": str(group.emotion.intensity),
                "trigger": group.handover or NONE,
                "safety": NONE,
            }
            if group.handover == "safety":
                labels["safety"] = "self_harm"
            for text in group.texts:
                yield Example(text, dialogue_writer.writer, "dialogue", labels)
    for safety_writer in pack.safety_utterances:
        for safety_group in safety_writer.groups:
            danger = safety_group.kind != NONE
            labels = {
                "intent": "trouble",
                "emotion": "despair" if danger else "anxiety",
                "target": "self" if safety_group.kind == "self_harm" else "neighbour",
                "intensity": "3" if danger else "1",
                "trigger": "safety" if danger else NONE,
                "safety": safety_group.kind,
            }
            for text in safety_group.texts:
                yield Example(text, safety_writer.writer, "safety", labels)
