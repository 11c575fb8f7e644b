"""A member's month: what they took on, how soon they answered, how it ended, what customers said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.staff import Member
from services.recovery import RecoveryDesk
from services.recovery.desk import Budget
from services.reviewing.periods import Period, month_of, read_period
from store import months
from store.months import Ended, Taken
from store.session import Database

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Figures:
    """What a month comes to.

    Attributes:
        taken: Tickets claimed.
        answered: Of these, answered.
        wait: Minutes from the handover to the first answer, in the middle (median); None where none was answered.
        in_time: Of those with a time promised, answered or claimed within it.
        promised: Those with a time promised.
        outcomes: Tickets closed or handed back, by how they ended.
        csat: What customers said of these conversations, 1 to 5, on average; None where nobody did.
        rated: How many of them did.
    """

    taken: int
    answered: int
    wait: float | None
    in_time: int
    promised: int
    outcomes: Mapping[str, int]
    csat: float | None
    rated: int

    @property
    def ended(self) -> int:
        """Tickets closed or handed back."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Month:
    """A member's month.

    Attributes:
        period: Which.
        figures: What it comes to.
        before: What the month before came to.
        tickets: What was claimed, the newest first.
        days: How many were claimed on each day.
        budget: What may still be given this month; None in other months, and for roles that give nothing.
        earlier: The name of the month before.
        later: The name of the month after; None where that has not begun.
    """

    period: Period
    figures: Figures
    before: Figures
    tickets: Sequence[Taken]
    days: Sequence[int]
    budget: Budget | None
    earlier: str
    later: str | None


class Months:
    """Counts what members did.

    Args:
        database: Where tickets are kept.
        clock: The business's time.
        recovery: Where budgets are; None where the company offers nothing.
    """

    def __init__(self, database: Database, clock: Clock, recovery: RecoveryDesk | None) -> None:
        self._database = database
        self._clock = clock
        self._recovery = recovery

    def read(self, member: Member, name: str | None = None) -> Month:
        """A member's own month.

        Args:
            member: Whose.
            name: Such as 2026-11; the one that is going on where None.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownPeriod: There is no such month.
        """
        member.require("serve")
        now = self._clock.now()
        period = read_period(name, "month", now) if name else month_of(now.date())
        earlier, later = month_of((period.since - timedelta(days=1)).date()), month_of(period.until.date())
        with self._database.read() as session:
            taken, ended = _read(session, member, period)
            old = _read(session, member, earlier)
        is_now = period.since <= now < period.until
        gives = self._recovery is not None and member.role in self._recovery.terms.levels
        return Month(
            period,
            _figures(taken, ended),
            _figures(*old),
            taken,
            _by_day(period, taken),
            self._recovery.budget(member) if self._recovery and gives and is_now else None,
            earlier.name,
            later.name if later.since <= now else None,
        )


def _read(session: Session, member: Member, period: Period) -> tuple[Sequence[Taken], Sequence[Ended]]:
    span = (member.member_id, period.since, period.until)
    return months.taken(session, *span), months.ended(session, *span)


def _figures(taken: Sequence[Taken], ended: Sequence[Ended]) -> Figures:
    waits = [(row.answered_at - row.ticket.opened_at) / MINUTE for row in taken if row.answered_at]
    promised = [row for row in taken if row.ticket.due is not None]
    rated = [one.survey["csat"] for one in ended if one.survey and one.survey.get("csat") is not None]
    return Figures(
        taken=len(taken),
        answered=len(waits),
        wait=median(waits) if waits else None,
        in_time=sum(_in_time(row) for row in promised),
        promised=len(promised),
        outcomes=Counter(one.outcome or "other" for one in ended),
        csat=sum(rated) / len(rated) if rated else None,
        rated=len(rated),
    )


def _in_time(row: Taken) -> bool:
    """The promise is that somebody is there: whoever claimed it answers."""
    claimed: datetime | None = row.ticket.claimed_at
    return claimed is not None and row.ticket.due is not None and claimed <= row.ticket.due


def _by_day(period: Period, taken: Sequence[Taken]) -> Sequence[int]:
    days = (period.until - period.since).days
    counted = Counter((row.ticket.claimed_at - period.since).days for row in taken if row.ticket.claimed_at)
    return [counted[day] for day in range(days)]
