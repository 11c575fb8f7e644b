"""What can go wrong for somebody who edits the FAQ."""

from collections.abc import Sequence

from domain.mending import Mendable
from services.faq.checking import FieldFault


class UnknownTopic(Mendable, LookupError):
    """The pack has no such topic, or the topic no such version."""


class DraftChanged(Mendable):
    """Somebody else changed the draft meanwhile; nothing was written."""


class DraftSettled(Mendable):
    """The draft is not where this step begins: it waits for approval already, or does not any more."""


class DraftFaulty(Mendable, ValueError):
    """The draft may not be served as it is. Carries every fault found."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        self.faults = tuple(faults)
        named = ", ".join(f"{fault.field}: {fault.kind} {fault.quote!r}" for fault in faults)
        super().__init__(f"The draft has faults: {named}. Mend them and try again.")


class NothingToPublish(Mendable):
    """Everything that was approved is served already."""


class PublicationUnderWay(Mendable):
    """Something is on its way to customers; the next publication begins when it is there."""
