"""Which events go through which channel, and what else follows from them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from domain.mails import ReminderTimes
from store import outbox
from store.models import OutboxEvent

MAIL: Final = "mail"
WEBHOOK: Final = "webhook"
SLACK: Final = "slack"

REMINDER: Final = "booking.reminder"
HEALTH_RED: Final = "customer.health_red"
CHURN_CRITICAL: Final = "customer.churn_critical"
UPSELL: Final = "customer.upsell"
CAMPAIGN: Final = "customer.campaign"
SUCCESS: Final = (HEALTH_RED, CHURN_CRITICAL, UPSELL)
HANDOVERS: Final = (
    "handover.opened",
    "handover.raised",
    "handover.claimed",
    "handover.answered",
    "handover.reassigned",
    "handover.callback",
    "handover.overdue",
    "handover.unanswered",
    "handover.requeued",
    "handover.returned",
    "handover.withdrawn",
    "handover.closed",
)
VISITS: Final = ("booking.booked", "booking.moved", "booking.cancelled")

MAILS: Final = {
    "mail.code": "code",
    "booking.booked": "booked",
    "booking.moved": "moved",
    "booking.cancelled": "cancelled",
    "handover.opened": "handover_opened",
    "handover.raised": "handover_raised",
    "handover.requeued": "handover_requeued",
    "handover.unanswered": "handover_unanswered",
    "page.sent": "page",
    "turn.failed": "turn_failed",
    HEALTH_RED: "health_red",
    CHURN_CRITICAL: "churn_critical",
    UPSELL: "upsell",
}
"""The mail a topic is told by; a reminder's and a campaign's depend on their kind. What is not here is not mailed."""

SECRET: Final = frozenset({"mail.code"})
"""Topics that go to nobody but their recipient, and whose content is forgotten when that is done."""


def channels_of(topic: str, available: Collection[str]) -> list[str]:
    """The channels an event goes through, of those there are."""
    wanted = [MAIL] if topic in MAILS or topic in (REMINDER, CAMPAIGN) else []
    if topic not in SECRET:
        wanted.append(WEBHOOK)
    if topic in HANDOVERS:
        wanted.append(SLACK)
    return [channel for channel in wanted if channel in available]


def campaign_text(name: str) -> str:
    """The name of a campaign's text among all mails."""
    return f"campaign_{name}"


def route(
    session: Session, event: OutboxEvent, available: Collection[str], times: ReminderTimes, now: datetime
) -> None:
    """Sends an event on its way, and sees to the reminders of a visit.

    Args:
        session: A transaction of its own; the event is locked in it.
        event: What became due.
        available: The channels there are.
        times: When customers are reminded.
        now: The machine's time.
    """
    channels = [name for name in channels_of(event.topic, available) if name != MAIL or _is_for_a_person(event)]
    outbox.add_deliveries(session, event, channels, now)
    if event.topic in VISITS:
        _remind(session, event, times)
    if not channels:
        scrub(event)


def _is_for_a_person(event: OutboxEvent) -> bool:
    """Whether somebody of ours, or the customer, reads it: what single orders could be offered is a campaign's."""
    return event.topic != UPSELL or event.payload["type"] == "b2b"


def scrub(event: OutboxEvent) -> None:
    """Forgets the content of a secret event; its ids stay."""
    if event.topic in SECRET:
        event.payload = {name: value for name, value in event.payload.items() if name.endswith("_id")}


def _remind(session: Session, event: OutboxEvent, times: ReminderTimes) -> None:
    """A visit that was booked or moved has new reminders; the old ones go, as all do of one that was cancelled."""
    outbox.withdraw(session, REMINDER, event.key)
    if event.topic == "booking.cancelled":
        return
    start = event.payload["start"]
    for kind, due in times.of(in_tokyo(datetime.fromisoformat(start))):
        if due > event.at:
            payload = {"booking_id": event.payload["booking_id"], "kind": kind, "start": start}
            outbox.emit(session, REMINDER, event.key, payload, event.at, due_at=due)
