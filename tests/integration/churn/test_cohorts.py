"""Cohorts of the past, from a database of either kind."""

from datetime import date, datetime, timedelta

import numpy as np

from domain.clock import TOKYO
from domain.success.churn_features import FEATURES
from domain.success.quarters import months_later
from services.churn.cohorts import past_cohorts
from store.session import Database
from tests.fakes import history

NOW = datetime(2026, 11, 22, 12, tzinfo=TOKYO)
BEGINS = months_later(NOW, -3)
LONG_AGO = date(2025, 1, 1)


def fill(database: Database) -> None:
    with database.write() as session:
        for who in ("stays", "renews", "leaves", "noticed", "late", "gone"):
            history.customer(session, who)
        history.customer(session, "private", type="b2c")
        history.contract(session, "stays", LONG_AGO, ends_on=date(2026, 12, 31))
        history.contract(session, "renews", LONG_AGO, ends_on=date(2026, 9, 30), ended_on=date(2026, 9, 30))
        history.contract(session, "renews", date(2026, 10, 1), ends_on=date(2027, 9, 30))
        history.contract(session, "leaves", LONG_AGO, ends_on=date(2026, 12, 31), ended_on=date(2026, 10, 31))
        history.contract(
            session, "noticed", LONG_AGO, ended_on=date(2026, 9, 30), notice_on=BEGINS.date() - timedelta(days=5)
        )
        history.contract(session, "late", date(2026, 9, 1))
        history.contract(session, "gone", LONG_AGO, ended_on=date(2026, 3, 31))
        history.usage(session, "stays", "measurement", datetime(2026, 5, 1, tzinfo=TOKYO))
        history.usage(session, "private", "measurement", datetime(2024, 5, 1, tzinfo=TOKYO))


def test_cohort_is_who_could_leave_and_the_label_who_did(database: Database) -> None:
    fill(database)
    cohorts = past_cohorts(database, NOW)
    # Records of companies' use begin in May: the quarter before August is too early to know anything.
    assert [cohort.at for cohort in cohorts] == [BEGINS]
    assert dict(zip(cohorts[0].ids, cohorts[0].left.tolist(), strict=True)) == {
        "leaves": True,
        "renews": False,
        "stays": False,
    }
    assert cohorts[0].ends == NOW


def test_what_happened_later_changes_no_feature(database: Database) -> None:
    fill(database)
    before = past_cohorts(database, NOW)[0]
    with database.write() as session:
        later = BEGINS + timedelta(days=1)
        for who in before.ids:
            for kind in ("measurement", "login", "report_made"):
                history.usage(session, who, kind, later, quantity=50)
            history.support_case(session, who, later)
            history.survey(session, who, later, nps=0, csat=1)
            history.interaction(session, who, later, kind="complaint", label="anger", target="company", intensity=3)
            history.invoice(session, who, later.date(), issued_on=later.date())
    after = past_cohorts(database, NOW)[0]
    assert after.ids == before.ids
    assert np.array_equal(after.features, before.features, equal_nan=True)
    assert after.features.shape == (3, len(FEATURES))


def test_nobody_signed_anything_is_no_cohort(database: Database) -> None:
    assert past_cohorts(database, NOW) == []
