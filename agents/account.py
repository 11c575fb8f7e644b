"""The customer's own visits: what is booked, a change, a cancellation. Fees are stated before anything happens."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from agents import choosing
from agents.context import Turn
from agents.faq import topic_fact
from agents.handover import hand_over
from agents.visits import cancel_terms, change_terms, say_start, say_yen, search, upcoming, why_empty
from domain.effects import CancelVisit, MoveVisit
from domain.plan import Fact, ReplyPlan
from domain.pricing import cancel_fee, change_fee
from domain.records import Booking
from domain.reply import BookingCard, Option, Source

ROUTE = "serve_account"

_KEEP: Final = re.compile(
    r"キャンセル(は|を)?(し(ない|ません|なくて)|やめ|取りや)|やめ(て|と)(おき|く)|やっぱり(いい|やめ|結構)|そのまま|残し"
    r"|いいえ|変えな|変更し(ない|ません)|変更(は|を)?(やめ|しなくて)|見送|また今度|結構です"
)
"""Nothing shall happen to the visit."""

_DOUBT: Final = re.compile(r"ない|ません|待っ|ちょっと|でも|けど|[??]|(です|ます)か[。]?$|いくら|どう")
"""Not a yes by which a visit may be given up."""


def serve_account(turn: Turn) -> ReplyPlan:
    """Shows, moves or cancels a visit of the customer's own."""
    visits = upcoming(turn)
    if not visits:
        return _nothing_booked(turn)
    flow = _flow(turn)
    if flow is None:
        return _show(turn, visits)
    visit = _meant(turn, visits, flow)
    if visit is None:
        return _ask_which(turn, visits, flow)
    if flow == "cancel":
        return (
            _cancel(turn, visit)
            if turn.state.flow == flow and turn.state.asks == "confirm"
            else _ask_cancel(turn, visit)
        )
    return _change(turn, visit)


def _flow(turn: Turn) -> str | None:
    """What is to be done: what the message asks for, else what was under way."""
    asked = {"cancel_booking": "cancel", "change_booking": "change"}.get(turn.perception.intent)
    under_way = turn.state.flow if turn.state.flow in ("cancel", "change") else None
    if turn.perception.intent == "my_booking" and turn.perception.exact:
        return None
    if under_way == "change" and asked == "cancel" and turn.perception.wishes.found:
        return under_way  # 「1日はだめなので5日に」 is about another day
    return asked or under_way


def _meant(turn: Turn, visits: list[Booking], flow: str) -> Booking | None:
    """The visit a change or cancellation is about: the only one, the one spoken of, or the one the message names."""
    drafted = turn.state.draft.get("booking_id") if turn.state.flow in ("cancel", "change") else None
    of_old = [visit for visit in visits if visit.booking_id == drafted]
    if of_old or len(visits) == 1:
        return (of_old or visits)[0]
    text, wishes = turn.perception.text, turn.perception.wishes
    days = wishes.booked or (wishes.dates if flow == "cancel" or turn.state.asks == "visit" else ())
    named = [visit for visit in visits if say_start(visit.start, turn.now) == text or visit.start.date() in days]
    return named[0] if len(named) == 1 else None


def _ask_which(turn: Turn, visits: list[Booking], flow: str) -> ReplyPlan:
    starts = [say_start(visit.start, turn.now) for visit in visits]
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=flow, asks="visit", draft={}, choices=()),
        opening=turn.voice.say("account_which"),
        facts=_visit_facts(turn, visits),
        options=tuple(Option(start, start) for start in starts),
        asks="visit",
        progress=turn.state.asks != "visit",
    )


def _nothing_booked(turn: Turn) -> ReplyPlan:
    topic = next((t for intent, t in turn.desk.pack.links.how_to.items() if intent == turn.perception.intent), None)
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, choices=()),
        opening=turn.voice.say("account_nothing_booked"),
        facts=(topic_fact(turn, topic),) if topic else (),
        options=turn.options(("book", "human")),
    )


def _source(visit: Booking) -> Source:
    return Source(visit.booking_id, "ご予約")


def _visit_facts(turn: Turn, visits: list[Booking]) -> tuple[Fact, ...]:
    return tuple(
        turn.voice.fact(
            "account_visit",
            _source(visit),
            start=say_start(visit.start, turn.now),
            plan=turn.desk.pack.plans[visit.plan].name,
            amount=say_yen(visit.amount),
        )
        for visit in visits
    )


def _show(turn: Turn, visits: list[Booking]) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, choices=()),
        opening=turn.voice.say("account_yours"),
        facts=_visit_facts(turn, visits),
        options=turn.options(("change_booking", "cancel_booking")),
        booking=BookingCard("booked", visits[0].booking_id, start=visits[0].start, plan=visits[0].plan),
    )


