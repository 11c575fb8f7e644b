"""Who is in the database when a case begins."""

from datetime import date, time

from pydantic import Field

from evals.part import Identifier, Part


class BookingRecord(Part):
    """A visit on record, as `zenbu fixtures load` takes it."""

    booking_id: Identifier
    plan: Identifier
    date: date
    start: time
    addons: tuple[str, ...] = ()
    amount: int = Field(ge=0)


class CustomerRecord(Part):
    """A customer on record, as `zenbu fixtures load` takes it."""

    name: str
    type: str = "b2c"
    prefecture: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    noise_hours: tuple[int, ...] = ()
    bookings: tuple[BookingRecord, ...] = ()
