"""What can go wrong for somebody who reviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.mending import Mendable
from services.reviewing.judging import Found


class UnknownReview(Mendable, LookupError):
    """No sample was drawn of this week, or the conversation is not in it (any more)."""


class AlreadyDrawn(Mendable):
    """Of this week there is a sample."""


class NothingSaid(Mendable):
    """In this week nobody said anything."""


class JudgedMeanwhile(Mendable):
    """Somebody else judged the conversation meanwhile; nothing was written."""


@dataclass(frozen=True)
class Place:
    """A misfit and the turn it is in; None is the verdict's."""

    reply_id: str | None
    found: Found


class JudgementUnfit(Mendable, ValueError):
    """What was judged does not go together. Carries everything that was found."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        named = ", ".join(f"{place.found.misfit} ({place.found.field})" for place in places)
        super().__init__(f"The judgement does not go together: {named}. Mend it and save it again.")
