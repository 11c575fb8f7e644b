"""A customer's own account, read in one short transaction: that customer's rows only."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from sqlalchemy.orm import Session

from domain.clock import TOKYO, in_tokyo
from domain.success.account import Account, OwnContract, OwnInvoice, OwnReport
from domain.success.allowance import allowance
from domain.success.renewal import current_end
from store import accounts
from store.accounts import Measured
from store.models import Contract, Customer
from store.success import visits

MOST: Final = 12
"""Invoices and reports that are looked at: a year of monthly bills."""


def account_of(session: Session, customer_id: str, now: datetime) -> Account | None:
    """The account of a customer as of a moment; None if nobody has this id.

    Args:
        session: An open transaction.
        customer_id: Whose.
        now: The moment; months are calendar months in Asia/Tokyo.
    """
    customer = session.get(Customer, customer_id)
    if customer is None:
        return None
    today = in_tokyo(now).date()
    contract = accounts.running(session, customer_id, today)
    first = (contract.starts_on if contract else today).replace(day=1)
    visited = _visited(session, customer_id, now)
    used = _by_month(session, customer_id, first, now, visited)
    last = accounts.last_used(session, customer_id, "measurement", now)
    bills = accounts.invoices(session, customer_id, today, MOST)
    made = accounts.reports(session, customer_id, now, MOST)
    opened = accounts.views(session, customer_id, now, [report.name for report in made if report.name is not None])
    return Account(
        customer_type=customer.type,
        contract=_contract(contract, used, today) if contract else None,
        month=today.replace(day=1),
        measured=used[-1],
        measured_before=used[-2] if len(used) > 1 else None,
        measured_at=max((*visited, *([last] if last else [])), default=None),
        api_used_at=accounts.last_used(session, customer_id, "feature_used", now, accounts.API_FEATURE),
        invoices=tuple(
            OwnInvoice(
                bill.id,
                bill.amount,
                bill.issued_on,
                bill.due_on,
                bill.paid_on if bill.paid_on is not None and bill.paid_on <= today else None,
            )
            for bill in bills
        ),
        reports=tuple(OwnReport(report.name, report.at, opened.get(report.name or "")) for report in made),
    )


def _contract(row: Contract, used: list[int], today: date) -> OwnContract:
    return OwnContract(
        contract_id=row.id,
        plan=row.plan,
        mrr=row.mrr,
        starts_on=row.starts_on,
        ends_on=current_end(row.starts_on, row.ends_on, today),
        has_api=row.has_api,
        allowance=allowance(row.monthly_limit, used) if row.monthly_limit is not None else None,
    )


def _visited(session: Session, customer_id: str, now: datetime) -> list[datetime]:
    """When visits ended of which no measurement was told."""
    made = visits.as_of(session, [customer_id], now).get(customer_id, [])
    return [visit.ends_at for visit in made if visit.is_over(now) and not visit.measured]


def _by_month(session: Session, customer_id: str, first: date, now: datetime, visited: Sequence[datetime]) -> list[int]:
    """Measurements of each calendar month from `first` to this one, visits among them."""
    today = in_tokyo(now).date()
    counts = [0] * ((today.year - first.year) * 12 + today.month - first.month + 1)
    since = datetime.combine(first, time(), tzinfo=TOKYO)
    told = accounts.measurements(session, customer_id, since, now)
    for measured in (*told, *(Measured(at, 1) for at in visited if at >= since)):
        at = in_tokyo(measured.at)
        counts[(at.year - first.year) * 12 + at.month - first.month] += measured.quantity
    return counts
