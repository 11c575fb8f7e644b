"""When a language model is asked, and how it should sound."""

from typing import Literal, Self

from pydantic import Field, model_validator

from domain.labels import EmotionLabel, Intent, Target, Trigger
from knowledge.pack.part import Identifier, Part, Text

Share = float


class Unsure(Part):
    """Between which probabilities the local brain is unsure."""

    above: Share = Field(ge=0, le=1)
    below: Share = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.above >= self.below:
            raise ValueError("above must lie under below")
        return self


class Understood(Part):
    """A message and what is to be understood by it."""

    text: Text
    intent: Intent
    feeling: EmotionLabel = "neutral"
    at: Target = "none"
    strength: int = Field(0, ge=0, le=3)
    person: Trigger | None = None
    slots: dict[Identifier, tuple[Text, ...]] = {}


class Understanding(Part):
    """When the model reads a message again.

    Attributes:
        intent: Below this probability of the likeliest intent.
        answerable: Where the FAQ is neither surely right nor surely wrong.
        handover: Where it is not sure whether a person is due; only there may the model say that none is.
        long: Characters from which on a message is long.
        compound: Sentences from which on it may want several things.
        trust: The probability that is given to what the model chose.
        examples: Shown to it.
    """

    intent: Share = Field(ge=0, le=1)
    answerable: Unsure
    handover: Unsure
    long: int = Field(ge=20)
    compound: int = Field(ge=2)
    trust: Share = Field(ge=0, le=1)
    examples: tuple[Understood, ...] = ()


class Worded(Part):
    """A reply as it should be worded: what was said, what is to be told, the draft."""

    customer: Text
    facts: tuple[Text, ...] = ()
    question: str = ""
    reply: Text


class Wording(Part):
    """Which replies the model words, and how.

    Attributes:
        routes: Worded always, or only where the customer shows a feeling or asks for several things.
        longest: Sentences of a reply to which more may be added; a longer one stays as it is.
        manner: How the house speaks.
        examples: Shown to the model.
    """

    routes: dict[Identifier, Literal["always", "felt"]]
    longest: int = Field(4, ge=1)
    manner: Text
    examples: tuple[Worded, ...] = ()


class LanguageModelPart(Part):
    """What a pack says to a language model. A pack without it is served by the local brain alone."""

    understanding: Understanding
    wording: Wording
