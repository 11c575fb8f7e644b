"""The tables."""

from store.models.base import Base
from store.models.bookings import Booking, BusyTime, Hold, Technician
from store.models.conversations import Conversation, Message, Turn
from store.models.customers import Customer
from store.models.email_codes import EmailCode
from store.models.outbox import Delivery, OutboxEvent
from store.models.staff import ChannelSwitch, Staff, StaffAction
from store.models.tickets import Ticket

__all__ = [
    "Base",
    "Booking",
    "BusyTime",
    "ChannelSwitch",
    "Conversation",
    "Customer",
    "Delivery",
    "EmailCode",
    "Hold",
    "Message",
    "OutboxEvent",
    "Staff",
    "StaffAction",
    "Technician",
    "Ticket",
    "Turn",
]
