"""The customer's own visits: what is booked, a change, a cancellation. Fees are stated before anything happens."""

from dataclasses import replace
from datetime import datetime

from agents import booking as booking_skill
from agents.context import Turn
from agents.faq import topic_fact
from agents.handover import hand_over
from agents.visits import (
    as_candidate,
    as_draft,
    cancel_terms,
    change_terms,
    say_start,
    say_yen,
    search,
    upcoming,
)
from domain.effects import CancelVisit, MoveVisit
from domain.plan import Fact, ReplyPlan
from domain.pricing import cancel_fee, change_fee
from domain.records import Booking
from domain.reply import BookingCard, Option, Source

ROUTE = "serve_account"
HOW_TO = {"change_booking": "change-date", "cancel_booking": "cancel-how", "my_booking": "booking-confirm"}
"""What is answered to somebody whose bookings are not known here."""


def serve_account(turn: Turn) -> ReplyPlan:
    """Shows, moves or cancels a visit of the customer's own."""
    visits = upcoming(turn)
    if not visits:
        return _nothing_booked(turn)
    visit = visits[0]
    if turn.state.flow == "cancel":
        return _cancel(turn, visit)
    if turn.state.flow == "change":
        return _change(turn, visit)
    match turn.perception.intent:
        case "cancel_booking":
            return _ask_cancel(turn, visit)
        case "change_booking":
            return _change(turn, visit)
        case _:
            return _show(turn, visits)


def _nothing_booked(turn: Turn) -> ReplyPlan:
    topic = HOW_TO.get(turn.perception.intent, "booking-confirm")
    facts = (topic_fact(turn, topic),) if topic in turn.desk.pack.topics else ()
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, choices=()),
        opening=turn.voice.say("account_nothing_booked"),
        facts=facts,
        options=turn.voice.options(("book", "human")),
    )


def _source(visit: Booking) -> Source:
    return Source(visit.booking_id, "ご予約")


def _show(turn: Turn, visits: list[Booking]) -> ReplyPlan:
    facts = tuple(
        turn.voice.fact(
            "account_visit",
            _source(visit),
            start=say_start(visit.start, turn.now),
            plan=turn.desk.pack.plans[visit.plan].name,
            amount=say_yen(turn.desk.pack, visit.amount),
        )
        for visit in visits
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, choices=()),
        opening=turn.voice.say("account_yours"),
        facts=facts,
        options=turn.voice.options(("change_booking", "cancel_booking")),
        booking=BookingCard("booked", visits[0].booking_id, start=visits[0].start, plan=visits[0].plan),
    )


def _ask_cancel(turn: Turn, visit: Booking) -> ReplyPlan:
    fee = _cancel_fee(turn, visit)
    fact = turn.voice.fact(
        "account_cancel_fee" if fee else "account_cancel_free",
        _source(visit),
        start=say_start(visit.start, turn.now),
        fee=say_yen(turn.desk.pack, fee),
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="cancel", asks="confirm", draft={"booking_id": visit.booking_id, "fee": fee}),
        facts=(fact,),
        closing=turn.voice.say("account_cancel_ask"),
        options=turn.voice.options(("confirm_cancel", "keep")),
        booking=BookingCard("fee_asked", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
        asks="confirm",
    )


def _cancel(turn: Turn, visit: Booking) -> ReplyPlan:
    label = turn.desk.pack.buttons["confirm_cancel"].label
    agreed = turn.perception.text == label or turn.perception.intent in ("affirm", "cancel_booking")
    if not agreed:
        return _kept(turn)
    fee = _cancel_fee(turn, visit)
    if fee > int(turn.state.draft.get("fee", 0)):
        return _ask_cancel(turn, visit)  # midnight has passed since the fee was stated
    fact = turn.voice.fact("account_cancelled", _source(visit), start=say_start(visit.start, turn.now))
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={}),
        facts=(fact,),
        effects=(CancelVisit(visit.booking_id, fee),),
        options=turn.voice.options(("book",)),
        booking=BookingCard("cancelled", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
    )


def _kept(turn: Turn) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={}),
        opening=turn.voice.say("account_kept"),
        options=turn.voice.options(("my_booking", "change_booking")),
    )


def _cancel_fee(turn: Turn, visit: Booking) -> int:
    pack = turn.desk.pack
    return cancel_fee(pack.plans[visit.plan].price, cancel_terms(pack), visit.start, visit.terms_start, turn.now)


def _change(turn: Turn, visit: Booking) -> ReplyPlan:
    fee = change_fee(change_terms(turn.desk.pack), visit.start, turn.now)
    draft = turn.state.draft if turn.state.flow == "change" else {}
    chosen = booking_skill.chosen(turn, draft)
    if chosen is not None:
        return _move(turn, visit, chosen, fee)
    area = visit_area(turn, visit)
    if area is None:
        return hand_over(turn, "human_request")
    source = _source(visit)
    template = "account_change_fee" if fee else "account_change_free"
    terms = turn.voice.fact(template, source, start=say_start(visit.start, turn.now), fee=say_yen(turn.desk.pack, fee))
    if not turn.perception.wishes.found:
        return ReplyPlan(
            type="booking",
            route=ROUTE,
            confidence=turn.perception.confidence,
            state=replace(turn.state, flow="change", asks="wish", draft={"booking_id": visit.booking_id}),
            facts=(terms,),
            closing=turn.voice.say("book_ask_wish"),
            booking=BookingCard("fee_asked", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
            asks="wish",
            progress=turn.state.asks != "wish",
        )
    slots, as_wished = search(turn, turn.perception.wishes, visit.plan, area)
    if not slots:
        return hand_over(turn, "stalled")
    kept = [as_draft(slot) for slot in slots]
    starts = [say_start(slot.start, turn.now) for slot in slots]
    numbered = tuple(Fact(f"{number}. {start}", source) for number, start in enumerate(starts, 1))
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(
            turn.state, flow="change", asks="candidate", draft={"booking_id": visit.booking_id, "candidates": kept}
        ),
        opening="" if as_wished else turn.voice.say("book_none_as_wished"),
        facts=(terms, *numbered),
        closing=turn.voice.say("account_change_choose"),
        options=tuple(Option(start, start) for start in starts),
        booking=BookingCard(
            "offered", visit.booking_id, candidates=tuple(map(as_candidate, kept)), plan=visit.plan, fee=fee
        ),
        asks="candidate",
    )


def _move(turn: Turn, visit: Booking, chosen: dict[str, str], fee: int) -> ReplyPlan:
    start, end = datetime.fromisoformat(chosen["start"]), datetime.fromisoformat(chosen["end"])
    fact = turn.voice.fact("account_moved", _source(visit), start=say_start(start, turn.now))
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={}),
        facts=(fact,),
        effects=(MoveVisit(visit.booking_id, chosen["technician_id"], start, end, fee),),
        options=turn.voice.options(("my_booking",)),
        booking=BookingCard("rescheduled", visit.booking_id, start=start, plan=visit.plan, fee=fee),
    )


def visit_area(turn: Turn, visit: Booking) -> str | None:
    """Where the visit takes place: the customer's prefecture, else the technician's first area."""
    customer = turn.customer()
    if customer is not None and customer.prefecture in turn.desk.pack.booking.areas:
        return customer.prefecture
    technicians = {t.technician_id: t for t in turn.desk.records.technicians()}
    technician = technicians.get(visit.technician_id or "")
    return technician.areas[0] if technician else None
