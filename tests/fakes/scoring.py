"""A little company to score: its customers, a churn model that knows what it is told, and the batch over them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.success.churn import Factor
from domain.success.customer_360 import Customer360
from services.customers import CustomerViews
from services.scoring.assessment import Assessor
from services.scoring.batch import Batch, Progress, Scoring
from store.models import OutboxEvent, Score
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.success import TERMS


class FakeChurn:
    """Says what it was given, and nothing of anybody else."""

    version = "fake-1"

    def __init__(self, probabilities: Mapping[str, float]) -> None:
        self.probabilities = dict(probabilities)

    def predict(self, views: Sequence[Customer360]) -> Sequence[float | None]:
        return [self.probabilities.get(view.customer_id) for view in views]

    def factors(self, views: Sequence[Customer360]) -> Sequence[tuple[Factor, ...]]:
        return [
            (Factor("nps_score", 3.0, 0.7, 2.0),) if view.customer_id in self.probabilities else () for view in views
        ]


class Counter:
    """Scoring over a database, with clocks a test can move."""

    def __init__(self, database: Database, *, chunk: int = 2, churn: FakeChurn | None = None) -> None:
        self.database = database
        self.clock = HandClock()
        self.wall = HandClock()
        views = CustomerViews(database, chunk)
        self.scoring = Scoring(database, Assessor(TERMS, churn), self.clock, views=views, wall=self.wall)

    def score(self, at: datetime | None = None, **options: Any) -> Progress:
        batch = self.scoring.begin(at, **options)
        return self.go_on(batch)

    def go_on(self, batch: Batch, limit: int | None = None) -> Progress:
        return list(self.scoring.run(batch, limit))[-1]

    def scores(self, **filters: Any) -> list[Score]:
        with self.database.read() as session:
            return list(session.query(Score).filter_by(**filters).order_by(Score.customer_id, Score.at))

    def events(self) -> list[tuple[str, str]]:
        with self.database.read() as session:
            events = session.query(OutboxEvent).order_by(OutboxEvent.id)
            return [(event.topic, event.key) for event in events]


def company(database: Database, customer_id: str, *, measured: int = 20, at: datetime = MORNING, **fields: Any) -> None:
    """A company with a contract for 20 a month, logged in yesterday, its last invoice paid in time."""
    day = at.date()
    with database.write() as session:
        history.customer(session, customer_id, since=date(2025, 1, 1), **fields)
        history.contract(session, customer_id, date(2026, 1, 1), ends_on=date(2026, 12, 31))
        history.usage(session, customer_id, "login", at - timedelta(days=1))
        if measured:
            history.usage(session, customer_id, "measurement", at - timedelta(days=2), measured)
        due_on = day - timedelta(days=30)
        history.invoice(session, customer_id, due_on, paid_on=due_on, status="paid")


def in_trouble(database: Database, customer_id: str, **fields: Any) -> None:
    """No use, escalated tickets, invoices long overdue."""
    with database.write() as session:
        history.customer(session, customer_id, **fields)
        history.contract(session, customer_id, MORNING.date() - timedelta(days=300))
        for number in range(5):
            history.support_case(
                session,
                customer_id,
                MORNING - timedelta(days=3 + number),
                escalated_at=MORNING - timedelta(days=number + 1),
            )
            history.invoice(session, customer_id, MORNING.date() - timedelta(days=90))
