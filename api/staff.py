"""The staff's API: what a console calls. Who calls is told by their token, what they may do by their role."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.console.cookies import HEADER, ForgedRequest, require_own, token_of
from api.deps import ApplicationDep
from api.openapi import Responses, problems
from api.staff_schemas import (
    AddedMember,
    Assign,
    Candidates,
    Claim,
    Close,
    MemberIn,
    MemberOut,
    Members,
    MessageOut,
    NewMember,
    Packet,
    Return,
    StaffReply,
    Status,
    SwitchChange,
    SwitchState,
    TicketPage,
)
from domain.labels import Priority
from domain.staff import Member, NotAllowed
from domain.text import UnreadableMessage
from services.access import NotSignedIn
from services.feed import entry
from services.inbox import MESSAGES, PAGE
from services.members import InvalidMember, LastAdmin, MemberExists, NotStaff, UnknownMember
from services.opening import MessageIdReused
from services.serving import TicketTaken, UnknownTicket
from store.session import StoreUnavailable
from store.tickets import Filter

router = APIRouter(prefix="/v1/staff", tags=["staff"])

STAFF: Final = HTTPBearer(
    scheme_name="staff", description="The token a member of the staff was given: it is shown once.", auto_error=False
)


def _problems(*errors: type[Exception], body: bool = False) -> Responses:
    return problems(NotStaff, NotAllowed, *errors, StoreUnavailable, body=body)


def get_member(
    request: Request,
    application: ApplicationDep,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(STAFF)],
) -> Member:
    """The member whose token came with the request; or, in the console, who is signed in there.

    Raises:
        NotStaff: No token, or nobody's who works here.
    """
    if shown is not None:
        return application.staff.members.authenticate(shown.credentials)
    cookie = token_of(request)
    if cookie is None:
        raise NotStaff("No token. Send a staff member's token: Authorization: Bearer TOKEN.")
    try:
        require_own(request, cookie, request.headers.get(HEADER))
        signed_in = application.staff.doorway.sessions.read(cookie)
    except (ForgedRequest, NotSignedIn) as error:
        raise NotStaff(str(error)) from error
    if signed_in.must_change:
        raise NotStaff("Choose a password of your own first: /console/password.")
    return signed_in.member


MemberDep = Annotated[Member, Depends(get_member)]
TicketId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["tk_0123456789abcdef"])]
MemberId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["tanaka"])]


@router.get("/me", responses=problems(NotStaff, StoreUnavailable))
def read_me(me: MemberDep) -> MemberOut:
    """Shows who you are and what you may do."""
    return MemberOut.of(me)


@router.get("/tickets", responses=_problems(UnknownTicket))
def list_tickets(
    application: ApplicationDep,
    me: MemberDep,
    status: Status | None = None,
    priority: Priority | None = None,
    mine: bool = False,
    area: Annotated[str | None, Query(max_length=8, examples=["東京都"])] = None,
    language: Annotated[str | None, Query(pattern=r"^[a-z]{2}$")] = None,
    category: Annotated[str | None, Query(pattern=r"^[a-z][a-z0-9_-]{0,31}$", examples=["billing"])] = None,
    after: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> TicketPage:
    """Lists tickets, the most pressing first (priority, due, opened); without a status those that are not closed."""
    wanted = Filter(status, priority, me.member_id if mine else None, area, language, category)
    page: dict[str, Any] = application.staff.inbox.tickets(me, wanted, after, limit)
    return TicketPage.model_validate(page)


@router.get("/tickets/{ticket_id}", responses=_problems(UnknownTicket))
def read_ticket(
    application: ApplicationDep,
    me: MemberDep,
    ticket_id: TicketId,
    before: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = MESSAGES,
) -> Packet:
    """Shows everything needed to serve a ticket, with the end of the conversation as it stands now."""
    packet = application.staff.inbox.packet(me, ticket_id, before, limit)
    application.staff.audit.viewed(me, ticket_id=ticket_id)
    return Packet.model_validate(packet)


@router.post("/tickets/{ticket_id}/claim", status_code=204, responses=_problems(UnknownTicket, TicketTaken, body=True))
def claim_ticket(
    application: ApplicationDep, me: MemberDep, ticket_id: TicketId, claim: Annotated[Claim | None, Body()] = None
) -> None:
    """Takes the conversation over: the customer is told, and the bot is silent until it is returned or closed."""
    application.staff.serving.claim(me, ticket_id, take_over=claim is not None and claim.take_over)


@router.get("/tickets/{ticket_id}/candidates", responses=_problems(UnknownTicket))
def list_candidates(application: ApplicationDep, me: MemberDep, ticket_id: TicketId) -> Candidates:
    """Lists who could serve the ticket, whom it suits best first, with what speaks for and against each."""
    return Candidates.model_validate({"candidates": application.staff.inbox.candidates(me, ticket_id)})


@router.post(
    "/tickets/{ticket_id}/assign",
    status_code=204,
    responses=_problems(UnknownTicket, TicketTaken, UnknownMember, body=True),
)
def assign_ticket(application: ApplicationDep, me: MemberDep, ticket_id: TicketId, assign: Assign) -> None:
    """Gives your ticket, or as a manager any, to a colleague: the customer is told who answers now."""
    application.staff.serving.assign(me, ticket_id, assign.member_id, assign.note)


@router.post(
    "/tickets/{ticket_id}/reply",
    status_code=201,
    responses=_problems(UnknownTicket, TicketTaken, MessageIdReused, UnreadableMessage, body=True),
)
def reply_to_customer(application: ApplicationDep, me: MemberDep, ticket_id: TicketId, reply: StaffReply) -> MessageOut:
    """Says something to the customer, in the name of whoever calls."""
    message = application.staff.serving.reply(me, ticket_id, reply.text, reply.client_message_id)
    return MessageOut.model_validate(entry(message))


@router.post("/tickets/{ticket_id}/typing", status_code=204, responses=_problems(UnknownTicket, TicketTaken, body=True))
def show_typing(application: ApplicationDep, me: MemberDep, ticket_id: TicketId) -> None:
    """Shows the customer for a few seconds that somebody is typing."""
    application.staff.serving.show_typing(me, ticket_id)


@router.post("/tickets/{ticket_id}/return", status_code=204, responses=_problems(UnknownTicket, TicketTaken, body=True))
def return_ticket(
    application: ApplicationDep, me: MemberDep, ticket_id: TicketId, back: Annotated[Return | None, Body()] = None
) -> None:
    """Hands the conversation back to the bot."""
    back = back or Return()
    application.staff.serving.give_back(me, ticket_id, back.note, back.handback())


@router.post("/tickets/{ticket_id}/close", status_code=204, responses=_problems(UnknownTicket, TicketTaken, body=True))
def close_ticket(application: ApplicationDep, me: MemberDep, ticket_id: TicketId, close: Close) -> None:
    """Ends the handover; the bot answers again."""
    application.staff.serving.close(me, ticket_id, close.outcome, close.note)


@router.post(
    "/tickets/{ticket_id}/acknowledge", status_code=204, responses=_problems(UnknownTicket, TicketTaken, body=True)
)
def acknowledge_page(application: ApplicationDep, me: MemberDep, ticket_id: TicketId) -> None:
    """Answers a page: nobody else is called while you are on your way."""
    application.staff.serving.acknowledge(me, ticket_id)


@router.get("/switch", responses=_problems())
def read_switch(application: ApplicationDep, me: MemberDep) -> SwitchState:
    """Shows in which channels people alone answer."""
    me.require("switch")
    return SwitchState(people_only=application.staff.switches.people_only())


@router.put("/switch", responses=_problems(body=True))
def set_switch(application: ApplicationDep, me: MemberDep, change: SwitchChange) -> SwitchState:
    """Switches channels to people only, or back; the next message goes by it."""
    return SwitchState(people_only=application.staff.switches.set(me, change.people_only))


@router.get("/members", responses=_problems())
def list_members(application: ApplicationDep, me: MemberDep) -> Members:
    """Lists everybody, those who left among them."""
    me.require("members")
    return Members(members=[MemberOut.of(member) for member in application.staff.members.everybody()])


@router.post("/members", status_code=201, responses=_problems(InvalidMember, MemberExists, body=True))
def add_member(application: ApplicationDep, me: MemberDep, new: NewMember) -> AddedMember:
    """Adds a member; their token is in the answer and is not shown again."""
    me.require("members")
    member, token = application.staff.members.add(new.fields(), new.member_id, by=me.member_id)
    return AddedMember(member=MemberOut.of(member), token=token)


@router.put("/members/{member_id}", responses=_problems(UnknownMember, InvalidMember, LastAdmin, body=True))
def edit_member(application: ApplicationDep, me: MemberDep, member_id: MemberId, changed: MemberIn) -> MemberOut:
    """Replaces what is known of a member. Who is made inactive opens nothing from then on."""
    me.require("members")
    return MemberOut.of(application.staff.members.edit(member_id, changed.fields(), by=me.member_id))
