"""Books a visit: plan, place, candidates, choice, contact, payment, and the last step before it is firm."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from agents import choosing, contacts, drafts, last_step
from agents.beside import with_aside, with_receipt
from agents.context import Turn
from agents.drafts import FLOW, Draft
from agents.handover import hand_over
from agents.hearing import CONTACT_STEPS, STOP, Said, agrees, declines, hear, orders_elsewhere, wants_correction
from agents.plan_choice import plan_facts
from agents.small_talk import defers
from agents.visits import as_draft, bookable, prefecture, say_start, search, why_empty
from domain.availability import explain_empty
from domain.dates import DateWishes, Wish
from domain.effects import HoldVisit
from domain.plan import ReplyPlan
from domain.reply import BookingCard, Option, Source
from services.visit_terms import visit_rules

ROUTE = "book"

_AVAILABLE: Final = Source("booking", "空き状況")


def book(turn: Turn) -> ReplyPlan:
    """Goes as far as what is known allows, and asks for the next thing.

    Whatever a message adds brings the booking on, though it was not what was asked for: it is said that it was noted.
    """
    already = last_step.booked_already(turn)
    if already is not None:
        return already
    said = hear(turn)
    return with_aside(turn, said, with_receipt(turn, said, _next_step(turn, said)))


def _next_step(turn: Turn, said: Said) -> ReplyPlan:
    gives_up = STOP.search(said.rest) or declines(turn) or (defers(said.rest) and not said.adds)
    if turn.state.flow == FLOW and gives_up and not said.wishes.found:
        return _stopped(turn)
    draft = drafts.taken_down(turn, said)
    if orders_elsewhere(turn):
        return _outside(turn, draft)
    if draft.get("plan") is None:
        return _ask_plan(turn, draft, said)
    if draft.get("area") is None:
        return _ask_area(turn, draft, said)
    if _is_outside(turn, said):
        return _outside(turn, draft)
    moved, again = draft.pop("moved", False), _again(turn, draft)
    if moved and again is None:
        return _offer(turn, draft, drafts.wished(turn, draft), turn.voice.say("book_area_changed", area=draft["area"]))
    soonest = drafts.wished(turn, draft).asap
    picked = again or choosing.chosen(turn, draft.get("candidates") or [], said.wishes, soonest=soonest)
    if picked is not None:
        return _take(turn, {**draft, "chosen": picked}, said)
    if wants_correction(turn, said):
        return _correct(turn, draft)
    adds = said.contact or said.code or said.payment or not said.wishes.found
    if draft.get("chosen") and adds and choosing.asks_for_others(turn) is None:
        return _go_on(turn, draft, said)
    return _propose(turn, draft, said)


def _ask(turn: Turn, draft: Draft, slot: str, template: str, options: tuple[Option, ...] = ()) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks=slot, choices=()),
        opening=turn.voice.say(template),
        options=options,
        asks=slot,
        progress=turn.state.asks != slot or turn.perception.wishes.found,
    )


def _ask_plan(turn: Turn, draft: Draft, said: Said) -> ReplyPlan:
    asked = turn.state.flow == FLOW and turn.state.asks == "plan"
    template = "book_ask_plan_again" if asked else "book_ask_plan"
    asking = _ask(turn, draft, "plan", template, (*_plan_options(turn), *turn.options(("diagnose",))))
    return replace(asking, opening=_after_wish(turn, draft, said, asking.opening), facts=plan_facts(turn))


def _after_wish(turn: Turn, draft: Draft, said: Said, opening: str) -> str:
    """A question, after what was understood of a wish that came before it."""
    heard = _heard(turn, drafts.wished(turn, draft)) if said.wishes.found else ""
    return f"{heard}\n{opening}" if heard else opening


def _heard(turn: Turn, wishes: DateWishes) -> str:
    """What was understood of a wish before a visit can be searched for, or why none can be had then."""
    why = explain_empty(visit_rules(turn.desk.pack), wishes, turn.now)
    if why in ("too_soon", "too_far"):
        return turn.voice.say(f"book_only_{why}")
    return turn.voice.say("book_read_back", wish=wishes.describe()) if wishes.describe() else ""


def _plan_options(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(plan.name, plan.name) for plan in turn.desk.pack.plans.values())


def _ask_area(turn: Turn, draft: Draft, said: Said) -> ReplyPlan:
    """Asks where. Outside the area a person answers, without a promise."""
    customer = turn.customer()
    asked = turn.state.asks == "area"
    unread = asked and turn.state.stuck and turn.perception.intent != "small_talk"
    if prefecture(turn, surely=not asked) or (customer and customer.prefecture) or unread:
        return _outside(turn, draft)
    options = tuple(Option(name, name) for name in turn.desk.pack.booking.areas)
    template = "book_ask_area_again" if asked and not said.adds else "book_ask_area"
    asking = _ask(turn, draft, "area", template, options)
    return replace(asking, opening=_after_wish(turn, draft, said, asking.opening))


def _is_outside(turn: Turn, said: Said) -> bool:
    """Whether the address just given lies where nobody is sent."""
    return "address" in said.contact and said.area is None and prefecture(turn, surely=True) is not None


def _outside(turn: Turn, draft: Draft) -> ReplyPlan:
    turn = replace(turn, state=replace(turn.state, draft=draft))
    return hand_over(turn, "uncovered", "handover_outside", promised=False)


def _ask_payment(turn: Turn, draft: Draft) -> ReplyPlan:
    options = tuple(Option(method, method) for method in turn.desk.pack.booking.payment.methods)
    again = turn.state.asks == "payment"
    return _ask(turn, draft, "payment", "book_ask_payment_again" if again else "book_ask_payment", options)


def _ask_wish(turn: Turn, draft: Draft) -> ReplyPlan:
    return _ask(turn, draft, "wish", "book_ask_wish", turn.options(("soonest",)))


def _propose(turn: Turn, draft: Draft, said: Said) -> ReplyPlan:
    """Candidates for what is wished, others than those offered, or the question when it should be."""
    wishes, held = drafts.wished(turn, draft), draft.get("chosen")
    candidates = draft.get("candidates") or ([held] if held else [])
    if not wishes.found and turn.state.asks != "wish" and not candidates:
        return _ask_wish(turn, draft)
    if said.wishes.ambiguous is not None and said.wishes.choices:
        options = tuple(Option(choice, choice) for choice in said.wishes.choices)
        return _ask(turn, draft, "wish", "book_ask_which", options)
    others = choosing.asks_for_others(turn) if candidates and not said.wishes.wishes else None
    if others is not None:
        return _offer_others(turn, {**draft, "candidates": candidates}, wishes, others)
    fitting = choosing.fit(turn, candidates, said.wishes) if turn.state.asks == "candidate" else []
    if 1 < len(fitting) < len(candidates):
        return _offered(turn, draft, choosing.again(turn, fitting, _AVAILABLE), turn.voice.say("book_which_of_these"))
    if candidates and not said.wishes.found and turn.state.asks == "candidate":
        return _offered(turn, draft, choosing.again(turn, candidates, _AVAILABLE), turn.voice.say("book_choose_again"))
    return _offer(turn, draft, wishes)


def _offer(turn: Turn, draft: Draft, wishes: DateWishes, opening: str = "") -> ReplyPlan:
    slots, as_wished = search(turn, wishes, draft["plan"], draft["area"])
    if not slots:
        return _nothing_free(turn, draft)
    alone = len(slots) == 1 and turn.state.asks in ("candidate", "confirm")
    if as_wished and (alone or choosing.is_exact(wishes, slots)) and not opening:
        return _take(
            turn, {**draft, "chosen": as_draft(slots[0])}, hear(turn)
        )  # the last step shows the time once more
    if not opening:
        opening = turn.voice.say("book_read_back", wish=wishes.describe()) if wishes.describe() else ""
    opening = opening if as_wished else f"{opening}{why_empty(turn, wishes)}"
    return _offered(turn, draft, choosing.offer(turn, slots, _AVAILABLE), opening)


def _offer_others(turn: Turn, draft: Draft, wishes: DateWishes, kind: choosing.Others) -> ReplyPlan:
    """Candidates that lie as the customer says, or what is nearest where there are none."""
    candidates = draft["candidates"]
    seen = {datetime.fromisoformat(start) for start in draft.get("shown", ())}
    wanted = choosing.others(candidates, wishes, kind)
    slots, as_wished = search(turn, wanted, draft["plan"], draft["area"], but=seen)
    if not as_wished and kind != "none":
        offer = choosing.again(turn, candidates, _AVAILABLE)
        return _offered(turn, draft, offer, turn.voice.say(f"book_none_{kind}"), progress=True)
    if not slots:
        return _nothing_free(turn, draft)
    opening = turn.voice.say("book_others" if as_wished else "book_others_near")
    return _offered(turn, draft, choosing.offer(turn, slots, _AVAILABLE), opening, progress=True)


def _offered(turn: Turn, draft: Draft, offer: choosing.Offer, opening: str, *, progress: bool = False) -> ReplyPlan:
    draft = {**draft, "candidates": offer.kept, "chosen": None, "shown": drafts.shown(draft, offer.kept)}
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks="candidate", choices=()),
        opening=opening,
        facts=offer.facts,
        closing=turn.voice.say("book_choose" if len(offer.kept) > 1 else "book_choose_one"),
        options=offer.options,
        booking=BookingCard("offered", candidates=offer.candidates, plan=draft["plan"]),
        asks="candidate",
        progress=progress or turn.state.asks != "candidate" or offer.kept != turn.state.draft.get("candidates"),
    )


def _nothing_free(turn: Turn, draft: Draft) -> ReplyPlan:
    return hand_over(replace(turn, state=replace(turn.state, draft=draft)), "stalled", "handover_no_visit")


def _take(turn: Turn, draft: Draft, said: Said) -> ReplyPlan:
    """Holds the chosen candidate while the rest is settled."""
    chosen = draft["chosen"]
    if not choosing.is_free(turn, chosen):
        return _lost(turn, draft)
    hold = HoldVisit(
        chosen["technician_id"],
        choosing.start_of(chosen),
        datetime.fromisoformat(chosen["end"]),
        turn.now + timedelta(minutes=turn.desk.pack.booking.hold_minutes),
    )
    plan = _go_on(turn, draft, said)
    held = turn.voice.say("book_held", start=say_start(choosing.start_of(chosen), turn.now))
    opening = held if plan.asks in (*CONTACT_STEPS, "payment", "code") else ""
    words = "\n".join(filter(None, (opening, plan.opening)))
    return replace(plan, opening=words, effects=(hold, *plan.effects))


def _again(turn: Turn, draft: Draft) -> choosing.Kept | None:
    """The start that was chosen before the plan became another, where a visit of the new length is free then too."""
    again = draft.pop("again", None)
    if again is None:
        return None
    start = datetime.fromisoformat(again)
    then = DateWishes(turn.now.date(), wishes=(Wish(dates=(start.date(),), times=(start.time(),)),))
    slots, as_wished = search(turn, then, draft["plan"], draft["area"])
    return as_draft(slots[0]) if as_wished and choosing.is_exact(then, slots) else None


def _lost(turn: Turn, draft: Draft) -> ReplyPlan:
    """The hold ran out and somebody else was quicker, or so much time passed that the visit would be too soon."""
    in_time = bookable(turn, choosing.start_of(draft["chosen"]))
    opening = turn.voice.say("book_taken" if in_time else "book_lapsed")
    return _offer(turn, {**draft, "chosen": None}, drafts.wished(turn, draft), opening)


def _go_on(turn: Turn, draft: Draft, said: Said) -> ReplyPlan:
    """What is still missing once a candidate was chosen."""
    if turn.customer() is None and turn.desk.codes is None:
        # Nobody sends staff to somebody else's door: where no code can be mailed, a person makes sure who is asking.
        turn = replace(turn, state=replace(turn.state, draft=draft))
        return hand_over(turn, "human_request", "handover_booking")
    step = contacts.missing(turn, draft)
    if step is None and turn.state.asks in CONTACT_STEPS and turn.state.asks not in said.contact:
        step = turn.state.asks if not (said.payment or said.plan or agrees(turn)) else None
    if step is not None:
        return contacts.ask(turn, draft, step)
    if turn.customer() is None:
        shown = contacts.show_email(turn, draft, said)
        if isinstance(shown, ReplyPlan):
            return shown
        plan = _settle(shown.turn, draft)
        return replace(plan, effects=(*shown.effects, *plan.effects))
    return _settle(turn, draft)


def _settle(turn: Turn, draft: Draft) -> ReplyPlan:
    """Payment, the last step, and the booking itself."""
    if not draft.get("payment"):
        return _ask_payment(turn, draft)
    if not choosing.is_free(turn, draft["chosen"]):
        return _lost(turn, draft)
    if last_step.is_agreed(turn, draft):
        return last_step.confirm(turn, draft)
    return last_step.last_step(turn, draft)


def _correct(turn: Turn, draft: Draft) -> ReplyPlan:
    """Asks again for the part of the visit that is to be another."""
    part = last_step.part_to_correct(turn)
    match part:
        case None:
            return last_step.ask_correction(turn, draft)
        case "plan":
            return replace(
                _ask(turn, draft, "plan", "book_ask_other_plan", _plan_options(turn)), facts=plan_facts(turn)
            )
        case "payment":
            return _ask_payment(turn, draft)
        case "wish":
            afresh = {**draft, "wishes": None, "candidates": None, "chosen": None, "shown": None}
            return _ask_wish(turn, {name: value for name, value in afresh.items() if value is not None})
        case _:
            return contacts.ask(turn, draft, part)


def _stopped(turn: Turn) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, draft={}, asks=None, choices=()),
        opening=turn.voice.say("book_stopped"),
        options=turn.options(("diagnose", "book")),
    )