def _ask_cancel(turn: Turn, visit: Booking, *, progress: bool = True) -> ReplyPlan:
    fee = _cancel_fee(turn, visit)
    fact = turn.voice.fact(
        "account_cancel_fee" if fee else "account_cancel_free",
        _source(visit),
        start=say_start(visit.start, turn.now),
        fee=say_yen(fee),
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="cancel", asks="confirm", draft={"booking_id": visit.booking_id, "fee": fee}),
        facts=(fact,),
        closing=turn.voice.say("account_cancel_ask"),
        options=turn.options(("confirm_cancel", "keep")),
        booking=BookingCard("fee_asked", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
        asks="confirm",
        progress=progress,
    )


def _cancel(turn: Turn, visit: Booking) -> ReplyPlan:
    """Cancels where the customer agrees to the fee that was stated; what is neither yes nor no is asked again."""
    text, intent = turn.perception.text, turn.perception.intent
    if _keeps(turn, "keep"):
        return _kept(turn)
    agreed = turn.presses("confirm_cancel") or (intent in ("affirm", "cancel_booking") and not _DOUBT.search(text))
    if not agreed:
        return _ask_cancel(turn, visit, progress=False)
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
        options=turn.options(("book",)),
        booking=BookingCard("cancelled", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
    )


def _keeps(turn: Turn, button: str) -> bool:
    """Whether the customer leaves the visit as it is."""
    if turn.presses("confirm_cancel"):
        return False
    return turn.presses(button) or turn.perception.intent == "deny" or _KEEP.search(turn.perception.text) is not None


def _kept(turn: Turn) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={}),
        opening=turn.voice.say("account_kept"),
        options=turn.options(("my_booking", "change_booking")),
    )


def _cancel_fee(turn: Turn, visit: Booking) -> int:
    pack = turn.desk.pack
    return cancel_fee(pack.plans[visit.plan].price, cancel_terms(pack), visit.start, visit.terms_start, turn.now)


def _change(turn: Turn, visit: Booking) -> ReplyPlan:
    """Moves to the candidate chosen, or offers candidates for a wish, or asks for one; the fee is said first."""
    wishes = turn.perception.wishes
    under_way = turn.state.flow == "change"
    draft = turn.state.draft if under_way else {}
    if under_way and not wishes.found and (_keeps(turn, "stop") or "やめ" in turn.perception.text):
        return _kept(turn)
    candidates = draft.get("candidates") or []
    chosen = choosing.chosen(turn, candidates)
    fee = change_fee(change_terms(turn.desk.pack), visit.start, turn.now)
    if chosen is not None:
        if fee > int(draft.get("fee", 0)):  # the deadline has passed since the fee was stated
            offer = choosing.again(turn, candidates, _source(visit))
            return _offer(turn, visit, offer, fee, turn.voice.say("account_fee_changed"))
        if choosing.is_free(turn, chosen):
            return _move(turn, visit, chosen, fee)
    area = visit_area(turn, visit)
    if area is None:
        return hand_over(turn, "human_request")
    wanted = wishes.wishes or wishes.refusals or wishes.invalid or wishes.asap or wishes.anytime
    if chosen is None and (not wanted or turn.state.asks == "visit"):
        return _ask_wish(turn, visit, fee)
    slots, as_wished = search(turn, wishes, visit.plan, area)
    if not slots:
        return hand_over(turn, "stalled", "handover_no_visit")
    opening = turn.voice.say("book_taken") if chosen else "" if as_wished else why_empty(turn, wishes)
    return _offer(turn, visit, choosing.offer(turn, slots, _source(visit)), fee, opening)


def _terms(turn: Turn, visit: Booking, fee: int) -> Fact:
    template = "account_change_fee" if fee else "account_change_free"
    return turn.voice.fact(template, _source(visit), start=say_start(visit.start, turn.now), fee=say_yen(fee))


def _ask_wish(turn: Turn, visit: Booking, fee: int) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="change", asks="wish", draft={"booking_id": visit.booking_id, "fee": fee}),
        facts=(_terms(turn, visit, fee),),
        closing=turn.voice.say("book_ask_wish"),
        options=turn.voice.options(("soonest", "stop")),
        booking=BookingCard("fee_asked", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
        asks="wish",
        progress=turn.state.asks != "wish",
    )


def _offer(turn: Turn, visit: Booking, offer: choosing.Offer, fee: int, opening: str) -> ReplyPlan:
    draft = {"booking_id": visit.booking_id, "candidates": offer.kept, "fee": fee}
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="change", asks="candidate", draft=draft),
        opening=opening,
        facts=(_terms(turn, visit, fee), *offer.facts),
        closing=turn.voice.say("account_change_choose"),
        options=offer.options,
        booking=BookingCard("offered", visit.booking_id, candidates=offer.candidates, plan=visit.plan, fee=fee),
        asks="candidate",
    )


def _move(turn: Turn, visit: Booking, chosen: choosing.Kept, fee: int) -> ReplyPlan:
    start, end = datetime.fromisoformat(chosen["start"]), datetime.fromisoformat(chosen["end"])
    fact = turn.voice.fact("account_moved", _source(visit), start=say_start(start, turn.now))
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={}),
        facts=(fact,),
        effects=(MoveVisit(visit.booking_id, chosen["technician_id"], start, end, fee),),
        options=turn.options(("my_booking",)),
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
