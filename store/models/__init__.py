"""The tables."""

from store.models.access import LoginFailure, StaffPassword, StaffSession
from store.models.base import Base
from store.models.bookings import Booking, BusyTime, Hold, Technician
from store.models.campaigns import CampaignMail
from store.models.contracts import Contract
from store.models.conversations import Conversation, Message, Turn
from store.models.customers import Customer
from store.models.door import DoorPlace
from store.models.email_codes import EmailCode
from store.models.faq import FaqPublication, FaqVersion
from store.models.intake import IntakeEvent
from store.models.interactions import Interaction
from store.models.invoices import Invoice
from store.models.llm import LlmDay
from store.models.outbox import Delivery, OutboxEvent
from store.models.recovery import RecoveryEntry, RecoveryProposal
from store.models.reviews import Review, ReviewItem
from store.models.scores import Score, ScoreRun
from store.models.slack import SlackPost
from store.models.staff import ChannelSwitch, Staff, StaffAction
from store.models.support import SupportCase
from store.models.surveys import SurveyAnswer
from store.models.tickets import Ticket
from store.models.tools import ToolCall, ToolProposal
from store.models.usage import UsageEvent

__all__ = [
    "Base",
    "Booking",
    "BusyTime",
    "CampaignMail",
    "ChannelSwitch",
    "Contract",
    "Conversation",
    "Customer",
    "Delivery",
    "DoorPlace",
    "EmailCode",
    "FaqPublication",
    "FaqVersion",
    "Hold",
    "IntakeEvent",
    "Interaction",
    "Invoice",
    "LlmDay",
    "LoginFailure",
    "Message",
    "OutboxEvent",
    "RecoveryEntry",
    "RecoveryProposal",
    "Review",
    "ReviewItem",
    "Score",
    "ScoreRun",
    "SlackPost",
    "Staff",
    "StaffAction",
    "StaffPassword",
    "StaffSession",
    "SupportCase",
    "SurveyAnswer",
    "Technician",
    "Ticket",
    "ToolCall",
    "ToolProposal",
    "Turn",
    "UsageEvent",
]
