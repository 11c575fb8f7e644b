"""The tables."""

from store.models.base import Base
from store.models.bookings import Booking, Hold, Technician
from store.models.conversations import Conversation, Message, Turn
from store.models.customers import Customer
from store.models.outbox import OutboxEvent
from store.models.tickets import Ticket

__all__ = [
    "Base",
    "Booking",
    "Conversation",
    "Customer",
    "Hold",
    "Message",
    "OutboxEvent",
    "Technician",
    "Ticket",
    "Turn",
]
