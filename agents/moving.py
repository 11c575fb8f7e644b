"""Moves a visit of the customer's own. What it costs is stated, and asked about where it is not free, before."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from agents import as_booked, choosing, drafts
from agents.context import Turn
from agents.handover import hand_over
from agents.hearing import agrees, hear
from agents.own_record import change_fact
from agents.visits import as_draft, moved_price, say_start, say_yen, search, visit_area, why_empty
from domain.agreement import MOVES
from domain.dates import DateWishes, Wish
from domain.effects import HoldVisit, MoveVisit, NewPrice
from domain.plan import Fact, ReplyPlan
from domain.pricing import change_fee
from domain.records import Booking
from domain.reply import BookingCard, Source
from services.visit_terms import change_terms

ROUTE = "serve_account"

_KEEP: Final = re.compile(
    r"キャンセル(は|を)?(し(ない|ません|なくて)|やめ|取りや)|やめ(て|と)(おき|く)|やっぱり(いい|やめ|結構)|そのまま|残し"
    r"|いいえ|変えな|変更し(ない|ません)|変更(は|を)?(やめ|しなくて)|見送|また今度|結構です"
)
"""Nothing shall happen to the visit."""


def change(turn: Turn, visit: Booking) -> ReplyPlan:
    """Moves to the candidate chosen, or offers candidates for a wish, or asks for one."""
    state, said = turn.state, hear(turn)
    draft = dict(state.draft) if state.flow == "change" else {}
    said = as_booked.spelled_out(turn, visit, said, offered=bool(draft.get("candidates")))
    if state.flow == "change" and not said.wishes.found and (keeps(turn, "stop") or "やめ" in turn.perception.text):
        return kept(turn)
    fee = change_fee(change_terms(turn.desk.pack), visit.start, turn.now)
    decides = not _wants_when(said.wishes) and choosing.asks_for_others(turn) is None
    if state.flow == "change" and state.asks == "confirm" and decides:
        return _confirmed(turn, visit, draft, fee)
    soonest = drafts.wished(turn, draft).asap
    picked = choosing.chosen(turn, draft.get("candidates") or [], said.wishes, soonest=soonest)
    if picked is not None:
        return _take(turn, visit, {**draft, "chosen": picked}, fee)
    if visit_area(turn, visit) is None:
        return hand_over(turn, "human_request")
    draft |= {"booking_id": visit.booking_id, "fee": fee}
    which_way = None if draft.get("candidates") else as_booked.which_way(visit, said)
    if which_way is not None:
        return _propose_beside(turn, visit, draft, fee, which_way)
    if _wants_when(said.wishes) and state.asks != "visit":
        draft["wishes"] = drafts.remembered(turn, as_booked.with_own_day(turn, visit, draft, said), said)
    elif not draft.get("candidates"):
        return _ask_wish(turn, visit, draft, fee)
    return _propose(turn, visit, draft, fee, said.wishes)


def ask_to_move(turn: Turn, visit: Booking, start: datetime) -> ReplyPlan | None:
    """States what moving a visit to a time costs, and asks; None where nobody is free then."""
    area = visit_area(turn, visit)
    then = DateWishes(turn.now.date(), wishes=(Wish(dates=(start.date(),), times=(start.time(),)),))
    slots, as_wished = search(turn, then, visit.plan, area, moved=visit.booking_id) if area else ((), False)
    slot = next((slot for slot in slots if as_wished and slot.start == start), None)
    if slot is None:
        return None
    fee, chosen = change_fee(change_terms(turn.desk.pack), visit.start, turn.now), as_draft(slot)
    draft = {"booking_id": visit.booking_id, "fee": fee, "chosen": chosen, "candidates": [chosen]}
    return _ask_confirm(turn, visit, draft, fee)


def keeps(turn: Turn, button: str) -> bool:
    """Whether the customer leaves the visit as it is."""
    if turn.presses("confirm_cancel"):
        return False
    return turn.presses(button) or turn.perception.intent == "deny" or _KEEP.search(turn.perception.text) is not None


def kept(turn: Turn) -> ReplyPlan:
    """Nothing happens to the visit."""
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={}),
        opening=turn.voice.say("account_kept"),
        options=turn.options(("my_booking", "change_booking")),
    )


def _wants_when(wishes: DateWishes) -> bool:
    """Whether a message says to when a visit should be moved; the day it is booked for alone does not."""
    return bool(wishes.wishes or wishes.refusals or wishes.invalid or wishes.asap or wishes.anytime)


def _propose_beside(
    turn: Turn, visit: Booking, draft: dict[str, Any], fee: int, which_way: choosing.Others
) -> ReplyPlan:
    """Candidates before or after the time that is booked."""
    area = visit_area(turn, visit)
    assert area is not None
    booked = [{"start": visit.start.isoformat(), "end": visit.end.isoformat()}]
    wishes = choosing.others(booked, DateWishes(turn.now.date()), which_way)
    slots, as_wished = search(turn, wishes, visit.plan, area, but={visit.start}, moved=visit.booking_id)
    if not slots:
        return hand_over(turn, "stalled", "handover_no_visit")
    opening = "" if as_wished or which_way == "none" else turn.voice.say(f"book_none_{which_way}")
    return _offer(turn, visit, draft, choosing.offer(turn, slots, _source(visit)), fee, opening)


def _propose(turn: Turn, visit: Booking, draft: dict[str, Any], fee: int, new: DateWishes) -> ReplyPlan:
    area = visit_area(turn, visit)
    assert area is not None
    candidates, wishes = draft.get("candidates") or [], as_booked.elsewhere(visit, drafts.wished(turn, draft))
    others = choosing.asks_for_others(turn) if candidates and not new.wishes else None
    seen = {visit.start}
    if others is not None:
        seen |= {datetime.fromisoformat(start) for start in draft.get("shown", ())}
        wishes = choosing.others(candidates, wishes, others)
    elif candidates and not _wants_when(new):
        again = choosing.again(turn, candidates, _source(visit))
        return replace(_offer(turn, visit, draft, again, fee, turn.voice.say("book_choose_again")), progress=False)
    slots, as_wished = search(turn, wishes, visit.plan, area, but=seen, moved=visit.booking_id)
    if not as_wished and others not in (None, "none"):
        again = choosing.again(turn, candidates, _source(visit))
        return _offer(turn, visit, draft, again, fee, turn.voice.say(f"book_none_{others}"))
    if not slots:
        return hand_over(turn, "stalled", "handover_no_visit")
    alone = len(slots) == 1 and turn.state.asks == "candidate"
    if as_wished and (alone or choosing.is_exact(wishes, slots)) and not others:
        kept = as_draft(slots[0])
        return _ask_confirm(turn, visit, {**draft, "chosen": kept, "candidates": [kept]}, fee)
    opening = "" if as_wished else why_empty(turn, wishes)
    return _offer(turn, visit, draft, choosing.offer(turn, slots, _source(visit)), fee, opening)


def _take(turn: Turn, visit: Booking, draft: dict[str, Any], fee: int) -> ReplyPlan:
    """What happens once a candidate is chosen: a move that costs nothing is made, another is asked about first."""
    chosen = draft["chosen"]
    if not choosing.is_free(turn, chosen, visit.booking_id):
        return _taken(turn, visit, draft, fee)
    if fee > int(draft.get("fee", 0)):  # the deadline has passed since the fee was stated
        again = choosing.again(turn, draft["candidates"], _source(visit))
        return _offer(turn, visit, draft, again, fee, turn.voice.say("account_fee_changed"))
    costs = fee or moved_price(turn, visit, choosing.start_of(chosen)) is not None
    return _ask_confirm(turn, visit, draft, fee) if costs else _move(turn, visit, chosen, fee)


def _taken(turn: Turn, visit: Booking, draft: dict[str, Any], fee: int) -> ReplyPlan:
    area = visit_area(turn, visit)
    wishes = drafts.wished(turn, draft)
    slots, _ = (
        search(turn, wishes, visit.plan, area, but={visit.start}, moved=visit.booking_id) if area else ((), False)
    )
    if not slots:
        return hand_over(turn, "stalled", "handover_no_visit")
    again = choosing.offer(turn, slots, _source(visit))
    return _offer(turn, visit, draft, again, fee, turn.voice.say("book_taken"))


def _confirmed(turn: Turn, visit: Booking, draft: dict[str, Any], fee: int) -> ReplyPlan:
    """Moves where the customer agrees to the fee that was stated; what is neither yes nor no is asked again."""
    chosen = draft["chosen"]
    if not choosing.is_free(turn, chosen, visit.booking_id):
        return _taken(turn, visit, draft, fee)
    if not (agrees(turn, MOVES) or turn.presses("confirm_move")) or fee > int(draft.get("fee", 0)):
        return replace(_ask_confirm(turn, visit, draft, fee), progress=fee > int(draft.get("fee", 0)))
    return _move(turn, visit, chosen, fee)


def _ask_wish(turn: Turn, visit: Booking, draft: dict[str, Any], fee: int) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="change", asks="wish", draft=draft),
        facts=(change_fact(turn, visit),),
        closing=turn.voice.say("book_ask_wish"),
        options=turn.voice.options(("soonest", "stop")),
        booking=BookingCard("fee_asked", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
        asks="wish",
        progress=turn.state.asks != "wish",
    )


def _offer(
    turn: Turn, visit: Booking, draft: dict[str, Any], offer: choosing.Offer, fee: int, opening: str
) -> ReplyPlan:
    draft = {**draft, "fee": fee, "candidates": offer.kept, "shown": drafts.shown(draft, offer.kept)}
    draft.pop("chosen", None)
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="change", asks="candidate", draft=draft),
        opening=opening,
        facts=(change_fact(turn, visit), *offer.facts),
        closing=turn.voice.say("book_choose" if fee else "account_change_choose"),
        options=offer.options,
        booking=BookingCard("offered", visit.booking_id, candidates=offer.candidates, plan=visit.plan, fee=fee),
        asks="candidate",
    )


def _ask_confirm(turn: Turn, visit: Booking, draft: dict[str, Any], fee: int) -> ReplyPlan:
    """Holds the chosen candidate, states the fee and asks."""
    chosen = draft["chosen"]
    start = choosing.start_of(chosen)
    hold = HoldVisit(
        chosen["technician_id"],
        start,
        datetime.fromisoformat(chosen["end"]),
        turn.now + timedelta(minutes=turn.desk.pack.booking.hold_minutes),
        moved=visit.booking_id,
    )
    price = moved_price(turn, visit, start)
    fact = turn.voice.fact("account_ask_move", _source(visit), start=say_start(start, turn.now), fee=say_yen(fee))
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="change", asks="confirm", draft={**draft, "fee": fee}),
        facts=(fact, *_price_facts(turn, visit, price)),
        closing=turn.voice.say("account_none_moved"),
        options=turn.options(("confirm_move", "stop")),
        effects=(hold,),
        booking=BookingCard("fee_asked", visit.booking_id, start=start, plan=visit.plan, fee=fee),
        asks="confirm",
    )


def _move(turn: Turn, visit: Booking, chosen: choosing.Kept, fee: int) -> ReplyPlan:
    start, end = choosing.start_of(chosen), datetime.fromisoformat(chosen["end"])
    price = moved_price(turn, visit, start)
    fact = turn.voice.fact("account_moved", _source(visit), start=say_start(start, turn.now))
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, asks=None, draft={"booked": visit.booking_id}),
        facts=(fact, *_price_facts(turn, visit, price)),
        effects=(MoveVisit(visit.booking_id, chosen["technician_id"], start, end, fee, price),),
        options=turn.options(("my_booking",)),
        booking=BookingCard("rescheduled", visit.booking_id, start=start, plan=visit.plan, fee=fee),
    )


def _price_facts(turn: Turn, visit: Booking, price: NewPrice | None) -> tuple[Fact, ...]:
    if price is None:
        return ()
    addons = "、".join(turn.desk.pack.addons[name].name for name in price.addons) or "なし"
    return (turn.voice.fact("account_new_price", _source(visit), addons=addons, total=say_yen(price.amount)),)


def _source(visit: Booking) -> Source:
    return Source(visit.booking_id, "ご予約")
