"""Events other systems tell of customers: use, billing, surveys, support. Signed, and each counts once."""

from services.customers.intake.events import MOST, Event
from services.customers.intake.service import EventIdReused, EventRefused, Intake, IntakeClosed, Taken
from services.customers.intake.signatures import WrongSignature, verify

__all__ = [
    "MOST",
    "Event",
    "EventIdReused",
    "EventRefused",
    "Intake",
    "IntakeClosed",
    "Taken",
    "WrongSignature",
    "verify",
]
