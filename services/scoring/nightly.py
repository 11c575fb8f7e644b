"""Everybody is scored once a night, a few seconds at a time, by whichever process is free."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import IntegrityError

from domain.clock import Clock
from domain.success.terms import SuccessTerms
from services.scoring.assessment import Assessor, ChurnReader
from services.scoring.batch import Batch, BatchRefused, BatchTaken, Scoring
from store import scores
from store.session import Database

SPELL: Final = 3.0
"""Seconds one call scores at most before it looks whether the process is to end."""

DAY: Final = timedelta(days=1)

ModelSource = Callable[[datetime], ChurnReader | None]
"""Loads the churn model as of a moment; None where there is none that can be used."""

log = structlog.get_logger(__name__)


class Nightly:
    """Sees to it that the last night's batch is there and gets done.

    Args:
        database: Where everything is.
        terms: What the company goes by; they say when the night's batch is due.
        model: Loads the churn model, once a batch.
        clock: The business's time.
        spell: Seconds one call scores at most.
    """

    def __init__(
        self, database: Database, terms: SuccessTerms, model: ModelSource, clock: Clock, *, spell: float = SPELL
    ) -> None:
        self._database = database
        self._terms = terms
        self._model = model
        self._clock = clock
        self._spell = spell
        self._scoring: tuple[datetime, Scoring] | None = None

    def run(self) -> int:
        """Scores for some seconds, if there is something to score.

        Returns:
            How many customers were scored.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        due = self._due()
        with self._database.read() as session:
            newest = scores.newest_run(session)
            night = scores.run_as_of(session, due)
        if night is None and newest is not None and newest.at > due:
            return 0  # somebody has begun a later one by hand
        if night is not None and night.finished_at is not None:
            return 0
        scoring = self._scoring_at(due)
        batch = self._begin(scoring, due) if night is None else scoring.take_free(night.id)
        return self._score(scoring, batch) if batch else 0

    def _due(self) -> datetime:
        """The last moment at which everybody was to be scored."""
        now = self._clock.now()
        today = datetime.combine(now.date(), self._terms.nightly_at, tzinfo=now.tzinfo)
        return today if today <= now else today - DAY

    def _scoring_at(self, due: datetime) -> Scoring:
        if self._scoring is None or self._scoring[0] != due:
            self._scoring = due, Scoring(self._database, Assessor(self._terms, self._model(due)), self._clock)
        return self._scoring[1]

    def _begin(self, scoring: Scoring, due: datetime) -> Batch | None:
        try:
            return scoring.begin(due)
        except (BatchRefused, IntegrityError):
            return None  # another process was faster

    def _score(self, scoring: Scoring, batch: Batch) -> int:
        until = time.monotonic() + self._spell
        before = reached = batch.scored
        try:
            for progress in scoring.run(batch):
                reached = progress.scored
                if progress.finished:
                    break
                if time.monotonic() >= until:
                    scoring.release(batch)
                    break
        except BatchTaken as taken:
            log.info("batch left to somebody else", why=str(taken))
        return reached - before
