"""The 360-degree view: everything about customers as of a moment, many at once."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final, cast

from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.success.customer_360 import Customer360, CustomerType, HealthStatus, RiskLevel, ScoreView
from domain.success.sentiment import Remark, tone_slope
from services.customers import facets
from store.models import Score
from store.session import Database
from store.success import contracts, invoices, newest_scores, people, remarks, support, surveys, usage, visits
from store.success.people import Person

CHUNK: Final = 500
"""Customers read at once."""


class CustomerViews:
    """Reads views. Whoever calls has made sure who may see them.

    Every chunk is one transaction with a constant number of statements, however many customers are in it and however
    long their history. Nothing that happened after the moment is seen; dates are taken by the day, in Asia/Tokyo.

    Args:
        database: Where everything is.
        chunk: Customers read at once.
    """

    def __init__(self, database: Database, chunk: int = CHUNK) -> None:
        self._database = database
        self._chunk = chunk

    def view(self, customer_id: str, at: datetime) -> Customer360 | None:
        """One customer; None where nobody has this id, or they came later."""
        return next((view for views in self.views([customer_id], at) for view in views), None)

    def views(self, ids: Collection[str] | None, at: datetime, after: str | None = None) -> Iterator[list[Customer360]]:
        """Customers in chunks, by id. Those who came later are left out.

        Args:
            ids: Whom; everybody where None.
            at: The moment.
            after: The last customer before these, of whoever goes on where they stopped.
        """
        at = in_tokyo(at)
        if ids is not None:
            wanted = sorted(name for name in set(ids) if after is None or name > after)
            for start in range(0, len(wanted), self._chunk):
                with self._database.read() as session:
                    some = people.page(session, at.date(), self._chunk, ids=wanted[start : start + self._chunk])
                    views = _views(session, some, at)
                if views:
                    yield views
            return
        while True:
            with self._database.read() as session:
                some = people.page(session, at.date(), self._chunk, after)
                views = _views(session, some, at)
            if views:
                yield views
            if len(some) < self._chunk:
                return
            after = some[-1].customer_id

    def remarks(self, ids: Collection[str], at: datetime) -> dict[str, list[Remark]]:
        """What some customers said in the 90 days up to a moment, the oldest first; who said nothing is not there."""
        with self._database.read() as session:
            return remarks.between(session, ids, at - facets.RECENT, at)


def _views(session: Session, some: Sequence[Person], at: datetime) -> list[Customer360]:
    ids, day = [person.customer_id for person in some], at.date()
    if not ids:
        return []
    signed = contracts.as_of(session, ids, day)
    uses = usage.counts(session, ids, at)
    hours = usage.last_hours(session, ids, at)
    reports = usage.reports(session, ids, at)
    features = usage.features(session, ids, at)
    visited = visits.as_of(session, ids, at)
    cases = support.as_of(session, ids, at)
    answers = surveys.as_of(session, ids, at)
    bills = invoices.as_of(session, ids, day)
    said = remarks.between(session, ids, at - facets.RECENT, at)
    contacts = remarks.contacts(session, ids, at)
    told = remarks.attempts_told(session, ids, at)
    scores = newest_scores.as_of(session, ids, at)

    def view_of(person: Person) -> Customer360:
        who = person.customer_id
        terms, booked, use = signed.get(who, []), visited.get(who, []), uses.get(who)
        # A company measures by contract; what it books is paid with that.
        own = booked if person.type == "b2c" else []
        contacted, about_price, talks = contacts.get(who, (0, 0, 0))
        attempts = max((told[who], talks)) if who in told else talks or None
        heard, surveyed, score = said.get(who, []), answers.get(who, []), scores.get(who)
        return Customer360(
            customer_id=who,
            name=person.name,
            type=cast(CustomerType, person.type),
            at=at,
            since=person.since,
            contract=facets.contract_view(terms, own, day),
            usage=facets.usage_view(use, hours.get(who), booked, terms, attempts, at),
            engagement=facets.engagement_view(
                use, reports.get(who, (0, 0)), facets.offered_features(terms, day), features.get(who, set())
            ),
            support=facets.support_view(cases.get(who, []), heard, surveyed, at),
            survey=facets.survey_view(surveyed),
            money=facets.money_view(
                bills.get(who, []), own, (contacted, about_price), score.ltv if score else None, at
            ),
            scores=_score_view(score, heard, at),
        )

    return [view_of(person) for person in some]


def _score_view(score: Score | None, heard: Sequence[Remark], at: datetime) -> ScoreView:
    # The slope is what was said up to now, not what was stored: past moments have no stored scores to train on.
    slope = tone_slope(heard, at)
    if score is None:
        return ScoreView(tone_slope=slope)
    return ScoreView(
        health=score.health,
        health_status=cast(HealthStatus | None, score.status),
        churn=score.churn,
        churn_level=cast(RiskLevel | None, score.level),
        tone_slope=slope,
        computed_at=score.at,
    )
