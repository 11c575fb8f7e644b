"""The FAQ as whoever edits it sees it: what is served, what is being written, what it would look like."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.staff import Member
from knowledge.pack.insertable import Value, insertable
from knowledge.pack.references import REFERENCE, UnknownReference, render_reference
from services.faq.checking import FieldFault, check
from services.faq.shelf import Book, Shelf, TopicText
from services.faq.standing import Standing, approved_text, digest_of, own_text, served_text, standing
from store import faq, staff
from store.models import FaqPublication, FaqVersion
from store.session import Database

PUBLICATIONS: Final = 10
"""How many of the last ones are shown."""


@dataclass(frozen=True)
class TopicLine:
    """A topic in the list. `draft`: what is being written of it, or waits for approval."""

    topic_id: str
    title: str
    standing: Standing
    draft: FaqVersion | None


@dataclass(frozen=True)
class Category:
    """A file of topics."""

    category: str
    title: str
    topics: Sequence[TopicLine]


@dataclass(frozen=True)
class Contents:
    """All topics, what was published lately, and which approved versions are not served yet."""

    categories: Sequence[Category]
    publications: Sequence[FaqPublication]
    unserved: Sequence[str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class TopicPage:
    """A topic with all that is known of it.

    Attributes:
        topic_id: Its id.
        category: The title of its file.
        pack: What the pack's files say.
        served: What customers read now.
        approved: What was approved last; the pack's where nothing was.
        draft: What is being written or waits for approval.
        moved: Whether the pack's files were changed after the approved version was written.
        standing: Which of these is served.
        history: What was approved or refused, the newest first.
        asked: Ways of asking it in the pack's files.
        names: What everybody of the staff is called.
    """

    topic_id: str
    category: str
    pack: TopicText
    served: TopicText
    approved: TopicText
    draft: FaqVersion | None
    moved: bool
    standing: Standing
    history: Sequence[FaqVersion]
    asked: Sequence[str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Preview:
    """A text as a customer would read it, and what speaks against it. Where a reference leads nowhere it stays."""

    title: str
    question: str
    answer: str
    faults: Sequence[FieldFault]


class FaqReading:
    """Shows topics. Whoever calls has made sure who the member is.

    Args:
        database: Where versions are kept.
        shelf: The pack they are laid over.
    """

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database = database
        self._shelf = shelf

    def contents(self, member: Member) -> Contents:
        """All topics by their files, with how each stands.

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("read")
        book, served = self._shelf.book(), self._shelf.served()
        pack = book.pack.company.id
        with self._database.read() as session:
            drafts, approved = faq.opened(session, pack), faq.approved(session, pack)
            publications, names = faq.publications(session, pack, PUBLICATIONS), staff.names(session)
        texts = {name: approved_text(book, name, approved.get(name)) for name in book.pack.topics}
        lines = {
            name: TopicLine(name, texts[name].title, standing(book, name, texts[name], served), drafts.get(name))
            for name in book.pack.topics
        }
        return Contents(
            [Category(one.category, one.title, [lines[topic.id] for topic in one.topics]) for one in book.pack.faq],
            publications,
            [name for name, line in lines.items() if line.standing == "unserved"],
            names,
        )

    def page(self, member: Member, topic_id: str) -> TopicPage:
        """A topic with its draft and its history.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: The pack has no such topic.
        """
        member.require("read")
        book, served = self._shelf.book(), self._shelf.served()
        own = own_text(book, topic_id)
        pack = book.pack.company.id
        with self._database.read() as session:
            newest = faq.approved(session, pack).get(topic_id)
            draft, history = faq.open_draft(session, pack, topic_id), faq.history(session, pack, topic_id)
            names = staff.names(session)
        approved = approved_text(book, topic_id, newest)
        return TopicPage(
            topic_id,
            next(one.title for one in book.pack.faq if topic_id in [topic.id for topic in one.topics]),
            own,
            served_text(book, topic_id, served),
            approved,
            draft,
            newest is not None and newest.base != digest_of(own),
            standing(book, topic_id, approved, served),
            history,
            [text for text, name in book.asked.items() if name == topic_id],
            names,
        )

    def values(self, member: Member) -> Sequence[Value]:
        """The pack's values that may be put into a text.

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("read")
        return insertable(self._shelf.book().pack)

    def preview(self, member: Member, topic_id: str, text: TopicText) -> Preview:
        """Shows a text as a customer would read it, with its faults. Nothing is written.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: The pack has no such topic.
        """
        member.require("read")
        book = self._shelf.book()
        own_text(book, topic_id)
        return Preview(
            _rendered(book, text.title),
            _rendered(book, text.question),
            _rendered(book, text.answer),
            check(book, topic_id, text),
        )


def _rendered(book: Book, text: str) -> str:
    def shown(match: re.Match[str]) -> str:
        try:
            return render_reference(book.pack, match[1])
        except UnknownReference:
            return match[0]

    return REFERENCE.sub(shown, text)
