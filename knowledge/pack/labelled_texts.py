"""The shape of labelled texts: what the heads and the ranking learn from."""

from typing import Literal

from pydantic import Field

from domain.copilot.advice import FindingKind
from domain.labels import EmotionLabel, Intent, SafetyKind, Target, Trigger
from knowledge.pack.part import Identifier, Part, Text


class EmotionTag(Part):
    """A labelled feeling, whom it is aimed at, and how strong it is."""

    label: EmotionLabel
    target: Target
    intensity: int = Field(ge=0, le=3)


class UtteranceGroup(Part):
    """Messages that share one set of labels."""

    intent: Intent
    emotion: EmotionTag
    handover: Trigger | None
    texts: tuple[Text, ...] = Field(min_length=1)


class DialogueUtterances(Part):
    """One writer's labelled messages."""

    writer: Identifier
    groups: tuple[UtteranceGroup, ...]


class FaqUtterances(Part):
    """One writer's ways of asking each topic."""

    writer: Identifier
    topics: dict[Identifier, tuple[Text, ...]]


class SafetyGroup(Part):
    """Messages of one kind of danger, or of none."""

    kind: SafetyKind | Literal["none"]
    texts: tuple[Text, ...]


class SafetyUtterances(Part):
    """One writer's messages on danger and on what only sounds like it."""

    writer: Identifier
    groups: tuple[SafetyGroup, ...]


class Dialogue(Part):
    """A conversation's customer turns and when, if ever, a person is due (index of the turn)."""

    turns: tuple[Text, ...] = Field(min_length=1)
    handover: Trigger | None
    at: int | None


class Dialogues(Part):
    """One writer's conversations."""

    writer: Identifier
    dialogues: tuple[Dialogue, ...]


class ToneExamples(Part):
    """One writer's sentences to customers: such as are fine, and such as have a fault."""

    writer: Identifier
    fine: tuple[Text, ...] = ()
    faults: dict[FindingKind, tuple[Text, ...]] = {}
