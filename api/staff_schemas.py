"""What goes in and out of the staff's API."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, EmailStr, Field, StrictBool

from api.packet_schemas import CustomerCard, HandoverPacket, RecoveryCard
from api.schemas import FreeText, Name
from domain.fit import Hindrance, Reason
from domain.handback import LONGEST, MOST_AGREED, Handback
from domain.labels import Priority, Trigger
from domain.reply import Owner
from domain.shifts import DAYS, Shifts
from domain.staff import MAY, Member, Outcome, Permission, Role
from domain.text import MAX_MESSAGE, clean
from services.members import MemberFields

Status = Literal["open", "claimed", "closed"]
Note = Annotated[FreeText, Field(max_length=2_000)]
Words = Annotated[tuple[Annotated[FreeText, Field(min_length=1, max_length=32)], ...], Field(max_length=64)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Channel = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]


class MemberOut(BaseModel):
    """A member of the staff and what their role permits."""

    member_id: str
    name: str
    role: Role
    email: str
    phone: str | None
    active: bool
    on_call_order: int | None
    slack_id: str | None
    skills: list[str]
    areas: list[str]
    languages: list[str]
    hours: dict[str, list[str]] | None
    capacity: int | None
    may: list[Permission]

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        """The member as the API shows them; never the token."""
        return cls(
            member_id=member.member_id,
            name=member.name,
            role=member.role,
            email=member.email,
            phone=member.phone,
            active=member.active,
            on_call_order=member.on_call_order,
            slack_id=member.slack_id,
            skills=sorted(member.skills),
            areas=sorted(member.areas),
            languages=sorted(member.languages),
            hours=member.hours.plain() if member.hours else None,
            capacity=member.capacity,
            may=sorted(MAY[member.role]),
        )


class Members(BaseModel):
    """Everybody, by the time they came."""

    members: list[MemberOut]


class MemberIn(BaseModel):
    """What is known of a member. `name` is what customers read; `on_call_order`: paged, the lowest first.

    `skills` are triggers, categories and kinds of customer (`b2b`); `hours` (`{"mon": ["10:00", "19:00"]}`) where they
    are not the house's own; `capacity`: how many customers they serve at once.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "田中", "role": "senior", "email": "tanaka@example.com", "on_call_order": 1}]
        }
    )

    name: Annotated[FreeText, Field(min_length=1, max_length=64)]
    role: Role
    email: EmailStr
    phone: Annotated[FreeText, Field(max_length=32)] | None = None
    active: StrictBool = True
    on_call_order: Annotated[int, Field(strict=True, ge=1, le=1_000)] | None = None
    slack_id: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{4,31}$", examples=["U012AB3CD"])] | None = None
    skills: Words = ()
    areas: Words = ()
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = Field((), max_length=16)
    hours: dict[Weekday, tuple[time, time]] | None = None
    capacity: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None

    def fields(self) -> MemberFields:
        """The same as the service takes it."""
        return MemberFields(
            name=self.name,
            role=self.role,
            email=self.email,
            phone=self.phone,
            active=self.active,
            on_call_order=self.on_call_order,
            slack_id=self.slack_id,
            skills=self.skills,
            areas=self.areas,
            languages=self.languages,
            hours=Shifts({DAYS.index(day): span for day, span in self.hours.items()}) if self.hours else None,
            capacity=self.capacity,
        )


class NewMember(MemberIn):
    """A member to add; without a `member_id` one is made up."""

    member_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,31}$", examples=["tanaka"])] | None = None


class AddedMember(BaseModel):
    """A new member, and the token they come in with: it is shown here and never again."""

    member: MemberOut
    token: str


class Holder(BaseModel):
    """Who has a ticket."""

    id: str
    name: str | None


class FitOut(BaseModel):
    """How well a ticket suits you: what speaks for it, and what against. `claimable`: your role permits it."""

    claimable: bool
    suits: bool
    reasons: list[Reason]
    hindrances: list[Hindrance]


class Suggested(BaseModel):
    """Whom an unclaimed ticket suits best of those who are there and have room, and why."""

    id: str
    name: str
    reasons: list[Reason]


class Callback(BaseModel):
    """That the customer wants to be called: where, when, and how they put it."""

    number: str
    start: datetime | None
    end: datetime | None
    said: str
    asked_at: datetime


class TicketOut(BaseModel):
    """A ticket in the list.

    `waiting_seconds`: until somebody claimed it, or until now. `overdue`: nobody has claimed it within what was
    promised. `unanswered`: what the customer said since it was opened, or since somebody of the staff last answered.
    `summary` and `sentence` (what called for a person) are those of its packet.
    """

    ticket_id: str
    conversation_id: str
    channel: str
    customer: str | None
    customer_id: str | None
    status: Status
    trigger: Trigger
    priority: Priority
    senior: bool
    category: str | None
    category_name: str | None
    summary: list[str]
    sentence: str | None
    message: str | None
    promise: str
    due: datetime | None
    overdue: bool
    opened_at: datetime
    claimed_by: Holder | None
    waiting_seconds: int
    unanswered: int
    area: str | None
    language: str | None
    callback: Callback | None
    suggested: Suggested | None
    for_you: FitOut


