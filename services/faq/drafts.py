"""Drafts of FAQ topics, from the first word to approval. Nothing here reaches a customer."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.staff import Member, NotAllowed
from domain.text import clean
from services.faq.checking import check
from services.faq.errors import DraftChanged, DraftFaulty, DraftSettled, UnknownTopic
from services.faq.shelf import Book, Shelf, TopicText
from services.faq.standing import digest_of, own_text, version_text
from store import faq, staff
from store.models import FaqVersion
from store.session import Database


class FaqDrafts:
    """Writes, proposes, approves. Whoever calls has made sure who the member is.

    Args:
        database: Where versions are kept.
        clock: The business's time.
        shelf: The pack they are laid over.
    """

    def __init__(self, database: Database, clock: Clock, shelf: Shelf) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf

    def save(
        self, member: Member, topic_id: str, text: TopicText, revision: int | None, why: str | None = None
    ) -> FaqVersion:
        """Writes the draft of a topic, faults and all; begins one where there is none.

        Args:
            member: Who writes.
            topic_id: Which topic.
            text: As it shall be.
            revision: Of the draft that was changed; None where none was there.
            why: For whoever approves it.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: The pack has no such topic.
            DraftChanged: Somebody else changed or began it meanwhile.
            DraftSettled: It waits for approval, and is not changed meanwhile.
        """
        member.require("edit_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            return self._write(session, member, book, topic_id, text, revision, why)

    def restore(self, member: Member, topic_id: str, number: int) -> FaqVersion:
        """Begins a draft with what an earlier version said; 0 is what the pack's files say.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: There is no such topic or version.
            DraftChanged: Somebody has begun a draft already.
        """
        member.require("edit_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            old = faq.numbered(session, book.company, topic_id, number) if number else None
            if number and old is None:
                raise UnknownTopic(f"{topic_id} has no version {number}. See its history.")
            text = version_text(old) if old else own_text(book, topic_id)
            row = self._write(session, member, book, topic_id, text, None, None)
            row.restores = number
            return row

    def propose(self, member: Member, topic_id: str, revision: int) -> FaqVersion:
        """Gives a draft to whoever approves it; it is not changed from then on.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: The pack has no such topic, or there is no draft of it.
            DraftChanged: Somebody else changed it meanwhile.
            DraftSettled: It waits for approval already.
            DraftFaulty: It may not be served as it is.
        """
        member.require("edit_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            row = self._draft(session, book, topic_id, revision, "draft")
            _refuse_faults(book, row)
            return self._settle(session, member, row, "proposed")

    def take_back(self, member: Member, topic_id: str, revision: int) -> FaqVersion:
        """Makes what waits for approval a draft again.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: Nothing of this topic waits.
            DraftChanged: Somebody else changed it meanwhile.
            DraftSettled: It does not wait.
        """
        member.require("edit_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            return self._settle(session, member, self._draft(session, book, topic_id, revision, "proposed"), "draft")

    def discard(self, member: Member, topic_id: str, revision: int) -> FaqVersion:
        """Throws a draft away.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: There is no draft of this topic.
            DraftChanged: Somebody else changed it meanwhile.
            DraftSettled: It waits for approval.
        """
        member.require("edit_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            return self._settle(session, member, self._draft(session, book, topic_id, revision, "draft"), "discarded")

    def approve(self, member: Member, topic_id: str, revision: int, remark: str | None = None) -> FaqVersion:
        """Approves what waits: it is served with the next publication.

        Raises:
            NotAllowed: The role does not permit it, or it is the member's own draft.
            UnknownTopic: Nothing of this topic waits.
            DraftChanged: Somebody else changed it meanwhile.
            DraftSettled: It does not wait.
            DraftFaulty: The pack was changed meanwhile, and it may not be served as it is.
        """
        member.require("publish_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            row = self._draft(session, book, topic_id, revision, "proposed")
            if row.author == member.member_id and not member.may("members"):
                raise NotAllowed(f"The draft of {topic_id} is your own. Ask another manager or an admin to approve it.")
            _refuse_faults(book, row)
            row.number = faq.next_number(session, book.company, topic_id)
            return self._settle(session, member, row, "approved", remark)

    def refuse(self, member: Member, topic_id: str, revision: int, remark: str | None = None) -> FaqVersion:
        """Refuses what waits. It stays in the history, and can be begun again from what is served.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTopic: Nothing of this topic waits.
            DraftChanged: Somebody else changed it meanwhile.
            DraftSettled: It does not wait.
        """
        member.require("publish_faq")
        book = self._shelf.book()
        with self._database.write() as session:
            return self._settle(
                session, member, self._draft(session, book, topic_id, revision, "proposed"), "refused", remark
            )

    def _write(
        self,
        session: Session,
        member: Member,
        book: Book,
        topic_id: str,
        text: TopicText,
        revision: int | None,
        why: str | None,
    ) -> FaqVersion:
        own, now = own_text(book, topic_id), self._clock.now()
        row = faq.open_draft(session, book.company, topic_id, lock=True)
        if row is not None and row.status != "draft":
            raise DraftSettled(f"The draft of {topic_id} waits for approval. Take it back to change it.")
        if (row.revision if row else None) != revision:
            raise _changed(topic_id)
        if row is None:
            row = FaqVersion(
                pack=book.company,
                topic_id=topic_id,
                status="draft",
                author=member.member_id,
                created_at=now,
                revision=0,
            )
            session.add(row)
        row.title, row.question, row.answer = (_tidy(one) for one in (text.title, text.question, text.answer))
        row.asked = [kept for way in text.asked if (kept := _tidy(way))]
        row.base, row.why, row.author = digest_of(own), clean(why) if why else None, member.member_id
        row.changed_at, row.revision = now, row.revision + 1
        try:
            session.flush()
        except IntegrityError as error:  # of two who begin at once the database lets one
            raise _changed(topic_id) from error
        staff.note_action(session, member.member_id, "faq_draft", now, topic=topic_id, version=row.id)
        return row

    def _draft(self, session: Session, book: Book, topic_id: str, revision: int, status: str) -> FaqVersion:
        row = faq.open_draft(session, book.company, topic_id, lock=True)
        if row is None:
            raise UnknownTopic(f"There is no draft of {topic_id}. Begin one by editing the topic.")
        if row.revision != revision:
            raise _changed(topic_id)
        if row.status != status:
            raise DraftSettled(f"The draft of {topic_id} is {row.status}. Look at it again.")
        return row

    def _settle(
        self, session: Session, member: Member, row: FaqVersion, status: str, remark: str | None = None
    ) -> FaqVersion:
        now = self._clock.now()
        row.status, row.revision = status, row.revision + 1
        if status in ("approved", "refused"):
            row.settled_by, row.settled_at, row.remark = member.member_id, now, clean(remark) if remark else None
        staff.note_action(session, member.member_id, f"faq_{status}", now, topic=row.topic_id, version=row.id)
        return row


def _tidy(text: str) -> str:
    """Browsers end lines in two characters."""
    return clean(text.replace("\r\n", "\n"))


def _refuse_faults(book: Book, row: FaqVersion) -> None:
    if faults := check(book, row.topic_id, version_text(row)):
        raise DraftFaulty(faults)


def _changed(topic_id: str) -> DraftChanged:
    return DraftChanged(f"Somebody else changed the draft of {topic_id} meanwhile. Look at it again, then change it.")
