"""What skills may read: `domain.records.Records` over the store."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final, cast

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.email_codes import CodeMails, EmailCode
from domain.llm_spending import Spent
from domain.records import Booking, BookingStatus, Busy, Customer, Proposal, Technician, Worth
from domain.shifts import Shifts
from domain.staff import MAY, Duty, Role
from domain.success.account import Account
from domain.success.customer_360 import Customer360, RiskLevel
from domain.success.sentiment import Remark
from services.accounts import account_of
from services.customers.views import CustomerViews
from services.email_codes import KEPT, same_email
from store import email_codes, llm_spending, models, staff, tools, visits
from store.session import Database
from store.success import newest_scores

NOBODY: Final = Duty(serving=False, on_call=False)


class StoredRecords:
    """Reads what is stored. Every call opens and closes its own short transaction.

    Args:
        database: Where to read.
        clock: Tells which holds have expired, where a conversation has no clock of its own.
        unstaffed: Who is taken to be there while nobody of the staff is stored: nobody, but in development.
    """

    def __init__(self, database: Database, clock: Clock, unstaffed: Duty = NOBODY) -> None:
        self._database = database
        self._clock = clock
        self._unstaffed = unstaffed

    def customer(self, customer_id: str) -> Customer | None:
        """The customer, or None if nobody has this id."""
        with self._database.read() as session:
            row = session.get(models.Customer, customer_id)
        return _customer(row) if row else None

    def customer_by_email(self, email: str) -> Customer | None:
        """The one customer of an e-mail address; None if there is none, or more than one."""
        with self._database.read() as session:
            found = same_email(session, email)
            row = session.get(models.Customer, found[0]) if len(found) == 1 else None
        return _customer(row) if row else None

    def code_mails(self, conversation_id: str, email: str | None) -> CodeMails:
        """What codes were mailed for a conversation, and to an address within a day."""
        with self._database.read() as session:
            code = email_codes.newest(session, conversation_id)
            here = email_codes.count_of(session, conversation_id)
            sent_to = email_codes.count_to(session, email, self._now(session, conversation_id) - KEPT) if email else 0
        return CodeMails(_email_code(code) if code else None, here, sent_to)

    def bookings(self, customer_id: str | None, conversation_id: str) -> Sequence[Booking]:
        """Bookings of this customer (or made in this conversation by somebody unknown), soonest first."""
        with self._database.read() as session:
            return [_booking(row) for row in visits.of_customer(session, customer_id, conversation_id)]

    def technicians(self) -> Sequence[Technician]:
        """Everybody who visits."""
        with self._database.read() as session:
            return [
                Technician(row.id, tuple(row.areas), frozenset(row.days_off), visits.gap_of(row))
                for row in visits.technicians(session)
            ]

    def busy(
        self, start: datetime, end: datetime, conversation_id: str, technicians: Collection[str]
    ) -> Sequence[Busy]:
        """Visits, other people's unexpired holds and outside appointments of some technicians that overlap a span."""
        with self._database.read() as session:
            now = self._now(session, conversation_id)
            gaps = visits.gaps(session, technicians)
            widest = max(gaps.values(), default=timedelta(0))
            span = start - widest, end + widest
            taken = [
                *visits.visit_spans(session, *span, technicians),
                *visits.hold_spans(session, *span, technicians, now, conversation_id),
            ]
            outside = [Busy(*appointment) for appointment in visits.busy_spans(session, start, end, technicians)]
        around = (Busy(who, first - gaps[who], last + gaps[who], visit) for who, first, last, visit in taken)
        return [*(busy for busy in around if busy.start < end and busy.end > start), *outside]

    def _now(self, session: Session, conversation_id: str) -> datetime:
        conversation = session.get(models.Conversation, conversation_id)
        return (conversation and conversation.frozen_at) or self._clock.now()

    def duty(self) -> Duty:
        """Whether anybody of the staff is there to be promised."""
        with self._database.read() as session:
            people = staff.active(session)
            if not people:
                return self._unstaffed if not staff.members(session) else NOBODY
        return Duty(
            serving=any(self._serves(person, self._clock.now()) for person in people),
            on_call=any(person.on_call_order is not None for person in people),
        )

    def _serves(self, person: models.Staff, now: datetime) -> bool:
        # Who has no hours of their own is there in the house's, which whoever promises looks at anyway.
        there = person.hours is None or Shifts.read(person.hours).cover(now)
        return there and "serve" in MAY[cast(Role, person.role)]

    def account(self, customer_id: str, now: datetime) -> Account | None:
        """The customer's contract, use, invoices and reports as they may see them; None if nobody has this id."""
        with self._database.read() as session:
            return account_of(session, customer_id, now)

    def worth(self, customer_id: str, now: datetime) -> Worth:
        """What the scores last stored say of the customer."""
        with self._database.read() as session:
            score = newest_scores.as_of(session, [customer_id], now).get(customer_id)
            run = session.get(models.ScoreRun, score.run_id) if score is not None and score.run_id else None
        if score is None:
            return Worth()
        top = run.ltv_top_tenth if run is not None else None
        is_top = top is not None and score.ltv is not None and score.ltv >= top
        return Worth(cast(RiskLevel | None, score.level), is_top)

    def view(self, customer_id: str, now: datetime) -> Customer360 | None:
        """The whole of the customer, with their scores; None if nobody has this id."""
        return CustomerViews(self._database).view(customer_id, now)

    def proposal(self, conversation_id: str, proposal_id: str) -> Proposal | None:
        """What was proposed in a conversation; a proposal of another conversation is not found."""
        with self._database.read() as session:
            row = tools.proposal(session, conversation_id, proposal_id)
        if row is None:
            return None
        return Proposal(row.id, row.kind, row.deed, row.message_id, row.expires_at, row.used_at is not None)

    def remarks(self, customer_id: str, now: datetime) -> Sequence[Remark]:
        """What the customer said lately, the oldest first."""
        return CustomerViews(self._database).remarks([customer_id], now).get(customer_id, ())

    def llm_spent(self, conversation_id: str, day: date) -> tuple[Spent, Spent]:
        """What the language model cost in a conversation so far, and for everybody on a day."""
        with self._database.read() as session:
            return llm_spending.spent(session, conversation_id, day)


def _customer(row: models.Customer) -> Customer:
    return Customer(
        customer_id=row.id,
        name=row.name,
        type=row.type,
        prefecture=row.prefecture,
        address=row.address,
        phone=row.phone,
        email=row.email,
        noise_hours=tuple(row.noise_hours),
    )


def _email_code(row: models.EmailCode) -> EmailCode:
    return EmailCode(row.email, row.digest, row.expires_at, row.tries, row.proved_at is not None)


def _booking(row: models.Booking) -> Booking:
    return Booking(
        booking_id=row.id,
        plan=row.plan,
        start=row.starts_at,
        end=row.ends_at,
        status=cast(BookingStatus, row.status),
        amount=row.amount,
        addons=tuple(row.addons),
        technician_id=row.technician_id,
        terms_start=row.terms_start,
        address=row.contact.get("address"),
    )
