"""Booking, moving and cancelling a visit, in two steps: what would happen is stated, and a later yes makes it so.

Between the two stands what the server keeps: the deed, with the price or fee that was stated, and the message in answer
to which it was. That a model says the customer agreed is worth nothing; their own message is read.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from domain.agreement import CANCELS, MOVES, says_yes
from domain.effects import BookVisit, CancelVisit, Effect, HoldVisit, KeepProposal, MoveVisit, UseProposal
from domain.pricing import cancel_fee, change_fee
from domain.records import LIVE, Booking
from domain.text import has_words, normalize
from knowledge.pack.units import YEN
from services.visit_terms import cancel_terms, change_terms, price_of_move, price_visit, say_start
from tools.candidates import PlanId, Start, free_slot, own_percent, require_plan
from tools.context import CustomerCall, Written
from tools.declaration import CUSTOMERS, Arguments, Tool
from tools.deeds import KINDS, Deed, as_json, from_json, say_deed
from tools.own import own_bookings
from tools.refusal import Refused

BookingId = Annotated[str, Field(description="A booking_id from list_my_bookings.")]

_YES_BUTTONS: Final = ("confirm", "confirm_move", "confirm_cancel")
_REPEATS: Final = {"cancel": CANCELS, "move": MOVES}
"""Words for the deed itself, which a yes may repeat."""


class ProposeBooking(Arguments):
    """A visit to be booked."""

    plan: PlanId
    start: Start
    payment: Annotated[str, Field(description="How it is paid: one of the methods a refusal lists.")]


class ProposeMove(Arguments):
    """A visit to be moved."""

    booking_id: BookingId
    start: Start


class ProposeCancellation(Arguments):
    """A visit to be cancelled."""

    booking_id: BookingId


class ConfirmProposal(Arguments):
    """A proposal the customer said yes to."""

    proposal: Annotated[str, Field(description="The proposal's id, as propose_… returned it.")]


def propose_booking(call: CustomerCall, given: ProposeBooking) -> Written:
    """Holds a visit and states everything that would be ordered."""
    if call.context.waits:
        raise Refused("The customer waits for a person; nothing is sold to them until that person answers.")
    pack, customer = call.deps.pack, call.customer()
    plan, methods = require_plan(call, given.plan), pack.booking.payment.methods
    if given.payment not in methods:
        raise Refused(f"payment {given.payment!r} is not offered. Ask the customer: {', '.join(methods)}.")
    who = {"name": customer.name, "address": customer.address, "phone": customer.phone, "email": customer.email}
    missing = [name for name, value in who.items() if not value and name != "email"]
    if missing:
        raise Refused(f"The record lacks {', '.join(missing)}. The customer adds it in the booking dialogue itself.")
    slot = free_slot(call, plan, given.start)
    quoted, addons = price_visit(pack, plan, slot.start, own_percent(call))
    contact = {name: value for name, value in who.items() if value} | {"payment": given.payment}
    deed = BookVisit(
        call.deps.new_id("bk"), slot.technician_id, slot.start, slot.end, plan, addons, quoted.total, contact
    )
    stated = call.deps.voice.say(
        "book_summary",
        plan=pack.plans[plan].name,
        addons="、".join(pack.addons[name].name for name in addons) or "なし",
        total=YEN.render(quoted.total),
        start=say_start(deed.start, call.now),
        address=customer.address,
        payment=given.payment,
        fee=YEN.render(cancel_fee(pack.plans[plan].price, cancel_terms(pack), slot.start, None, call.now)),
    )
    return _proposed(call, deed, stated, (HoldVisit(slot.technician_id, slot.start, slot.end, _expiry(call)),))


def propose_move(call: CustomerCall, given: ProposeMove) -> Written:
    """Holds another time for a visit and states what moving costs."""
    visit = _own_visit(call, given.booking_id)
    pack, slot = call.deps.pack, free_slot(call, visit.plan, given.start, visit)
    price = price_of_move(pack, visit, slot.start)
    deed = MoveVisit(visit.booking_id, slot.technician_id, slot.start, slot.end, _move_fee(call, visit), price)
    said = [call.deps.voice.say("account_ask_move", start=say_start(deed.start, call.now), fee=YEN.render(deed.fee))]
    if price is not None:
        names = "、".join(pack.addons[name].name for name in price.addons) or "なし"
        said.append(call.deps.voice.say("account_new_price", addons=names, total=YEN.render(price.amount)))
    hold = HoldVisit(slot.technician_id, slot.start, slot.end, _expiry(call), moved=visit.booking_id)
    return _proposed(call, deed, "\n".join(said), (hold,))


def propose_cancellation(call: CustomerCall, given: ProposeCancellation) -> Written:
    """States what cancelling a visit costs now."""
    visit = _own_visit(call, given.booking_id)
    deed = CancelVisit(visit.booking_id, _cancel_fee(call, visit))
    template = "account_cancel_fee" if deed.fee else "account_cancel_free"
    stated = call.deps.voice.say(template, start=say_start(visit.start, call.now), fee=YEN.render(deed.fee))
    return _proposed(call, deed, f"{stated}\n{call.deps.voice.say('account_cancel_ask')}")


def confirm_proposal(call: CustomerCall, given: ConfirmProposal) -> Written:
    """Does what was proposed, where the message that is being answered is a plain yes to it."""
    context = call.context
    kept = call.deps.records.proposal(context.conversation_id, given.proposal)
    if kept is None or kept.used or kept.expires <= call.now:
        raise Refused("There is no such proposal any more. Propose it again, and ask the customer again.")
    if kept.message_id == context.message_id:
        raise Refused("The customer has not answered the proposal yet. State it word for word and wait for their yes.")
    if not _agrees(call, kept.kind):
        raise Refused("What the customer wrote is no plain yes. State the proposal again and ask them.")
    if UseProposal(kept.proposal_id) in context.effects:
        raise Refused("It was confirmed in this turn already. Tell the customer so.")
    deed = from_json(kept.kind, kept.deed)
    _require_unchanged(call, deed)
    return Written((UseProposal(kept.proposal_id), deed), say_deed(deed))


def _proposed(call: CustomerCall, deed: Deed, stated: str, holds: Sequence[Effect] = ()) -> Written:
    proposal_id, expires = call.deps.new_id("tp"), _expiry(call)
    kept = KeepProposal(proposal_id, KINDS[type(deed)], as_json(deed), call.context.message_id, expires)
    result = {"proposal": proposal_id, "statement": stated, "expires": expires.isoformat()}
    return Written((*holds, kept), result)


def _expiry(call: CustomerCall) -> datetime:
    return call.now + timedelta(minutes=call.deps.pack.booking.hold_minutes)


def _own_visit(call: CustomerCall, booking_id: str) -> Booking:
    """A visit of the customer's own that is ahead; another's is as unknown as one that never was."""
    ahead = [visit for visit in own_bookings(call) if visit.status == LIVE and visit.start > call.now]
    visit = next((visit for visit in ahead if visit.booking_id == booking_id), None)
    if visit is None:
        known = ", ".join(visit.booking_id for visit in ahead) or "none"
        raise Refused(f"The customer has no visit {booking_id!r} ahead. Theirs: {known}.")
    return visit


def _require_unchanged(call: CustomerCall, deed: Deed) -> None:
    """A later hour may have made the visit dearer to move or cancel than was stated."""
    match deed:
        case CancelVisit():
            same = _cancel_fee(call, _own_visit(call, deed.booking_id)) <= deed.fee
        case MoveVisit():
            same = _move_fee(call, _own_visit(call, deed.booking_id)) <= deed.fee
        case BookVisit():
            quoted, _ = price_visit(call.deps.pack, deed.plan, deed.start, own_percent(call))
            same = quoted.total == deed.amount
    if not same:
        raise Refused("Price or fee are no longer what was stated. Propose it again, and ask the customer again.")


def _agrees(call: CustomerCall, kind: str) -> bool:
    text, buttons = normalize(call.context.text), call.deps.pack.buttons
    pressed = any(name in buttons and text == normalize(buttons[name].label) for name in _YES_BUTTONS)
    return pressed or (has_words(text) and says_yes(text, _REPEATS.get(kind)))


def _cancel_fee(call: CustomerCall, visit: Booking) -> int:
    pack = call.deps.pack
    return cancel_fee(pack.plans[visit.plan].price, cancel_terms(pack), visit.start, visit.terms_start, call.now)


def _move_fee(call: CustomerCall, visit: Booking) -> int:
    return change_fee(change_terms(call.deps.pack), visit.start, call.now)


_STEP = (
    " Nothing happens yet: give `statement` to the customer word for word, and once they have agreed in a message of "
    "their own, call confirm_proposal with `proposal`. It lapses at `expires`."
)

TOOLS = (
    Tool(
        "propose_booking",
        f"Holds a visit for a customer on record and states plan, add-ons, total, time, address, payment and "
        f"cancellation terms.{_STEP}",
        "write",
        CUSTOMERS,
        ProposeBooking,
        propose_booking,
    ),
    Tool(
        "propose_move",
        f"Holds another time for a visit and states the fee, and the new total where it changes.{_STEP}",
        "write",
        CUSTOMERS,
        ProposeMove,
        propose_move,
    ),
    Tool(
        "propose_cancellation",
        f"States what cancelling a visit costs now.{_STEP}",
        "write",
        CUSTOMERS,
        ProposeCancellation,
        propose_cancellation,
    ),
    Tool(
        "confirm_proposal",
        "Books, moves or cancels what was proposed, where the customer's message that is being answered is a plain yes "
        "to it; anything else is refused.",
        "write",
        CUSTOMERS,
        ConfirmProposal,
        confirm_proposal,
    ),
)