class TicketPage(BaseModel):
    """A page of tickets; `next` goes into `after` for the page behind it."""

    tickets: list[TicketOut]
    next: str | None


class HandbackOut(BaseModel):
    """What whoever handed the conversation back wanted the bot to go by."""

    agreed: list[str]
    by: str
    topic_closed: bool
    do_not_offer: bool


class WholeTicket(TicketOut):
    """A ticket with all that is known of it. `brief` is what the assistant had gathered when it was opened."""

    outcome: Literal[Outcome, "returned", "withdrawn"] | None
    note: str | None
    handback: HandbackOut | None
    claimed_at: datetime | None
    closed_at: datetime | None
    pages: int
    paged_at: datetime | None
    attended_at: datetime | None
    attended_by: str | None
    brief: dict[str, Any]


class CustomerOut(BaseModel):
    """The customer's record."""

    customer_id: str
    name: str
    type: str
    prefecture: str | None
    address: str | None
    phone: str | None
    email: str | None


class BookingOut(BaseModel):
    """A visit of the customer."""

    booking_id: str
    plan: str
    addons: list[str]
    start: datetime
    end: datetime
    status: str
    amount: int
    fees: int
    technician_id: str | None


class EarlierTicket(BaseModel):
    """Another handover of the same conversation."""

    ticket_id: str
    trigger: Trigger
    status: Status
    outcome: str | None
    note: str | None
    opened_at: datetime
    closed_at: datetime | None


class ActionOut(BaseModel):
    """Something that was done to the ticket; `by` is empty where it was done at the machine's command line."""

    action: str
    by: str | None
    at: datetime
    detail: dict[str, Any]


class MessageOut(BaseModel):
    """Something said; `reply` is there where the bot said it, `author` where somebody of the staff did."""

    message_id: str
    seq: int
    role: Literal["customer", "bot", "staff", "notice"]
    author: str | None
    text: str
    at: datetime
    reply: dict[str, Any] | None


class Packet(BaseModel):
    """Everything a person needs to serve a ticket. `before` goes into `before` for the messages in front of these.

    `handover` is what to read first; null only of tickets older than it. `customer_card` and `recovery` are as of now:
    null where nobody is known, or nothing is said to have gone wrong.
    """

    ticket: WholeTicket
    handover: HandoverPacket | None
    owner: Owner
    customer: CustomerOut | None
    customer_card: CustomerCard | None
    recovery: RecoveryCard | None
    contact: str | None
    slots: dict[str, Any]
    plan: str | None
    bookings: list[BookingOut]
    earlier_tickets: list[EarlierTicket]
    history: list[ActionOut]
    messages: list[MessageOut]
    before: int | None


class Claim(BaseModel):
    """Claims a ticket; with `take_over` from somebody else (manager, admin)."""

    take_over: StrictBool = False


class Assign(BaseModel):
    """Gives a ticket to a colleague. The note is for them."""

    member_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    note: Note | None = None


class CandidateOut(BaseModel):
    """Somebody who could serve a ticket; `load`: how many customers they serve now."""

    id: str
    name: str
    role: Role
    load: int
    fit: FitOut


class Candidates(BaseModel):
    """Who could serve a ticket, whom it suits best first."""

    candidates: list[CandidateOut]


class StaffReply(BaseModel):
    """What to say to the customer. Under the same `client_message_id` it is said once."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "お待たせしました。田中と申します。", "client_message_id": "r-1"}]}
    )

    text: Annotated[FreeText, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_MESSAGE})]
    client_message_id: Name | None = None


class Return(BaseModel):
    """Hands the conversation back to the bot. The note is for colleagues, who see it with the next ticket.

    The rest is for the bot. `agreed`: what you agreed with the customer, in sentences the customer reads as they are,
    at once and whenever they ask. `topic_closed`: the matter is settled, nothing from before goes on by itself.
    `do_not_offer`: nothing is offered unless the customer asks for it.
    """

    note: Note | None = None
    agreed: Annotated[
        tuple[Annotated[FreeText, Field(min_length=1, max_length=LONGEST)], ...], Field(max_length=MOST_AGREED)
    ] = ()
    topic_closed: StrictBool = False
    do_not_offer: StrictBool = False

    def handback(self) -> Handback:
        """What the bot goes by."""
        return Handback(tuple(map(clean, self.agreed)), "", self.topic_closed, self.do_not_offer)


class Close(BaseModel):
    """How it ended. The note is for colleagues."""

    outcome: Outcome
    note: Note | None = None


class SwitchState(BaseModel):
    """Where people alone answer. Channels that are not named are answered by the bot."""

    people_only: dict[str, bool]


class SwitchChange(BaseModel):
    """Channels to switch; those not named stay as they are."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"people_only": {"web": True}}]})

    people_only: Annotated[
        dict[Channel, StrictBool],
        Field(min_length=1, max_length=32, json_schema_extra={"additionalProperties": False}),
    ]
