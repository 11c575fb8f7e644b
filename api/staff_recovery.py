"""Recovery offers in the staff's API: weighed, proposed, approved. Nothing of it is shown to a customer."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import ApplicationDep
from api.openapi import Responses, problems
from api.schemas import FreeText
from api.staff import MemberDep
from domain.recovery import Level, Severity
from domain.staff import NotAllowed
from services.customers.directory import NoSuchCustomer
from services.members import NotStaff
from services.recovery import OfferTooMuch, ProposalSettled, RecoveryNotOffered, RecoveryUnknown, UnknownProposal
from services.recovery.desk import PAGE, RecoveryDesk, Wish
from services.serving import UnknownTicket
from store.session import StoreUnavailable

router = APIRouter(prefix="/v1/staff/recovery", tags=["staff"])

Status = Literal["waiting", "granted", "refused", "withdrawn"]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
TicketName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
CustomerName = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f]+$", examples=["C-1001"])]
ProposalId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["rp_0123456789abcdef"])]
Note = Annotated[FreeText, Field(max_length=2_000)]


class WishIn(BaseModel):
    """What to offer: without a form the one that weighs most, without an amount the most the case allows of it."""

    customer_id: CustomerName
    cause: Word = Field(examples=["late_visit"])
    kind: Word | None = Field(None, examples=["coupon"])
    amount: Annotated[int, Field(strict=True, gt=0, lt=10**8)] | None = None
    ticket_id: TicketName | None = None
    likes: Annotated[list[Word], Field(max_length=20)] = []
    note: Note | None = None

    def wish(self) -> Wish:
        """The same as the service takes it."""
        fields = self.model_dump()
        return Wish(**{**fields, "likes": tuple(self.likes)})


class OfferOut(BaseModel):
    """One form of an offer. `needs`: the lowest level whose limit for a case covers it; null where nobody's does."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    name: str
    amount: int
    liked: bool
    needs: Level | None


class GroundsOut(BaseModel):
    """Why: allowance = ceiling × factor − given. `ltv` is null where it cannot be told."""

    model_config = ConfigDict(from_attributes=True)

    cause: str
    severity: Severity
    ceiling: int
    ltv: int | None
    share: float
    escalations: int
    recoveries: int
    factor: float
    given: int


class RecoveryOut(BaseModel):
    """What may be offered: at most `allowance` yen; the form that weighs most first."""

    model_config = ConfigDict(from_attributes=True)

    allowance: int
    offers: list[OfferOut]
    grounds: GroundsOut


class ProposalOut(BaseModel):
    """An offer a member wants to make, and what became of it."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    customer_id: str
    ticket_id: str | None
    cause: str
    kind: str
    amount: int
    grounds: GroundsOut
    note: str | None
    status: Status
    needs: Level
    proposed_by: str
    proposed_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    answer: str | None


class ProposalPage(BaseModel):
    """A page of proposals, the newest first; `next` goes into `after` for the page behind it."""

    model_config = ConfigDict(from_attributes=True)

    proposals: list[ProposalOut]
    next: str | None


class BudgetOut(BaseModel):
    """Your budget of the month, in yen. `case` is your limit for one case."""

    model_config = ConfigDict(from_attributes=True)

    member_id: str
    level: Level
    month: str = Field(examples=["2026-11"])
    case: int
    limit: int
    spent: int
    left: int


class Answer(BaseModel):
    """A note for colleagues."""

    note: Note | None = None


def get_desk(application: ApplicationDep) -> RecoveryDesk:
    """Where offers are made.

    Raises:
        RecoveryNotOffered: The company does not say what it offers.
    """
    return application.staff.recovering()


DeskDep = Annotated[RecoveryDesk, Depends(get_desk)]
AnswerDep = Annotated[Answer | None, Body()]


def _problems(*errors: type[Exception], body: bool = False) -> Responses:
    return problems(NotStaff, NotAllowed, RecoveryNotOffered, *errors, StoreUnavailable, body=body)


_WISH = _problems(NoSuchCustomer, UnknownTicket, RecoveryUnknown, body=True)
_PROPOSE = _problems(NoSuchCustomer, UnknownTicket, RecoveryUnknown, OfferTooMuch, body=True)
_SETTLE = _problems(UnknownProposal, ProposalSettled, body=True)


@router.get("/budget", responses=_problems())
def read_budget(me: MemberDep, desk: DeskDep) -> BudgetOut:
    """Shows what you have given this month, and may still give."""
    return BudgetOut.model_validate(desk.budget(me))


@router.post("/options", responses=_WISH)
def weigh_recovery(me: MemberDep, desk: DeskDep, wish: WishIn) -> RecoveryOut:
    """Shows what may be offered to a customer for something that went wrong, and why. Stores nothing."""
    return RecoveryOut.model_validate(desk.weigh(me, wish.wish()))


@router.get("/proposals", responses=_problems(UnknownProposal))
def list_proposals(
    me: MemberDep,
    desk: DeskDep,
    status: Status | None = None,
    customer: Annotated[str | None, Query(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f]+$")] = None,
    after: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> ProposalPage:
    """Lists proposals, the newest first: by what became of them, by customer."""
    return ProposalPage.model_validate(desk.page(me, status, customer, after, limit))


@router.post("/proposals", status_code=201, responses=_PROPOSE)
def propose_recovery(me: MemberDep, desk: DeskDep, wish: WishIn) -> ProposalOut:
    """Proposes an offer: granted at once within your own authority and budget, else the next level's to approve."""
    return ProposalOut.model_validate(desk.propose(me, wish.wish()))


@router.post(
    "/proposals/{proposal_id}/approve", responses=_problems(UnknownProposal, ProposalSettled, OfferTooMuch, body=True)
)
def approve_recovery(me: MemberDep, desk: DeskDep, proposal_id: ProposalId, answer: AnswerDep = None) -> ProposalOut:
    """Approves an offer on your own authority and budget; never your own proposal."""
    return ProposalOut.model_validate(desk.approve(me, proposal_id, answer.note if answer else None))


@router.post("/proposals/{proposal_id}/refuse", responses=_SETTLE)
def refuse_recovery(me: MemberDep, desk: DeskDep, proposal_id: ProposalId, answer: AnswerDep = None) -> ProposalOut:
    """Refuses an offer that waits; your own is taken back so."""
    return ProposalOut.model_validate(desk.refuse(me, proposal_id, answer.note if answer else None))


@router.post("/proposals/{proposal_id}/withdraw", responses=_SETTLE)
def withdraw_recovery(me: MemberDep, desk: DeskDep, proposal_id: ProposalId, answer: AnswerDep = None) -> ProposalOut:
    """Takes back a granted offer the customer did not want; the budget it counted in has it again."""
    return ProposalOut.model_validate(desk.withdraw(me, proposal_id, answer.note if answer else None))
