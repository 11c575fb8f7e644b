"""A customer's own account and worth, as stored."""

from datetime import date, datetime, timedelta

import pytest

from domain.clock import TOKYO, FrozenClock
from services.records import StoredRecords
from store.models import Booking, Contract, Customer, Invoice, Score, ScoreRun, UsageEvent
from store.session import Database

NOW = datetime(2026, 11, 25, 10, tzinfo=TOKYO)


@pytest.fixture
def records(database: Database) -> StoredRecords:
    """A managing company with a year's contract, and another one beside it."""
    with database.write() as session:
        for name in ("b-1", "b-2"):
            session.add(Customer(id=name, name=f"株式会社{name}", type="b2b", noise_hours=[]))
        session.flush()
        session.add(contract("b-1", plan="starter", monthly_limit=10))
        session.add(contract("b-2", plan="business", monthly_limit=20))
        measured = [(10, 20, 4), (11, 1, 5), (11, 24, 2), (11, 26, 9)]
        session.add_all(used("b-1", datetime(2026, m, d, 12, tzinfo=TOKYO), q) for m, d, q in measured)
        session.add(used("b-2", NOW - timedelta(days=1), 7))
        session.add(bill("i-1", "b-1", date(2026, 10, 31), paid_on=date(2026, 11, 20)))
        session.add(bill("i-2", "b-1", date(2026, 9, 30)))
        session.add(bill("i-3", "b-1", date(2026, 11, 30)))
        session.add(bill("i-4", "b-1", date(2026, 8, 31), status="void"))
        session.add(bill("i-9", "b-2", date(2026, 9, 30)))
    return StoredRecords(database, FrozenClock(NOW))


def contract(customer_id: str, **fields: object) -> Contract:
    given = {"mrr": 60_000, "starts_on": date(2026, 10, 1), "ends_on": date(2027, 9, 30)} | fields
    return Contract(id=f"k-{customer_id}", customer_id=customer_id, **given)


def used(
    customer_id: str, at: datetime, quantity: int, kind: str = "measurement", name: str | None = None
) -> UsageEvent:
    return UsageEvent(
        id=f"u-{customer_id}-{kind}-{at:%m%d}", customer_id=customer_id, kind=kind, name=name, quantity=quantity, at=at
    )


def bill(
    invoice_id: str, customer_id: str, issued_on: date, *, paid_on: date | None = None, status: str | None = None
) -> Invoice:
    return Invoice(
        id=invoice_id,
        customer_id=customer_id,
        amount=60_000,
        discount=0,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=30),
        paid_on=paid_on,
        status=status or ("paid" if paid_on else "open"),
    )


def visit(booking_id: str, customer_id: str, start: datetime, status: str = "booked") -> Booking:
    return Booking(
        id=booking_id,
        customer_id=customer_id,
        status=status,
        plan="light",
        addons=[],
        starts_at=start,
        ends_at=start + timedelta(hours=1, minutes=15),
        terms_start=start,
        amount=8_800,
        fees=0,
        contact={},
    )


def test_account_counts_calendar_months_up_to_now(records: StoredRecords) -> None:
    account = records.account("b-1", NOW)
    assert account is not None and account.contract is not None and account.contract.allowance is not None
    allowance = account.contract.allowance
    assert (account.measured, allowance.carried, allowance.used, allowance.left) == (7, 6, 7, 9)
    assert account.measured_at == datetime(2026, 11, 24, 12, tzinfo=TOKYO)


def test_account_counts_visits_once(database: Database, records: StoredRecords) -> None:
    last_month, today = datetime(2026, 10, 31, 15, tzinfo=TOKYO), NOW - timedelta(hours=2)
    with database.write() as session:
        session.add(Customer(id="c-1", name="佐藤花子", type="b2c", noise_hours=[]))
        session.flush()
        session.add_all(
            [
                visit("bk-1", "b-1", today),
                visit("bk-2", "b-1", NOW - timedelta(hours=1)),  # is not over
                visit("bk-3", "b-1", today - timedelta(days=1), status="cancelled"),
                visit("u-b-1-measurement-1124", "b-1", datetime(2026, 11, 24, 10, tzinfo=TOKYO)),  # was told of
                visit("bk-4", "c-1", last_month),
            ]
        )
    company, resident = records.account("b-1", NOW), records.account("c-1", NOW)
    assert company is not None and resident is not None
    assert (company.measured, company.measured_at) == (8, today + timedelta(hours=1, minutes=15))
    assert (resident.measured, resident.measured_at) == (0, last_month + timedelta(hours=1, minutes=15))


def test_account_tells_what_is_unpaid_and_overdue_of_that_customer_alone(records: StoredRecords) -> None:
    account = records.account("b-1", NOW)
    assert account is not None
    assert [invoice.invoice_id for invoice in account.unpaid] == ["i-2"]
    assert account.unpaid[0].is_overdue(NOW.date())
    assert {invoice.invoice_id for invoice in account.invoices} == {"i-1", "i-2"}


def test_account_of_nobody_is_none(records: StoredRecords) -> None:
    assert records.account("b-x", NOW) is None


def test_contract_runs_through_its_last_day(database: Database, records: StoredRecords) -> None:
    for last_day, runs in ((NOW.date(), True), (NOW.date() - timedelta(days=1), False)):
        with database.write() as session:
            session.get_one(Contract, "k-b-1").ended_on = last_day
        account = records.account("b-1", NOW)
        assert account is not None and (account.contract is not None) is runs


def test_reports_tell_whether_they_were_opened(database: Database, records: StoredRecords) -> None:
    with database.write() as session:
        session.add(used("b-1", NOW - timedelta(days=3), 1, "report_made", "r-1"))
        session.add(used("b-1", NOW - timedelta(days=2), 1, "report_made", "r-2"))
        session.add(used("b-1", NOW - timedelta(days=1), 1, "report_viewed", "r-1"))
    account = records.account("b-1", NOW)
    assert account is not None
    assert [(report.name, report.viewed_at is None) for report in account.reports] == [("r-2", True), ("r-1", False)]


@pytest.mark.parametrize(
    ("level", "ltv", "raises"),
    [("critical", 1, True), ("high", 1, True), ("medium", 900, True), ("medium", 899, False)],
)
def test_worth_follows_from_the_newest_scores(
    database: Database, records: StoredRecords, level: str, ltv: int, raises: bool
) -> None:
    with database.write() as session:
        for days, run_level, run_ltv in ((9, "critical", 5_000), (1, level, ltv)):
            at = NOW - timedelta(days=days)
            run = ScoreRun(id=f"run-{days}", at=at, started_at=at, cursor=None, ltv_top_tenth=900)
            session.add(run)
            session.flush()
            session.add(
                Score(
                    customer_id="b-1",
                    run_id=run.id,
                    at=at,
                    parts={},
                    factors=[],
                    upsells=[],
                    level=run_level,
                    ltv=run_ltv,
                )
            )
    assert records.worth("b-1", NOW).raises_priority is raises


def test_worth_of_somebody_never_scored_raises_nothing(records: StoredRecords) -> None:
    assert not records.worth("b-1", NOW).raises_priority
