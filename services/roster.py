"""Who is there to serve, and how much each of them has in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, cast

from sqlalchemy.orm import Session

from domain.fit import Case, Fit, best, fit_of
from domain.hours import BusinessHours
from domain.labels import Priority, Trigger
from domain.staff import Member
from services.members import member_of
from store import staff, tickets
from store.models import Ticket


@dataclass(frozen=True)
class Roster:
    """Everybody who works here and what they have in hand, at one moment.

    Attributes:
        members: Who works here.
        loads: How many customers each of them serves; who serves nobody is left out.
        house: When people are there who have no hours of their own.
    """

    members: Sequence[Member]
    loads: Mapping[str, int]
    house: BusinessHours

    @classmethod
    def read(cls, session: Session, house: BusinessHours) -> Self:
        """Reads it in two statements."""
        return cls([member_of(row) for row in staff.active(session)], tickets.loads(session), house)

    def fit(self, member: Member, case: Case, now: datetime) -> Fit:
        """How well a case suits a member."""
        return fit_of(member, case, self.loads.get(member.member_id, 0), now, self.house)

    def suggested(self, case: Case, now: datetime) -> dict[str, Any] | None:
        """Whom a case suits best, and why; None where it suits nobody who is there."""
        found = best((member, self.fit(member, case, now)) for member in self.members)
        if found is None:
            return None
        member, fit = found
        return {"id": member.member_id, "name": member.name, "reasons": list(fit.reasons)}


def case_of(ticket: Ticket, kind: str | None, now: datetime) -> Case:
    """What of a ticket tells whom it suits.

    Args:
        ticket: The ticket.
        kind: Of customer.
        now: The business's time.
    """
    return Case(
        trigger=cast(Trigger, ticket.trigger),
        priority=cast(Priority, ticket.priority),
        serious=ticket.senior,
        overdue=is_overdue(ticket, now),
        area=ticket.area,
        language=ticket.language,
        kind=kind,
        category=ticket.category,
    )


def is_overdue(ticket: Ticket, now: datetime) -> bool:
    """Whether nobody claimed it in time. What was promised is the first answer: whoever claimed it is answering."""
    return ticket.status == "open" and ticket.due is not None and now > ticket.due
