"""The diagnosis: slots, how they are heard and asked for, and the rules that judge them."""

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.pack.part import Identifier, Part, Text


class SlotValue(Part):
    """One value of a diagnosis slot: how it is called, and the patterns by which a message says it."""

    label: Text
    patterns: tuple[str, ...] = ()
    button: bool = True
    stands_for: int | None = Field(None, ge=0)
    """In a slot of days or talks: how many days ago it began, how many talks were held."""


class Slot(Part):
    """A thing the diagnosis wants to know."""

    question: Text | None = None
    kind: Literal["words", "days", "talks"] = "words"
    """Its values are words, a date (days since) or a number (talks held)."""
    many: bool = False
    values: dict[str, SlotValue] = {}

    @model_validator(mode="after")
    def _stands_for_numbers(self) -> Self:
        vague = [name for name, value in self.values.items() if self.kind != "words" and value.stands_for is None]
        if vague:
            raise ValueError(f"values of a slot of {self.kind} need stands_for: {', '.join(vague)}")
        return self


class AtLeast(Part):
    """A condition on a number: days since the noise began, talks held."""

    at_least: int


class Rule(Part):
    """One rule of the diagnosis: what follows when all its conditions hold, and why, in words for the customer."""

    then: Identifier
    when: dict[Identifier, tuple[str, ...] | AtLeast]
    reason: Text


class Diagnosis(Part):
    """The intake: what is asked, how answers are read, and what follows from them."""

    max_questions: int = Field(5, ge=1)
    order: tuple[Identifier, ...]
    slots: dict[Identifier, Slot]
    categories: dict[Identifier, Text]
    category_of: dict[Identifier, Identifier]
    category_notes: dict[Identifier, Text] = {}
    urgencies: dict[Identifier, Text]
    urgency_rules: tuple[Rule, ...] = Field(min_length=1)
    plan_rules: tuple[Rule, ...] = Field(min_length=1)
    empathy: dict[Identifier, Text]
