"""A ticket: what a person must know of it, the conversation, and what is done with it."""

from typing import Annotated, Any

from fastapi import Form, Path, Query, Response
from pydantic import BaseModel, Field

from api.console.pages import Page, PageDep, build_router
from api.schemas import FreeText
from domain.handback import LONGEST, MOST_AGREED, Handback
from domain.staff import OUTCOMES, Outcome
from domain.text import clean
from services.members import UnknownMember
from services.serving import TicketTaken

router = build_router()

TicketId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Note = Annotated[FreeText, Field(max_length=2_000)]


class ClaimForm(BaseModel):
    """Takes a ticket; with `take_over` from somebody else."""

    take_over: bool = False


class NoteForm(BaseModel):
    """A note for colleagues."""

    note: Note = ""


class ReturnForm(NoteForm):
    """What the bot goes by from now on; `agreed` has a sentence a line, for the customer to read."""

    agreed: Annotated[FreeText, Field(max_length=MOST_AGREED * (LONGEST + 2))] = ""
    topic_closed: bool = False
    do_not_offer: bool = False

    def handback(self) -> Handback:
        """The same as the service takes it."""
        lines = [line for line in map(clean, self.agreed.splitlines()) if line]
        return Handback(tuple(lines[:MOST_AGREED]), "", self.topic_closed, self.do_not_offer)


class CloseForm(NoteForm):
    """How it ended."""

    outcome: Outcome


class AssignForm(NoteForm):
    """Who shall have it."""

    member_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


@router.get("/tickets/{ticket_id}")
def show_ticket(
    page: PageDep, ticket_id: TicketId, before: Annotated[int | None, Query(ge=1, lt=2**31)] = None
) -> Response:
    """Everything about a ticket, and the conversation as it stands."""
    packet: dict[str, Any] = page.staff.inbox.packet(page.me, ticket_id, before)
    page.staff.audit.viewed(page.me, ticket_id=ticket_id)
    ticket = packet["ticket"]
    holder = ticket["claimed_by"]
    is_mine = ticket["status"] == "claimed" and holder["id"] == page.me.member_id
    may_assign = ticket["status"] != "closed" and (is_mine or page.me.may("override"))
    return page.render(
        "ticket.html",
        **packet,
        before_seq=before,
        is_mine=is_mine,
        may_claim=ticket["for_you"]["claimable"],
        candidates=page.staff.inbox.candidates(page.me, ticket_id) if may_assign else [],
        outcomes=OUTCOMES,
        plans=page.plans,
        feelings={feeling["seq"]: feeling for feeling in (packet["handover"] or {}).get("feelings", ())},
        causes={quote["seq"]: quote["text"] for quote in _causes(packet["handover"])},
    )


@router.post("/tickets/{ticket_id}/claim")
def claim(page: PageDep, ticket_id: TicketId, form: Annotated[ClaimForm, Form()]) -> Response:
    """Takes the conversation over."""
    try:
        page.staff.serving.claim(page.me, ticket_id, take_over=form.take_over)
    except TicketTaken:
        return _back(page, ticket_id, "ticket.taken")
    return _back(page, ticket_id, "ticket.claimed")


@router.post("/tickets/{ticket_id}/acknowledge")
def acknowledge(page: PageDep, ticket_id: TicketId) -> Response:
    """Answers a page."""
    try:
        page.staff.serving.acknowledge(page.me, ticket_id)
    except TicketTaken:
        return _back(page, ticket_id, "ticket.taken")
    return _back(page, ticket_id, "ticket.acknowledged")


@router.post("/tickets/{ticket_id}/return")
def give_back(page: PageDep, ticket_id: TicketId, form: Annotated[ReturnForm, Form()]) -> Response:
    """Hands the conversation back to the bot."""
    try:
        page.staff.serving.give_back(page.me, ticket_id, form.note, form.handback())
    except TicketTaken:
        return _back(page, ticket_id, "ticket.taken")
    return page.go("/console/inbox", told="ticket.returned")


@router.post("/tickets/{ticket_id}/close")
def close(page: PageDep, ticket_id: TicketId, form: Annotated[CloseForm, Form()]) -> Response:
    """Ends the handover."""
    try:
        page.staff.serving.close(page.me, ticket_id, form.outcome, form.note)
    except TicketTaken:
        return _back(page, ticket_id, "ticket.taken")
    return page.go("/console/inbox", told="ticket.closed")


@router.post("/tickets/{ticket_id}/assign")
def assign(page: PageDep, ticket_id: TicketId, form: Annotated[AssignForm, Form()]) -> Response:
    """Gives the ticket to a colleague."""
    try:
        page.staff.serving.assign(page.me, ticket_id, form.member_id, form.note)
    except TicketTaken:
        return _back(page, ticket_id, "ticket.taken")
    except UnknownMember:
        return _back(page, ticket_id, "ticket.nobody")
    return _back(page, ticket_id, "ticket.assigned")


def _back(page: Page, ticket_id: str, told: str) -> Response:
    return page.go(f"/console/tickets/{ticket_id}", told=told)


def _causes(handover: dict[str, Any] | None) -> list[dict[str, Any]]:
    return handover["cause"]["sentences"] if handover else []
