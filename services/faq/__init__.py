"""The FAQ as the staff edits it: drafts, checks, approval, and the way of what was approved to customers."""

from dataclasses import dataclass
from functools import partial

from domain.clock import Clock
from knowledge.builds import KnowledgeSettings
from services.faq.builder import begin_build
from services.faq.drafts import FaqDrafts
from services.faq.errors import (
    DraftChanged,
    DraftFaulty,
    DraftSettled,
    NothingToPublish,
    PublicationUnderWay,
    UnknownTopic,
)
from services.faq.publishing import FaqPress
from services.faq.reading import FaqReading
from services.faq.shelf import Shelf, TopicText
from store.session import Database

__all__ = [
    "DraftChanged",
    "DraftFaulty",
    "DraftSettled",
    "FaqDesk",
    "NothingToPublish",
    "PublicationUnderWay",
    "Shelf",
    "TopicText",
    "UnknownTopic",
    "open_faq_desk",
]


@dataclass(frozen=True)
class FaqDesk:
    """What whoever edits the FAQ works with."""

    reading: FaqReading
    drafts: FaqDrafts
    press: FaqPress


def open_faq_desk(database: Database, clock: Clock, shelf: Shelf, knowledge: KnowledgeSettings) -> FaqDesk:
    """Puts the desk together.

    Args:
        database: Where versions are kept.
        clock: The business's time.
        shelf: The pack that is edited.
        knowledge: How it is built.
    """
    return FaqDesk(
        FaqReading(database, shelf),
        FaqDrafts(database, clock, shelf),
        FaqPress(database, clock, shelf, partial(begin_build, knowledge)),
    )
