"""When a handover has been left alone: nobody claimed it in time, or who has it does not answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from domain.labels import Priority

Step = Literal["overdue", "escalate", "requeue"]


@dataclass(frozen=True)
class AttendanceTerms:
    """How long a customer waits for the word of whoever has claimed their ticket (pack data).

    Attributes:
        escalate: Then managers are told.
        requeue: Then it goes back to the queue.
        away: Then it goes back where whoever has it is not there at this hour.
    """

    escalate: Mapping[Priority, timedelta]
    requeue: Mapping[Priority, timedelta]
    away: timedelta


@dataclass(frozen=True)
class Attended:
    """How a handover that is not closed is looked after.

    Attributes:
        priority: How urgent it is.
        claimed: Whether somebody has it.
        due: Until when somebody was promised.
        overdue_at: When it was told that nobody came in time.
        waits_since: Since when the customer waits for a word of whoever has it, if they do.
        attended_at: When whoever has it last showed up.
        escalated_at: When managers were last told.
        holder: Whoever has it: `there`, `away` at this hour, or `gone` for good.
    """

    priority: Priority
    claimed: bool
    due: datetime | None
    overdue_at: datetime | None
    waits_since: datetime | None
    attended_at: datetime | None
    escalated_at: datetime | None
    holder: Literal["there", "away", "gone"]

    def step(self, now: datetime, terms: AttendanceTerms) -> Step | None:
        """What must be done now so that it is in somebody's hands, if anything."""
        if not self.claimed:
            late = self.due is not None and now > self.due
            return "overdue" if late and self.overdue_at is None else None
        if self.holder == "gone":
            return "requeue"
        if self.waits_since is None:
            return None
        since = max(self.waits_since, self.attended_at or self.waits_since)
        waited = now - since
        if waited >= (terms.away if self.holder == "away" else terms.requeue[self.priority]):
            return "requeue"
        told = self.escalated_at is not None and self.escalated_at >= since
        return "escalate" if waited >= terms.escalate[self.priority] and not told else None
