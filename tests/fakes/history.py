"""What a customer's record is made of, each with no more said than a test cares about."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from store.models import (
    Base,
    Contract,
    Customer,
    IntakeEvent,
    Interaction,
    Invoice,
    RecoveryEntry,
    RecoveryProposal,
    Review,
    ReviewItem,
    Score,
    Staff,
    SupportCase,
    SurveyAnswer,
    UsageEvent,
)

Row = TypeVar("Row", bound=Base)

_numbers = count(1)


def customer(session: Session, id: str, type: str = "b2b", **fields: Any) -> Customer:
    return _add(session, Customer(id=id, type=type, **{"name": f"{id}様", "noise_hours": [], **fields}))


def contract(session: Session, customer_id: str, starts_on: date, **fields: Any) -> Contract:
    given = {"plan": "business", "monthly_limit": 20, "mrr": 100_000, "has_api": False, **fields}
    return _add(session, Contract(customer_id=customer_id, starts_on=starts_on, **given))


def usage(session: Session, customer_id: str, kind: str, at: datetime, quantity: int = 1, **fields: Any) -> UsageEvent:
    row = UsageEvent(customer_id=customer_id, kind=kind, at=at, quantity=quantity, **fields)
    return _add(session, row)


def support_case(session: Session, customer_id: str, opened_at: datetime, **fields: Any) -> SupportCase:
    return _add(session, SupportCase(customer_id=customer_id, opened_at=opened_at, **fields))


def survey(session: Session, customer_id: str, at: datetime, **fields: Any) -> SurveyAnswer:
    return _add(session, SurveyAnswer(customer_id=customer_id, at=at, channel="email", **fields))


def invoice(session: Session, customer_id: str, due_on: date, amount: int = 100_000, **fields: Any) -> Invoice:
    given = {"issued_on": due_on - timedelta(days=30), "status": "open", "discount": 0, **fields}
    return _add(session, Invoice(customer_id=customer_id, due_on=due_on, amount=amount, **given))


def interaction(session: Session, customer_id: str, at: datetime, **fields: Any) -> Interaction:
    given = {"channel": "phone", "kind": "message", **fields}
    return _add(session, Interaction(customer_id=customer_id, at=at, **given))


def score(session: Session, customer_id: str, at: datetime, **fields: Any) -> Score:
    given = {"parts": {}, "factors": [], "upsells": [], **fields}
    return _add(session, Score(customer_id=customer_id, at=at, **given))


def recovery(session: Session, customer_id: str, at: datetime) -> None:
    """An offer that was granted, its line of the ledger, and the member who made it."""
    staff = Staff(id="giver", name="田中", role="cs", email="t@example.com", token_hash="giver", created_at=at)
    session.add(staff)
    session.flush()
    proposal = RecoveryProposal(
        customer_id=customer_id,
        cause="late_visit",
        kind="coupon",
        amount=1_000,
        grounds={},
        status="granted",
        needs="staff",
        proposed_by=staff.id,
        proposed_at=at,
    )
    line = {"month": f"{at:%Y-%m}", "kind": "coupon", "amount": 1_000, "entry": "grant"}
    added = _add(session, proposal)
    session.add(RecoveryEntry(at=at, staff_id=staff.id, customer_id=customer_id, proposal_id=added.id, **line))
    session.flush()


def review(session: Session, conversation_id: str, by: str, at: datetime) -> None:
    """A conversation that was drawn for review and judged."""
    session.add(Review(week="2026-W48", drawn_at=at, drawn_by=by, seed=0, pack="zenbu", strata=[]))
    session.flush()
    drawn = {"week": "2026-W48", "conversation_id": conversation_id, "place": 0, "stratum": 0, "weight": 1.0}
    session.add(ReviewItem(**drawn, verdict="good", turns={}, judged_by=by, judged_at=at))
    session.flush()


def everything(session: Session, customer_id: str, at: datetime) -> None:
    """A row about a customer in every table of this kind."""
    day = at.date()
    contract(session, customer_id, day)
    usage(session, customer_id, "login", at)
    support_case(session, customer_id, at)
    survey(session, customer_id, at, nps=9)
    invoice(session, customer_id, day)
    interaction(session, customer_id, at)
    score(session, customer_id, at, health=50.0, status="yellow")
    event = IntakeEvent(customer_id=customer_id, type="usage", digest="d", at=at, received_at=at)
    _add(session, event)


def _add(session: Session, row: Row) -> Row:
    if not isinstance(row, Score) and row.id is None:  # type: ignore[attr-defined]
        row.id = f"{row.__tablename__}-{next(_numbers)}"  # type: ignore[attr-defined]
    session.add(row)
    session.flush()
    return row
