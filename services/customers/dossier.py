"""Everything the staff see of one customer on a page: who they are, how they fare, what there was between us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from domain.records import LIVE
from domain.success.churn import Factor
from domain.success.churn_words import say_factor
from domain.success.customer_360 import Customer360
from domain.success.payments import Bill
from domain.success.sentiment import Remark
from domain.success.terms import SuccessTerms
from services.customers.directory import CustomerDirectory
from services.customers.views import CustomerViews
from store import customer_pages, staff
from store.models import Booking, Customer, Score, Ticket
from store.session import Database
from store.success import invoices, newest_scores

HISTORY: Final = timedelta(days=365)
"""How far back scores are shown."""

TICKETS: Final = 20
BILLS: Final = 12
"""Newest ones shown."""


@dataclass(frozen=True)
class Dossier:
    """A customer as of now.

    Attributes:
        record: Who they are.
        csm: Who looks after them.
        view: What is known of them as a whole.
        score: What was computed last, with its reasons; None where never.
        factors: Why they may leave, in words, the strongest first.
        segment: Theirs, in words.
        course: The scores before, the oldest first.
        remarks: What they said in 90 days, the newest first.
        ahead: Visits to come, the next one first.
        past: Visits that were, or were called off, the newest first.
        bills: Their newest invoices, the newest first.
        tickets: Their newest handovers, the newest first, each with who had it last.
    """

    record: Customer
    csm: str | None
    view: Customer360
    score: Score | None
    factors: list[str]
    segment: str | None
    course: Sequence[Score]
    remarks: list[Remark]
    ahead: list[Booking]
    past: list[Booking]
    bills: list[Bill]
    tickets: Sequence[tuple[Ticket, str | None]]


def dossier(database: Database, customer_id: str, now: datetime, terms: SuccessTerms | None) -> Dossier:
    """Puts together what is known of a customer. Whoever calls has made sure that they may see it.

    Args:
        database: Where everything is.
        customer_id: Whom.
        now: The business's time.
        terms: What things are called; None where the company does not say.

    Raises:
        NoSuchCustomer: Nobody has this id.
    """
    view = CustomerDirectory(database).view(customer_id, now)
    remarks = CustomerViews(database).remarks([customer_id], now).get(customer_id, [])
    with database.read() as session:
        record = session.get_one(Customer, customer_id)
        score = newest_scores.as_of(session, [customer_id], now).get(customer_id)
        booked = customer_pages.bookings(session, customer_id)
        bills = invoices.as_of(session, [customer_id], now.date()).get(customer_id, [])
        return Dossier(
            record=record,
            csm=staff.name_of(session, record.csm_id),
            view=view,
            score=score,
            factors=_factors(score, terms),
            segment=_segment(score, record.type, terms),
            course=customer_pages.scores_since(session, customer_id, now - HISTORY, now),
            remarks=list(reversed(remarks)),
            ahead=[visit for visit in booked if _is_ahead(visit, now)],
            past=[visit for visit in reversed(booked) if not _is_ahead(visit, now)],
            bills=bills[: -BILLS - 1 : -1],
            tickets=customer_pages.tickets(session, customer_id, TICKETS),
        )


def _is_ahead(visit: Booking, now: datetime) -> bool:
    return visit.status == LIVE and visit.ends_at > now


def _factors(score: Score | None, terms: SuccessTerms | None) -> list[str]:
    words = terms.risk.words if terms and terms.risk else None
    if score is None or words is None:
        return []
    entries: list[dict[str, Any]] = score.factors
    return [say_factor(Factor(**entry), words) for entry in entries]


def _segment(score: Score | None, kind: str, terms: SuccessTerms | None) -> str | None:
    if score is None or score.segment is None:
        return None
    rules = terms.segments.get("b2b" if kind == "b2b" else "b2c", ()) if terms else ()
    return next((rule.label for rule in rules if rule.segment == score.segment), score.segment)
