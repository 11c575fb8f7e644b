"""Books a visit: plan, place, candidates, choice, and the last step before it is firm."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from agents.context import Turn
from agents.handover import hand_over
from agents.visits import as_candidate, as_draft, price, say_start, say_yen, search
from domain.dates import read_wishes
from domain.effects import BookVisit, HoldVisit
from domain.plan import Fact, ReplyPlan
from domain.reply import BookingCard, Option, Source

ROUTE = "book"
WISH_LENGTH: Final = 200
"""Characters of a wish that are remembered until it can be searched for."""

FLOW = "booking"
_NUMBERS: Final = {"1": 0, "一": 0, "最初": 0, "初め": 0, "2": 1, "二": 1, "真ん中": 1, "3": 2, "三": 2, "最後": 2}
_NTH: Final = re.compile(r"(?:^|[^\d])([123一二三])(?:番目?|つ目|個目|で|が|$)|(最初|初め|真ん中|最後)")
_CONFIRM: Final = re.compile(
    r"^(確定|はい|お願い|大丈夫|OK|ok|それで|ええ|うん|いいです|よろしく|問題な|合って)", re.IGNORECASE
)
_STOP: Final = re.compile(r"やめ|中止|取り?消|キャンセル|いいえ|結構です|また今度")
_CORRECT: Final = re.compile(r"修正|変更|違|直し|訂正")


def book(turn: Turn) -> ReplyPlan:
    """Goes as far as what is known allows, and asks for the next thing."""
    pack = turn.desk.pack
    draft = dict(turn.state.draft) if turn.state.flow == FLOW else {}
    text = turn.perception.text
    if turn.perception.wishes.found:
        draft["wish"] = text[:WISH_LENGTH]
    if turn.state.flow == FLOW and _STOP.search(text) and not turn.perception.wishes.found:
        return _stopped(turn)
    plan = named_plan(turn) or draft.get("plan") or turn.state.plan
    if plan is None:
        return _ask(turn, draft, "plan", "book_ask_plan", tuple(Option(p.name, p.name) for p in pack.plans.values()))
    draft["plan"] = plan
    area = named_area(turn) or draft.get("area") or _known_area(turn)
    if area is None:
        if turn.state.asks == "area":
            return hand_over(turn, "uncovered")  # outside the area a person answers, without a promise
        options = tuple(Option(name, name) for name in pack.booking.areas)
        return _ask(turn, draft, "area", "book_ask_area", options)
    draft["area"] = area
    picked = chosen(turn, draft)
    if picked is not None:
        return _take(turn, {**draft, "chosen": picked})
    if draft.get("chosen") and not turn.perception.wishes.found and not _CORRECT.search(text):
        return _go_on(turn, draft)
    return _offer(turn, draft)


def named_plan(turn: Turn) -> str | None:
    """The plan a message names."""
    text = turn.perception.text
    plans = turn.desk.pack.plans
    return next((plan for plan, entry in plans.items() if entry.name.removesuffix("プラン") in text), None)


def named_area(turn: Turn) -> str | None:
    """The prefecture a message names, as the pack writes it."""
    text = turn.perception.text
    areas = turn.desk.pack.booking.areas
    return next((area for area in areas if area in text or area[:-1] in text), None)


def _known_area(turn: Turn) -> str | None:
    customer = turn.customer()
    return customer.prefecture if customer and customer.prefecture in turn.desk.pack.booking.areas else None


def _ask(turn: Turn, draft: dict[str, Any], slot: str, template: str, options: tuple[Option, ...] = ()) -> ReplyPlan:
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


def _offer(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    wishes = turn.perception.wishes
    if not wishes.found and draft.get("wish"):  # said before the plan or the place was settled
        wishes = read_wishes(draft["wish"], turn.now, latest_days=turn.desk.pack.booking.latest_days)
    if not wishes.found and turn.state.asks != "wish" and not draft.get("candidates"):
        return _ask(turn, draft, "wish", "book_ask_wish", turn.voice.options(("soonest",)))
    if wishes.ambiguous is not None and wishes.choices:
        options = tuple(Option(choice, choice) for choice in wishes.choices)
        return _ask(turn, draft, "wish", "book_ask_which", options)
    slots, as_wished = search(turn, wishes, draft["plan"], draft["area"])
    if not slots:
        return hand_over(turn, "stalled")
    kept = [as_draft(slot) for slot in slots]
    read_back = turn.voice.say("book_read_back", wish=wishes.describe()) if wishes.describe() else ""
    opening = read_back if as_wished else f"{read_back}{turn.voice.say('book_none_as_wished')}"
    starts = [say_start(slot.start, turn.now) for slot in slots]
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(
            turn.state, flow=FLOW, draft={**draft, "candidates": kept, "chosen": None}, asks="candidate", choices=()
        ),
        opening=opening,
        facts=tuple(
            Fact(f"{number}. {start}", Source("booking", "空き状況")) for number, start in enumerate(starts, 1)
        ),
        closing=turn.voice.say("book_choose"),
        options=tuple(Option(start, start) for start in starts),
        booking=BookingCard("offered", candidates=tuple(map(as_candidate, kept)), plan=draft["plan"]),
        asks="candidate",
    )


def chosen(turn: Turn, draft: dict[str, Any]) -> dict[str, Any] | None:
    """The candidate a message picks, by its number or by its time."""
    candidates: list[dict[str, Any]] = draft.get("candidates") or []
    if turn.state.asks != "candidate" or not candidates:
        return None
    text, wishes = turn.perception.text, turn.perception.wishes
    for candidate in candidates:
        if say_start(datetime.fromisoformat(candidate["start"]), turn.now) == text:
            return candidate
    fitting = [
        candidate
        for candidate in candidates
        if wishes.wishes and wishes.allows(datetime.fromisoformat(candidate["start"]))
    ]
    if len(fitting) == 1:
        return fitting[0]
    nth = _NTH.search(text)
    if nth is not None and not wishes.wishes:
        index = _NUMBERS[nth[1] or nth[2]]
        return candidates[index] if index < len(candidates) else None
    return None


def _take(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """Holds the chosen candidate while the rest is settled."""
    chosen = draft["chosen"]
    hold = HoldVisit(
        chosen["technician_id"],
        datetime.fromisoformat(chosen["start"]),
        datetime.fromisoformat(chosen["end"]),
        turn.now + timedelta(minutes=turn.desk.pack.booking.hold_minutes),
    )
    plan = _go_on(turn, draft)
    return replace(plan, effects=(hold, *plan.effects))


def _go_on(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """What is still missing once a candidate was chosen."""
    pack = turn.desk.pack
    text = turn.perception.text
    if turn.customer() is None:
        # Nobody sends staff to somebody else's door: a person makes sure who is asking.
        return hand_over(replace(turn, state=replace(turn.state, draft=draft)), "human_request")
    if turn.state.asks == "payment":
        draft["payment"] = next((m for m in pack.booking.payment.methods if m in text or m[:2] in text), None)
    if not draft.get("payment"):
        options = tuple(Option(method, method) for method in pack.booking.payment.methods)
        return _ask(turn, draft, "payment", "book_ask_payment", options)
    if turn.state.asks == "confirm" and _CONFIRM.search(text):
        return _confirm(turn, draft)
    return _last_step(turn, draft)


def _last_step(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """The last step before it is firm: everything that will be ordered, and the terms."""
    pack, customer = turn.desk.pack, turn.customer()
    start = datetime.fromisoformat(draft["chosen"]["start"])
    quoted, addons = price(turn, draft["plan"], start)
    fact = turn.voice.fact(
        "book_summary",
        Source("booking", "ご予約内容"),
        plan=pack.plans[draft["plan"]].name,
        addons="、".join(pack.addons[name].name for name in addons) or "なし",
        total=say_yen(pack, quoted.total),
        start=say_start(start, turn.now),
        address=customer.address if customer else "",
        payment=draft["payment"],
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks="confirm", choices=()),
        opening=turn.voice.say("book_check"),
        facts=(fact,),
        options=turn.voice.options(("confirm", "correct", "stop")),
        booking=BookingCard("offered", start=start, plan=draft["plan"], price=quoted.total),
        asks="confirm",
    )


def _confirm(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    chosen, customer = draft["chosen"], turn.customer()
    start, end = datetime.fromisoformat(chosen["start"]), datetime.fromisoformat(chosen["end"])
    quoted, addons = price(turn, draft["plan"], start)
    booking_id = turn.desk.new_id("bk")
    contact = {"payment": draft["payment"]} | (
        {"name": customer.name, "address": customer.address or "", "phone": customer.phone or ""} if customer else {}
    )
    effect = BookVisit(booking_id, chosen["technician_id"], start, end, draft["plan"], addons, quoted.total, contact)
    fact = turn.voice.fact(
        "book_done",
        Source(booking_id, "ご予約"),
        start=say_start(start, turn.now),
        plan=turn.desk.pack.plans[draft["plan"]].name,
        total=say_yen(turn.desk.pack, quoted.total),
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, draft={}, asks=None, choices=()),
        facts=(fact,),
        closing=turn.voice.say("book_done_next"),
        options=turn.voice.options((), ("prepare", "cancel-fee")),
        effects=(effect,),
        booking=BookingCard("booked", booking_id, start=start, plan=draft["plan"], price=quoted.total),
    )


def _stopped(turn: Turn) -> ReplyPlan:
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, draft={}, asks=None, choices=()),
        opening=turn.voice.say("book_stopped"),
        options=turn.voice.options(("diagnose", "book")),
    )
