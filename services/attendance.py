"""Sees to it that no handover is in nobody's hands. Several workers may do so at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

import structlog
from sqlalchemy.orm import Session

from domain.attendance import AttendanceTerms, Attended, Step
from domain.clock import Clock
from domain.hours import BusinessHours
from domain.labels import Priority
from domain.shifts import is_there
from services.cases import Case, UnknownTicket, open_case
from services.handovers import announce
from services.members import member_of
from services.notices import Notice, tell
from store import staff, tickets
from store.models import Staff, Ticket
from store.session import Database

BATCH: Final = 200
"""Tickets looked at in one go, those that wait longest first; what is left is looked at in the next."""

TOPICS: Final[dict[Step, str]] = {
    "overdue": "handover.overdue",
    "escalate": "handover.unanswered",
    "requeue": "handover.requeued",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Attendance:
    """Tells that a ticket is overdue, tells managers of customers nobody answers, and puts tickets back into the queue.

    Attributes:
        database: Where tickets are kept.
        clock: The business's time. Conversations whose own clock stands still are left alone: no time passes in them.
        terms: How long is too long.
        house: When people are there.
        notice: What the customer is told.
    """

    database: Database
    clock: Clock
    terms: AttendanceTerms
    house: BusinessHours
    notice: Notice

    def run(self) -> int:
        """Looks at every ticket that is not closed.

        Returns:
            For how many something had to be done.

        Raises:
            StoreUnavailable: The database is locked or gone.
        """
        now = self.clock.now()
        with self.database.read() as session:
            found = tickets.unattended(session, BATCH)
            due = [ticket.id for ticket in found if self._step(session, ticket, now) is not None]
        return sum(self._see_to(ticket_id) for ticket_id in due)

    def _see_to(self, ticket_id: str) -> bool:
        try:
            with open_case(self.database, self.clock, ticket_id) as case:
                # Another worker, or a person, may have been faster.
                step = self._step(case.session, case.ticket, case.now)
                match step:
                    case "overdue":
                        case.ticket.overdue_at = case.now
                    case "escalate":
                        case.ticket.escalated_at = case.now
                    case "requeue":
                        self._requeue(case)
                    case None:
                        return False
                _told(case, step)
        except UnknownTicket:  # erased meanwhile
            return False
        return True

    def _requeue(self, case: Case) -> None:
        ticket, conversation = case.ticket, case.conversation
        ticket.status, ticket.claimed_by, ticket.claimed_at = "open", None, None
        ticket.attended_at = ticket.attended_by = None
        conversation.typing_until = None
        conversation.owner = "bot"
        conversation.owner_epoch += 1
        tell(case.session, conversation, self.notice("staff_requeued"), case.now)

    def _step(self, session: Session, ticket: Ticket, now: datetime) -> Step | None:
        if ticket.status == "closed":
            return None
        attended = Attended(
            priority=cast(Priority, ticket.priority),
            claimed=ticket.status == "claimed",
            due=ticket.due,
            overdue_at=ticket.overdue_at,
            waits_since=tickets.waits_since(session, ticket) if ticket.status == "claimed" else None,
            attended_at=ticket.attended_at,
            escalated_at=ticket.escalated_at,
            holder=self._holder(session, ticket, now),
        )
        return attended.step(now, self.terms)

    def _holder(self, session: Session, ticket: Ticket, now: datetime) -> Literal["there", "away", "gone"]:
        row = session.get(Staff, ticket.claimed_by) if ticket.claimed_by else None
        member = member_of(row) if row is not None else None
        if member is None or not member.active or not member.may("serve"):
            return "gone"
        on_call = ticket.priority == "urgent" and member.on_call_order is not None
        return "there" if on_call or is_there(member.hours, self.house, now) else "away"


def _told(case: Case, step: Step) -> None:
    """Notes it in the ticket's history, and tells the channels."""
    staff.note_action(case.session, None, step, case.now, case.ticket.id)
    announce(case.session, TOPICS[step], case.ticket, case.now)
    log.warning("handover left alone", step=step, ticket_id=case.ticket.id)
