"""The way of what was approved to customers: asked for by a person, built in the background, then taken up.

Every data folder is brought to the newest publication by itself (hosts that share a database each have one): the
build is made beside what is served, and only what was built to its end is taken up. A crash leaves the old served and
the new to be built again.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.staff import Member
from knowledge.overlay import Overlay, compose, discard_others, served_root, take_up
from knowledge.pack import PackError, check_pack
from services.faq.builder import Build
from services.faq.errors import NothingToPublish, PublicationUnderWay
from services.faq.shelf import Shelf
from services.faq.standing import served_text, version_text
from store import faq, staff
from store.models import FaqPublication
from store.session import Database

if TYPE_CHECKING:
    from filelock import FileLock

LONGEST_FAULT: Final = 2_000
"""Characters of a fault that are kept."""

log = structlog.get_logger(__name__)


class FaqPress:
    """Publishes what was approved.

    Args:
        database: Where versions and publications are kept.
        clock: The business's time.
        shelf: The pack they are laid over.
        begin: Begins to build the knowledge of a folder, in a process of its own.
    """

    def __init__(self, database: Database, clock: Clock, shelf: Shelf, begin: Callable[[Path], Build]) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._begin = begin
        self._building: tuple[int, Overlay, Build] | None = None
        self._given_up: set[int] = set()

    @cached_property
    def _lock(self) -> "FileLock":
        from filelock import FileLock  # costly to import, and there is seldom anything to publish

        return FileLock(self._shelf.data_dir / "faq.lock", thread_local=False)

    def publish(self, member: Member) -> FaqPublication:
        """Sends everything that was approved on its way: it is built in the background, and served after that.

        Raises:
            NotAllowed: The role does not permit it.
            NothingToPublish: Everything is served already.
            PublicationUnderWay: The publication before is not there yet.
        """
        member.require("publish_faq")
        book, served = self._shelf.book(), self._shelf.served()
        with self._database.write() as session:
            if (before := faq.under_way(session, book.company)) is not None:
                raise PublicationUnderWay(f"Publication {before.id} is {before.status}. Wait until it is served.")
            approved = {
                name: row for name, row in faq.approved(session, book.company).items() if name in book.pack.topics
            }
            if all(version_text(row) == served_text(book, name, served) for name, row in approved.items()):
                raise NothingToPublish("Everything that was approved is served already. Approve something first.")
            now = self._clock.now()
            # A topic that says what the pack says again needs nothing laid over it.
            edited = {name: row.id for name, row in approved.items() if version_text(row) != book.text(name)}
            row = FaqPublication(
                pack=book.company, status="waiting", versions=edited, asked_by=member.member_id, asked_at=now
            )
            session.add(row)
            session.flush()
            staff.note_action(session, member.member_id, "faq_publish", now, publication=row.id, topics=len(edited))
            return row

    def advance(self) -> None:
        """Does what there is to do now, and returns: begins a build, looks whether it is done, takes it up.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        if self._building is None:
            self._look_for_work()
        elif self._building[2].is_done:
            number, overlay, build = self._building
            self._building = None
            try:
                self._finish(number, overlay, build.fault)
            finally:
                self._lock.release()

    def stop(self) -> None:
        """Ends what is being built; it is begun again by whoever looks next."""
        if self._building is not None:
            self._building[2].stop()
            self._building = None
            self._lock.release()

    def _look_for_work(self) -> None:
        company = self._shelf.company
        with self._database.read() as session:
            wanted = faq.last_wanted(session, company)
        if wanted is None or wanted.id in self._given_up or wanted.id == self._shelf.served().publication:
            return
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return  # another process is at it
        try:
            with self._database.write() as session:
                row = session.get_one(FaqPublication, wanted.id)
                if row.status == "waiting":
                    row.status, row.began_at = "building", self._clock.now()
                overlay = _overlay(session, row)
            root = compose(self._shelf.root, overlay, self._shelf.data_dir)
            check_pack(root)
            self._building = wanted.id, overlay, self._begin(root)
            log.info("publication is being built", publication=wanted.id, topics=len(overlay.topics))
        except PackError as error:
            self._finish(wanted.id, Overlay(publication=0), str(error))
        finally:
            if self._building is None:
                self._lock.release()

    def _finish(self, number: int, overlay: Overlay, fault: str | None) -> None:
        if fault is None:
            root, data = self._shelf.root, self._shelf.data_dir
            before = served_root(str(root), data)
            take_up(root, data, overlay)
            # The last one stays as a way back, and for processes that are just starting from it.
            discarded = discard_others(root, data, (before, served_root(str(root), data)))
            log.info("publication is served", publication=number, discarded=discarded)
        else:
            self._given_up.add(number)
            log.error("publication cannot be built", publication=number, why=fault)
        with self._database.write() as session:
            row = session.get_one(FaqPublication, number)
            if row.status != "served":  # another host had served it before
                row.status, row.ended_at = ("served" if fault is None else "failed"), self._clock.now()
                row.fault = fault[:LONGEST_FAULT] if fault else None


def _overlay(session: Session, publication: FaqPublication) -> Overlay:
    rows = faq.by_id(session, list(publication.versions.values())).values()
    topics = {
        row.topic_id: {"title": row.title, "question": row.question, "answer": row.answer, "asked": row.asked}
        for row in rows
    }
    return Overlay.model_validate({"publication": publication.id, "topics": topics})
