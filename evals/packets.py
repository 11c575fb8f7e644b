"""What a case expects of the packet of its handover. Only what is named has to match."""

from typing import Annotated, Any

from evals.part import AnyOf, Identifier, Part, Several, Text


class SlotExpected(Part):
    """A slot that has to be told: its value, and words its quote has to hold."""

    value: Any
    words: Text


class PacketExpected(Part):
    """What a person has to read.

    Attributes:
        sentence: What called for a person; any of these, whole or as a part of what is shown.
        before: Words of the sentences before it, where displeasure rose.
        slots: Slots that have to be told; others that were said may be there, too.
        untold: Slots that may not be told.
        answers: Sources that have to be listed.
        promises: Regular expressions, each of which has to be found in a promise.
        category: Any of these.
        next: Any of these kinds of next action.
        summary: Regular expressions that have to be found in the three lines.
        wishes: Names that have to be listed.
        drafts: Regular expressions that have to be found in the drafts.
        never: Regular expressions that may be found nowhere in what is worded.
    """

    sentence: Annotated[tuple[Text, ...], Several] = ()
    before: Annotated[tuple[Text, ...], Several] = ()
    slots: dict[Identifier, SlotExpected] = {}
    untold: AnyOf = ()
    answers: AnyOf = ()
    promises: Annotated[tuple[Text, ...], Several] = ()
    category: AnyOf | None = None
    next: AnyOf | None = None
    summary: Annotated[tuple[Text, ...], Several] = ()
    wishes: AnyOf = ()
    drafts: Annotated[tuple[Text, ...], Several] = ()
    never: Annotated[tuple[Text, ...], Several] = ()
