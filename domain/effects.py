"""What a turn wants written. Skills return effects; the turn service applies them with the reply, or none of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.labels import Priority, Trigger
from domain.packet.terms import PLAIN, PacketTerms
from domain.paging import PagingTerms
from domain.records import Customer


@dataclass(frozen=True)
class OpenHandover:
    """Hand the conversation to a person: a ticket with everything they need, and a message to the channels.

    `terms` is what its packet is worded with.
    """

    ticket_id: str
    trigger: Trigger
    priority: Priority
    promise: str
    due: datetime | None
    senior: bool
    brief: dict[str, Any] = field(default_factory=dict)
    terms: PacketTerms = PLAIN


@dataclass(frozen=True)
class RaiseHandover:
    """A waiting ticket became more urgent because of what was said now."""

    ticket_id: str
    trigger: Trigger
    priority: Priority
    promise: str
    due: datetime | None
    message: str = ""
    terms: PacketTerms = PLAIN


@dataclass(frozen=True)
class NoteContact:
    """The customer said how to reach them; whoever serves the waiting ticket must know."""

    ticket_id: str
    contact: str


@dataclass(frozen=True)
class NoteCallback:
    """The customer who waits wants to be called.

    `start` and `end`: when, where people are there then; None is any time. `said`: how the customer put it.
    """

    ticket_id: str
    number: str
    start: datetime | None
    end: datetime | None
    said: str


@dataclass(frozen=True)
class WithdrawHandover:
    """The customer needs nobody any more: the ticket that waits is closed."""

    ticket_id: str


@dataclass(frozen=True)
class PageOnCall:
    """Danger was named: somebody on call must look now, unless a person is there already."""

    ticket_id: str
    terms: PagingTerms


@dataclass(frozen=True)
class HoldVisit:
    """Keep a visit for this conversation until it is confirmed or the hold expires.

    `moved` names the booking that shall move there: its own time may be had again.
    """

    technician_id: str
    start: datetime
    end: datetime
    expires: datetime
    moved: str | None = None


@dataclass(frozen=True)
class BookVisit:
    """Book a visit. Fails as a whole if the technician is no longer free."""

    booking_id: str
    technician_id: str
    start: datetime
    end: datetime
    plan: str
    addons: tuple[str, ...]
    amount: int
    contact: dict[str, str]


@dataclass(frozen=True)
class SendCode:
    """Mail a code to an e-mail address, so that whoever reads it shows that the address is theirs."""

    email: str
    code: str
    digest: str
    expires: datetime


@dataclass(frozen=True)
class TryCode:
    """A code was typed, and whether it was the one that was mailed."""

    right: bool


@dataclass(frozen=True)
class KnowCustomer:
    """Whoever speaks is known from now on; their e-mail address was shown to be theirs. `is_new`: not on record yet."""

    customer: Customer
    is_new: bool


@dataclass(frozen=True)
class CancelVisit:
    """Cancel a visit of this conversation's customer, with the fee that was stated."""

    booking_id: str
    fee: int


@dataclass(frozen=True)
class NewPrice:
    """What a visit costs at its new time, where that is not what it cost before."""

    addons: tuple[str, ...]
    amount: int


@dataclass(frozen=True)
class MoveVisit:
    """Move a visit of this conversation's customer, with the fee that was stated; `price` where it becomes another."""

    booking_id: str
    technician_id: str
    start: datetime
    end: datetime
    fee: int
    price: NewPrice | None = None


@dataclass(frozen=True)
class KeepProposal:
    """Keep what was proposed to the customer, until they say yes to it in a later message or it expires.

    `deed` is JSON: what would be done, with the price or fee that was stated.
    """

    proposal_id: str
    kind: str
    deed: dict[str, Any]
    message_id: str
    expires: datetime


@dataclass(frozen=True)
class UseProposal:
    """The customer said yes: the proposal is used up."""

    proposal_id: str


@dataclass(frozen=True)
class NoteToolCall:
    """A writing tool was called in this turn; `arguments` are masked, `effect` holds ids and words of ours."""

    tool: str
    arguments: dict[str, Any]
    effect: dict[str, Any]


Effect = (
    OpenHandover
    | RaiseHandover
    | NoteContact
    | NoteCallback
    | WithdrawHandover
    | PageOnCall
    | HoldVisit
    | BookVisit
    | CancelVisit
    | MoveVisit
    | SendCode
    | TryCode
    | KnowCustomer
    | KeepProposal
    | UseProposal
    | NoteToolCall
)


class EffectConflict(Exception):
    """The world changed while the turn was computed (a slot is gone); the turn must be computed again.

    Raised where effects are applied, never by whoever returns them.
    """
