"""How a topic stands: what the pack says of it, what was approved, what is served."""

import hashlib
from typing import Literal

from knowledge.overlay import Overlay
from services.faq.errors import UnknownTopic
from services.faq.shelf import Book, TopicText
from store.models import FaqVersion

Standing = Literal["pack", "edited", "unserved"]
"""The pack's own text is served; an edited one is; what was approved last is not served yet."""


def own_text(book: Book, topic_id: str) -> TopicText:
    """What the pack's files say of a topic.

    Raises:
        UnknownTopic: The pack has no such topic.
    """
    if topic_id not in book.pack.topics:
        raise UnknownTopic(f"There is no topic {topic_id}. See the list of topics.")
    return book.text(topic_id)


def version_text(row: FaqVersion) -> TopicText:
    """What a version says."""
    return TopicText(row.title, row.question, row.answer, tuple(row.asked))


def approved_text(book: Book, topic_id: str, newest: FaqVersion | None) -> TopicText:
    """What was approved last; what the pack's files say where nothing ever was."""
    return version_text(newest) if newest else book.text(topic_id)


def served_text(book: Book, topic_id: str, served: Overlay) -> TopicText:
    """What customers read now."""
    edited = served.topics.get(topic_id)
    return TopicText(edited.title, edited.question, edited.answer, edited.asked) if edited else book.text(topic_id)


def standing(book: Book, topic_id: str, approved: TopicText, served: Overlay) -> Standing:
    """How a topic stands."""
    if approved != served_text(book, topic_id, served):
        return "unserved"
    return "edited" if topic_id in served.topics else "pack"


def digest_of(text: TopicText) -> str:
    """A digest of a text: equal for equal texts."""
    parts = (text.title, text.question, text.answer, *text.asked)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
