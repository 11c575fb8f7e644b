"""The batch: everybody in chunks, each stored with the news it makes and with how far the batch has come.

A chunk is computed with nothing held and stored in one transaction, if the lease still counts. So a batch that was
killed goes on behind its last chunk, and two that go on with the same one never store a customer twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from domain.clock import Clock, SystemClock, in_tokyo
from domain.mending import Mendable
from domain.success.customer_360 import Customer360
from services.customers import CustomerViews
from services.ids import new_id
from services.scoring.assessment import Assessor
from services.scoring.news import News, campaigns_of, news_of
from services.scoring.rows import parts_before, score_row
from store import campaigns, outbox, scores
from store.models import ScoreRun
from store.session import Database
from store.success import newest_scores

LEASE: Final = timedelta(minutes=1)
"""How long one chunk may take."""

FRESH: Final = timedelta(days=2)
"""What turned red longer ago than this is history, which is stored and told nobody."""

MOMENT: Final = timedelta(microseconds=1)
"""The shortest time the database tells apart."""

log = structlog.get_logger(__name__)


class BatchRefused(Mendable):
    """A batch cannot be begun or gone on with."""


class BatchTaken(Mendable):
    """Somebody else goes on with this batch. What they did not store is theirs to compute."""


@dataclass(frozen=True)
class Progress:
    """How far a batch has come: customers scored of all there are, and events written since it was last asked."""

    scored: int
    total: int
    events: int = 0
    finished: bool = False


@dataclass(frozen=True)
class Batch:
    """A batch that was taken.

    Attributes:
        run_id: Its id.
        at: The moment it scores as of.
        lease: Names this taking.
        cursor: The last customer scored.
        scored: How many were.
        total: How many there are.
        tells: Whether its news are told: not those of a moment long past, or of one that has later scores.
    """

    run_id: str
    at: datetime
    lease: str
    cursor: str | None
    scored: int
    total: int
    tells: bool


class Scoring:
    """Scores everybody.

    Args:
        database: Where everything is.
        assessor: Computes the scores.
        clock: The business's time.
        views: Reads customers; chunks of its size are stored together.
        wall: The machine's time, for leases.
    """

    def __init__(
        self,
        database: Database,
        assessor: Assessor,
        clock: Clock,
        *,
        views: CustomerViews | None = None,
        wall: Clock | None = None,
    ) -> None:
        self._database = database
        self._assessor = assessor
        self._clock = clock
        self._views = views or CustomerViews(database)
        self._wall = wall or SystemClock()

    def begin(self, at: datetime | None = None, *, tell: bool = True) -> Batch:
        """Begins a batch.

        Args:
            at: The moment it scores as of; now where it is None.
            tell: Whether its news are told; they never are of a moment long past, or where later scores are stored.

        Raises:
            BatchRefused: The moment lies in the future, or it was scored already.
        """
        now = self._clock.now()
        at = in_tokyo(at or now)
        if at > now:
            raise BatchRefused(f"{at.isoformat()} lies in the future; it is {now.isoformat()}. Give a moment before.")
        with self._database.write() as session:
            if (known := scores.run_as_of(session, at)) is not None:
                how = "Give another moment: --at" if known.finished_at else "Go on with it: zenbu score --resume"
                raise BatchRefused(f"A batch as of {at.isoformat()} is there already ({known.id}). {how}")
            run = ScoreRun(
                id=new_id("run"),
                at=at,
                started_at=self._wall.now(),
                scored=0,
                failed=0,
                model_version=self._assessor.model_version,
            )
            session.add(run)
            session.flush()
            return self._taken(session, run, tell)

    def resume(self, *, tell: bool = True) -> Batch:
        """Goes on with the batch that was not finished, whoever had it before.

        Raises:
            BatchRefused: There is none.
        """
        with self._database.write() as session:
            run = scores.newest_unfinished(session)
            if run is None:
                raise BatchRefused("No batch waits to be gone on with. Begin one: zenbu score")
            return self._taken(session, run, tell)

    def take_free(self, run_id: str) -> Batch | None:
        """Goes on with a batch if nobody works on it."""
        now = self._wall.now()
        with self._database.write() as session:
            lease = new_id("lease")
            if not scores.take_free(session, run_id, lease, now, now + LEASE):
                return None
            return self._batch(session, session.get_one(ScoreRun, run_id), lease, tell=True)

    def run(self, batch: Batch, limit: int | None = None) -> Iterator[Progress]:
        """Scores chunk after chunk, and tells after each how far it has come.

        Args:
            batch: What was taken.
            limit: Most customers to score in this call; the batch is left to be gone on with.

        Raises:
            BatchTaken: Somebody else went on with it meanwhile.
        """
        scored, left = batch.scored, limit
        for views in self._views.views(None, batch.at, after=batch.cursor):
            some = views if left is None else views[:left]
            if some:
                events = self._store(batch, some)
                scored += len(some)
                yield Progress(scored, batch.total, events)
            left = None if left is None else left - len(some)
            if left == 0:
                self.release(batch)
                return
        with self._database.write() as session:
            if not scores.finish(session, batch.run_id, batch.lease, self._wall.now()):
                raise _taken_away(batch)
        log.info("everybody scored", run_id=batch.run_id, scored=scored)
        yield Progress(scored, batch.total, finished=True)

    def release(self, batch: Batch) -> None:
        """Leaves a batch to whoever goes on with it."""
        with self._database.write() as session:
            scores.release(session, batch.run_id, batch.lease)

    def _taken(self, session: Session, run: ScoreRun, tell: bool) -> Batch:
        lease = new_id("lease")
        scores.take(session, run.id, lease, self._wall.now() + LEASE)
        return self._batch(session, run, lease, tell)

    def _batch(self, session: Session, run: ScoreRun, lease: str, tell: bool) -> Batch:
        total = scores.count_customers(session, run.at.date())
        fresh = self._clock.now() - run.at <= FRESH
        tells = tell and fresh and scores.is_latest(session, run.at)
        return Batch(run.id, run.at, lease, run.cursor, run.scored, total, tells)

    def _store(self, batch: Batch, views: list[Customer360]) -> int:
        ids = [view.customer_id for view in views]
        said = self._views.remarks(ids, batch.at)
        with self._database.read() as session:
            before = newest_scores.as_of(session, ids, batch.at - MOMENT)
        assessed = self._assessor.assess(views, said, parts_before(before))
        terms, version = self._assessor.terms.upsell, self._assessor.model_version
        rows = [score_row(assessment, terms, batch.run_id, version) for assessment in assessed]
        news = [
            (assessment.view.customer_id, told)
            for assessment in assessed
            for told in news_of(assessment, before.get(assessment.view.customer_id), terms.strong)
            if batch.tells
        ]
        mails = [
            (assessment.view.customer_id, told)
            for assessment in assessed
            for told in campaigns_of(assessment)
            if batch.tells
        ]
        with self._database.write() as session:
            until = self._wall.now() + LEASE
            if not scores.advance(session, batch.run_id, batch.lease, ids[-1], len(ids), until):
                raise _taken_away(batch)
            there = scores.still_there(session, ids)  # somebody may have been erased since they were read
            scores.add(session, [row for row in rows if row["customer_id"] in there])
            told_now = [(customer_id, told) for customer_id, told in news if customer_id in there]
            told_now += self._welcome(session, mails, batch.at)
            for customer_id, told in told_now:
                outbox.emit(session, told.topic, customer_id, told.payload, batch.at)
        return len(told_now)

    def _welcome(self, session: Session, mails: list[tuple[str, News]], at: datetime) -> list[tuple[str, News]]:
        """Of what the system would write to customers: what they may be written, and were not a short while ago."""
        ids = {customer_id for customer_id, _ in mails}
        welcome = campaigns.welcome_at(session, ids)
        lately = campaigns.sent_since(session, ids, at - timedelta(days=self._assessor.terms.campaign_days))
        chosen = [
            (customer_id, told)
            for customer_id, told in mails
            if customer_id in welcome and (customer_id, told.payload["mail"]) not in lately
        ]
        for customer_id, told in chosen:
            campaigns.note(session, customer_id, told.payload["mail"], at)
        return chosen


def _taken_away(batch: Batch) -> BatchTaken:
    return BatchTaken(
        f"Somebody else went on with the batch as of {batch.at.isoformat()}; nothing was stored twice. "
        "See how far it is: zenbu score --status"
    )
