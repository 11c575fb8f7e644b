"""The shape of a pack's mails, and what each of them may speak of."""

from typing import Annotated, Final

from pydantic import Field

from domain.labels import Priority, Trigger
from knowledge.pack.part import Part, Text
from knowledge.pack.units import ClockTime, Hours

Line = Annotated[str, Field(min_length=1, pattern=r"^[^\r\n]+$")]

_VISIT: Final = frozenset({"name", "booking_id", "plan", "addons", "total", "start", "time", "address", "payment"})
_TICKET: Final = frozenset(
    {"ticket_id", "priority", "trigger", "promise", "due", "category", "summary", "sentence", "link"}
)

MAILS: Final[dict[str, frozenset[str]]] = {
    "code": frozenset({"code"}),
    "booked": _VISIT,
    "moved": _VISIT | {"before", "fee"},
    "cancelled": _VISIT | {"fee"},
    "reminder_three_days": _VISIT,
    "reminder_one_day": _VISIT,
    "reminder_set_out": _VISIT,
    "handover_opened": _TICKET,
    "handover_raised": _TICKET,
    "handover_requeued": _TICKET,
    "handover_unanswered": _TICKET | {"by"},
    "page": _TICKET | {"step"},
    "turn_failed": frozenset({"conversation_id", "message_id"}),
}
"""Every mail there is, and the values it may hold. A line whose values are all empty is left out of the mail."""

WITH_CALENDAR: Final = frozenset({"booked", "moved", "cancelled"})
"""Mails that put the visit into the customer's calendar, or take it out again."""


class Mail(Part):
    """One mail, in plain text."""

    subject: Line
    body: Text
    calendar: Line | None = None
    """What the visit is called in the customer's calendar."""


class ReminderTimes(Part):
    """At what time a customer is reminded; on which days, the booking rules say.

    On the day of the visit: at `day_at`, or `day_lead` before the start, whichever is earlier.
    """

    prepare_at: ClockTime
    eve_at: ClockTime
    day_at: ClockTime
    day_lead: Hours


class StaffWords(Part):
    """What the staff call things."""

    priorities: dict[Priority, Text]
    triggers: dict[Trigger, Text]
