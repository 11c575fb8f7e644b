"""Where members propose, approve and take back recovery offers.

Sums are read and lines are added while the customer and the member are locked, in this order: two that give at the same
moment, in whatever process, cannot exceed a limit together.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from domain.clock import Clock, in_tokyo
from domain.recovery import Level, Past, Recovery, RecoveryTerms, covers, level_for, next_above, weigh
from domain.staff import Member, NotAllowed
from domain.success.customer_360 import Customer360
from domain.text import clean
from services.customers.directory import CustomerDirectory, NoSuchCustomer
from services.ids import new_id
from services.recovery.errors import OfferTooMuch, ProposalSettled, RecoveryUnknown, UnknownProposal
from services.serving import UnknownTicket
from store import recovery, staff
from store.models import RecoveryEntry, RecoveryProposal, Ticket
from store.session import Database

PAGE: Final = 50
"""Proposals in one page."""


@dataclass(frozen=True)
class Wish:
    """What a member wants to offer: without a form the one that weighs most, without an amount its own.

    Attributes:
        customer_id: To whom.
        cause: What went wrong.
        kind: The form.
        amount: In yen.
        ticket_id: The case it belongs to.
        likes: Forms the member knows the customer to welcome.
        note: For colleagues.
    """

    customer_id: str
    cause: str
    kind: str | None = None
    amount: int | None = None
    ticket_id: str | None = None
    likes: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Budget:
    """A member's budget of a month, in yen; `case` is their limit for one case."""

    member_id: str
    level: Level
    month: str
    case: int
    limit: int
    spent: int

    @property
    def left(self) -> int:
        """What they may still give this month."""
        return max(0, self.limit - self.spent)


@dataclass(frozen=True)
class Page:
    """Some proposals; `next` goes into `after` for the page behind it."""

    proposals: Sequence[RecoveryProposal]
    next: str | None


