"""Puts customers and their bookings there, so that a case can be played as somebody (development only)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.mending import Mendable
from domain.records import LIVE
from services.settings import Settings
from store.models import Booking, Customer
from store.session import Database


class FixtureError(Mendable):
    """A fixture file cannot be loaded; nothing of it was stored."""


class _Booking(BaseModel):
    model_config = ConfigDict(extra="forbid")

    booking_id: str = Field(min_length=1)
    plan: str
    date: date
    start: time
    addons: list[str] = []
    amount: int = Field(ge=0)


class _Customer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    customer_id: str = Field(min_length=1)
    name: str
    type: str = "b2c"
    prefecture: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    noise_hours: list[int] = []
    bookings: list[_Booking] = []


def load_fixtures(
    path: Path, database: Database, settings: Settings, visit_lengths: Mapping[str, timedelta]
) -> tuple[int, int]:
    """Stores the customers of a JSONL file; those who are there already are replaced.

    Args:
        path: One customer a line, as design and README show them.
        database: Where to store them.
        settings: Tells that this is development.
        visit_lengths: How long a visit of each plan takes, from the pack.

    Returns:
        How many customers and how many bookings were stored.

    Raises:
        FixtureError: This is not development, or a line is wrong.
    """
    if not settings.is_development:
        raise FixtureError(f"ZENBU_ENV is {settings.env}; fixtures are for development. export ZENBU_ENV=development")
    customers = [
        _parsed(line, f"{path}:{number}", visit_lengths)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip()
    ]
    with database.write() as session:
        for customer in customers:
            _store(session, customer, visit_lengths)
    return len(customers), sum(len(customer.bookings) for customer in customers)


def _parsed(line: str, place: str, visit_lengths: Mapping[str, timedelta]) -> _Customer:
    try:
        customer = _Customer.model_validate_json(line)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors())
        raise FixtureError(f"{place}: {faults}. Correct the line.") from None
    for booking in customer.bookings:
        if booking.plan not in visit_lengths:
            raise FixtureError(f"{place}: plan {booking.plan!r} is unknown. Plans: {', '.join(sorted(visit_lengths))}.")
    return customer


def _store(session: Session, customer: _Customer, visit_lengths: Mapping[str, timedelta]) -> None:
    fields = customer.model_dump(exclude={"customer_id", "bookings"})
    session.merge(Customer(id=customer.customer_id, **fields))
    session.flush()
    for booking in customer.bookings:
        start = in_tokyo(datetime.combine(booking.date, booking.start))
        session.merge(
            Booking(
                id=booking.booking_id,
                customer_id=customer.customer_id,
                technician_id=None,
                starts_at=start,
                ends_at=start + visit_lengths[booking.plan],
                terms_start=start,
                status=LIVE,
                plan=booking.plan,
                addons=booking.addons,
                amount=booking.amount,
                fees=0,
                contact={},
            )
        )