class RecoveryDesk:
    """Weighs, proposes and settles offers. Whoever calls has made sure who the member is. No customer is told anything.

    Args:
        database: Where everything is kept.
        clock: The business's time; its months are those of the budgets.
        terms: The pack's figures.
    """

    def __init__(self, database: Database, clock: Clock, terms: RecoveryTerms) -> None:
        self._database = database
        self._clock = clock
        self.terms = terms
        self._customers = CustomerDirectory(database)

    def weigh(self, member: Member, wish: Wish) -> Recovery:
        """What may be offered, and why; nothing is stored.

        Raises:
            NotAllowed: The role does not permit it.
            NoSuchCustomer: Nobody has this id.
            UnknownTicket: The customer has no such ticket.
            RecoveryUnknown: There is no such cause or form.
        """
        member.require("serve")
        now = self._clock.now()
        view = self._customers.view(wish.customer_id, now)
        with self._database.read() as session:
            self._own_ticket(session, wish)
            return self._weighed(session, view, wish, now)

    def propose(self, member: Member, wish: Wish) -> RecoveryProposal:
        """Proposes an offer: granted at once within the member's authority, else the next level's to approve.

        Raises:
            NotAllowed: The role does not permit it.
            NoSuchCustomer: Nobody has this id.
            UnknownTicket: The customer has no such ticket.
            RecoveryUnknown: There is no such cause, form or amount.
            OfferTooMuch: The case does not justify it, or it is above everybody's authority.
        """
        member.require("serve")
        level, now = self._level(member), self._clock.now()
        view = self._customers.view(wish.customer_id, now)
        with self._database.write() as session:
            if recovery.lock_customer(session, wish.customer_id) is None:
                raise NoSuchCustomer(
                    f"There is no customer {wish.customer_id!r} any more. Find them: zenbu customers list"
                )
            self._own_ticket(session, wish)
            weighed = self._weighed(session, view, wish, now)
            kind, amount = self._chosen(weighed, wish)
            needs = level_for(weighed.grounds.given + amount, self.terms)
            if needs is None:
                most = self.terms.authority["manager"].case
                raise OfferTooMuch(
                    f"{weighed.grounds.given + amount:,} yen in one case; nobody may give over {most:,}. Give less."
                )
            recovery.lock_member(session, member.member_id)
            own = covers(level, needs)
            left = self._budget(session, member, level, now).left
            if own and amount > left:
                above = next_above(level)
                if above is None:
                    raise OfferTooMuch(f"{amount:,} yen, and {left:,} are left of {member.name}'s budget this month.")
                needs, own = above, False
            row = RecoveryProposal(
                id=new_id("rp"),
                customer_id=wish.customer_id,
                ticket_id=wish.ticket_id,
                cause=wish.cause,
                kind=kind,
                amount=amount,
                grounds=asdict(weighed.grounds),
                note=clean(wish.note) if wish.note else None,
                status="waiting",
                needs=needs,
                proposed_by=member.member_id,
                proposed_at=now,
            )
            session.add(row)
            session.flush()
            self._note(session, member, "recovery_propose", row, now)
            if own:
                self._grant(session, member, row, now)
        return row

    def approve(self, member: Member, proposal_id: str, answer: str | None = None) -> RecoveryProposal:
        """Approves an offer on the member's own authority and budget.

        Raises:
            NotAllowed: The role does not permit it, or it is the member's own proposal.
            UnknownProposal: There is none.
            ProposalSettled: It does not wait any more.
            OfferTooMuch: The case or the member's budget does not cover it any more.
        """
        member.require("serve")
        level, now = self._level(member), self._clock.now()
        with self._database.write() as session:
            row = self._waiting(session, proposal_id)
            needs: Level = row.needs  # type: ignore[assignment]  # written from the vocabulary
            self._settling(member, level, needs)
            if row.proposed_by == member.member_id:
                raise NotAllowed(f"{row.id} is your own proposal. Ask somebody else of the level {needs} or above.")
            recovery.lock_member(session, member.member_id)
            month = _month(now)
            case = recovery.given(session, row.customer_id, row.ticket_id, month) + row.amount
            authority = self.terms.authority[level]
            if case > authority.case:
                raise OfferTooMuch(
                    f"{case:,} yen in one case; the level {level} may give {authority.case:,}. "
                    f"Ask somebody of the level {next_above(level)}, or refuse it."
                )
            ceiling = row.grounds["ceiling"]
            if case > ceiling:
                raise OfferTooMuch(f"{case:,} yen in one case; what went wrong justifies {ceiling:,}. Refuse it.")
            left = self._budget(session, member, level, now).left
            if row.amount > left:
                raise OfferTooMuch(
                    f"{row.amount:,} yen, and {left:,} are left of {member.name}'s budget this month. "
                    "Ask somebody else of this level or above."
                )
            row.answer = clean(answer) if answer else None
            self._grant(session, member, row, now)
        return row

    def refuse(self, member: Member, proposal_id: str, answer: str | None = None) -> RecoveryProposal:
        """Refuses an offer that waits; whoever proposed it may take it back so, too.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownProposal: There is none.
            ProposalSettled: It does not wait any more.
        """
        member.require("serve")
        level, now = self._level(member), self._clock.now()
        with self._database.write() as session:
            row = self._waiting(session, proposal_id)
            if row.proposed_by != member.member_id:
                self._settling(member, level, row.needs)  # type: ignore[arg-type]  # written from the vocabulary
            row.answer = clean(answer) if answer else None
            self._settle(session, member, row, "refused", now)
        return row

    def withdraw(self, member: Member, proposal_id: str, answer: str | None = None) -> RecoveryProposal:
        """Takes back a granted offer the customer did not want: a reversing line, in the budget it was counted in.

        Raises:
            NotAllowed: It is somebody else's, and the role has not the level it needed.
            UnknownProposal: There is none.
            ProposalSettled: It is not granted.
        """
        member.require("serve")
        level, now = self._level(member), self._clock.now()
        with self._database.write() as session:
            row = self._locked(session, proposal_id)
            if row.status != "granted":
                raise ProposalSettled(f"{row.id} is {row.status}; only what was granted can be taken back.")
            if row.proposed_by != member.member_id:
                self._settling(member, level, row.needs)  # type: ignore[arg-type]  # written from the vocabulary
            entry = recovery.entry_of(session, row.id)
            assert entry is not None, "every granted offer has its line"
            session.add(_line(row, entry.staff_id, entry.month, -row.amount, "reversal", now))
            row.answer = clean(answer) if answer else row.answer
            self._settle(session, member, row, "withdrawn", now)
        return row

    def page(
        self,
        member: Member,
        status: str | None = None,
        customer_id: str | None = None,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page:
        """A page of proposals, the newest first.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownProposal: `after` names none.
        """
        member.require("read")
        with self._database.read() as session:
            last = recovery.proposal(session, after) if after else None
            if after and last is None:
                raise _unknown(after)
            rows = recovery.proposals(session, status, customer_id, last, limit + 1)
        return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)

    def budget(self, member: Member) -> Budget:
        """What the member has given this month, and may still give.

        Raises:
            NotAllowed: The role has no authority.
        """
        with self._database.read() as session:
            return self._budget(session, member, self._level(member), self._clock.now())

    def _level(self, member: Member) -> Level:
        level = self.terms.levels.get(member.role)
        if level is None:
            raise NotAllowed(f"The role {member.role} gives nothing. Ask one of: {', '.join(self.terms.levels)}.")
        return level

    def _settling(self, member: Member, level: Level, needs: Level) -> None:
        if not covers(level, needs):
            able = ", ".join(role for role, other in self.terms.levels.items() if covers(other, needs))
            raise NotAllowed(f"{member.name} has the level {level}, this needs {needs}. Ask one of: {able}.")

    def _weighed(self, session: Session, view: Customer360, wish: Wish, now: datetime) -> Recovery:
        cause = self.terms.causes.get(wish.cause)
        if cause is None:
            raise RecoveryUnknown(f"There is no cause {wish.cause!r}. Use one of: {', '.join(self.terms.causes)}.")
        for kind in (*wish.likes, *([wish.kind] if wish.kind else ())):
            if kind not in self.terms.kinds:
                raise RecoveryUnknown(f"There is no form {kind!r}. Use one of: {', '.join(self.terms.kinds)}.")
        case, since = (wish.ticket_id, _month(now)), now - timedelta(days=self.terms.days)
        past = Past(
            recovery.recoveries(session, wish.customer_id, since, *case),
            recovery.given(session, wish.customer_id, *case),
        )
        return weigh(view, cause, self.terms, past, wish.likes)

    def _chosen(self, weighed: Recovery, wish: Wish) -> tuple[str, int]:
        offer = next((offer for offer in weighed.offers if wish.kind in (None, offer.kind)), None)
        if offer is None:
            able = ", ".join(offer.kind for offer in weighed.offers) or "nothing"
            raise OfferTooMuch(
                f"{wish.kind or 'Any offer'} is more than this case allows ({weighed.allowance:,} yen), "
                f"or not for this customer. There is: {able}."
            )
        if wish.amount is None or wish.amount == offer.amount:
            return offer.kind, offer.amount
        amounts = self.terms.kinds[offer.kind].amounts
        if wish.amount not in amounts:
            raise RecoveryUnknown(f"{offer.kind} is not given at {wish.amount:,} yen. Use one of: {amounts}.")
        if wish.amount > offer.amount:
            raise OfferTooMuch(f"{wish.amount:,} yen; this case allows {weighed.allowance:,}.")
        return offer.kind, wish.amount

    def _own_ticket(self, session: Session, wish: Wish) -> None:
        if wish.ticket_id is None:
            return
        ticket = session.get(Ticket, wish.ticket_id)
        if ticket is None or ticket.customer_id != wish.customer_id:
            raise UnknownTicket(f"{wish.customer_id} has no ticket {wish.ticket_id}. List them: GET /v1/staff/tickets.")

    def _budget(self, session: Session, member: Member, level: Level, now: datetime) -> Budget:
        authority, month = self.terms.authority[level], _month(now)
        spent = recovery.spent(session, member.member_id, month)
        return Budget(member.member_id, level, month, authority.case, authority.month, spent)

    def _waiting(self, session: Session, proposal_id: str) -> RecoveryProposal:
        row = self._locked(session, proposal_id)
        if row.status != "waiting":
            raise ProposalSettled(f"{row.id} is {row.status} already. List those that wait: zenbu staff recovery list")
        return row

    def _locked(self, session: Session, proposal_id: str) -> RecoveryProposal:
        # The customer first, as whoever erases them does: nobody waits for the other in a ring.
        row = recovery.proposal(session, proposal_id)
        if row is not None and recovery.lock_customer(session, row.customer_id) is not None:
            row = recovery.proposal(session, proposal_id, lock=True)
        if row is None:
            raise _unknown(proposal_id)
        return row

    def _grant(self, session: Session, member: Member, row: RecoveryProposal, now: datetime) -> None:
        session.add(_line(row, member.member_id, _month(now), row.amount, "grant", now))
        self._settle(session, member, row, "granted", now)

    def _settle(self, session: Session, member: Member, row: RecoveryProposal, status: str, now: datetime) -> None:
        row.status, row.settled_by, row.settled_at = status, member.member_id, now
        self._note(session, member, f"recovery_{status}", row, now)

    def _note(self, session: Session, member: Member, action: str, row: RecoveryProposal, now: datetime) -> None:
        detail = {"proposal_id": row.id, "kind": row.kind, "amount": row.amount}
        staff.note_action(session, member.member_id, action, now, row.ticket_id, **detail)


def _line(row: RecoveryProposal, staff_id: str, month: str, amount: int, entry: str, now: datetime) -> RecoveryEntry:
    whose: dict[str, Any] = {"customer_id": row.customer_id, "case_id": row.ticket_id, "proposal_id": row.id}
    return RecoveryEntry(at=now, month=month, staff_id=staff_id, kind=row.kind, amount=amount, entry=entry, **whose)


def _month(now: datetime) -> str:
    return f"{in_tokyo(now):%Y-%m}"


def _unknown(proposal_id: str) -> UnknownProposal:
    return UnknownProposal(f"There is no proposal {proposal_id}. List them: zenbu staff recovery list")
