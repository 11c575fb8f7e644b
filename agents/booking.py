"""Books a visit: plan, place, candidates, choice, and the last step before it is firm."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from agents import choosing
from agents.context import Turn
from agents.handover import hand_over
from agents.visits import cancel_terms, duration, named_area, prefecture, price, say_start, say_yen, search, why_empty
from domain.dates import DateWishes, read_wishes
from domain.effects import BookVisit, HoldVisit
from domain.naming import named
from domain.plan import ReplyPlan
from domain.pricing import cancel_fee
from domain.reply import BookingCard, Option, Source

ROUTE = "book"
FLOW = "booking"
WISH_LENGTH: Final = 200
"""Characters of a wish that are remembered until it can be searched for."""

_AGREED: Final = re.compile(
    r"(?:はい|ええ|うん|おけ|OK|オッケー|オーケー|了解|承知|確定|この内容|これ|それ|で|を|大丈夫|問題(?:ない|ありません|なし)"
    r"|間違い(?:ない|ありません|なし)|合って(?:い)?(?:ます|る)|いい|良い|よい|けっこう|結構|よろしく|お願い|予約|進めて|です|だよ"
    r"|いたし|ます|しま(?:す|した)|する|して|し|ください|下さい|ね|よ|[、。!\s])+",
    re.IGNORECASE,
)
"""A message that says nothing but yes: whoever adds a doubt or a question has not agreed."""

STOP: Final = re.compile(
    r"(?<!静かに)やめ(る|ます|たい|とく|ておき|て(?!ほし|もら|くれ)|[。!]|$)|中止|取り?消|キャンセル(?!料|規定|ポリシー|でき|は|に|の)"
    r"|また今度|見送"
)
"""The booking under way is given up."""

_CORRECT: Final = re.compile(r"修正|変更|変え|直し|直す|訂正|違|ちが|別の|ほかの|他の|いいえ|^いや|だめ|ダメ")
_ABOUT_PLAN: Final = re.compile(r"プラン|コース")
_ABOUT_PAYMENT: Final = re.compile(r"支払|払い方|決済")
_ABOUT_TIME: Final = re.compile(r"日時|日にち|日程|時間|曜日|候補|別の日|ほかの日|他の日")


def book(turn: Turn) -> ReplyPlan:
    """Goes as far as what is known allows, and asks for the next thing."""
    if turn.presses("book"):  # 「今すぐ予約する」 is a button, not a wish for the soonest visit
        turn = replace(turn, perception=replace(turn.perception, wishes=DateWishes(turn.now.date())))
    wishes = turn.perception.wishes
    draft = _draft(turn)
    if turn.state.flow == FLOW and STOP.search(turn.perception.text) and not wishes.found:
        return _stopped(turn)
    plan = named_plan(turn) or draft.get("plan") or turn.state.plan
    if plan is None:
        return _ask_plan(turn, draft)
    draft = _with(turn, draft, plan=plan)
    area = named_area(turn) or draft.get("area") or _known_area(turn)
    if area is None:
        return _ask_area(turn, draft)
    draft = _with(turn, draft, area=area)
    picked = choosing.chosen(turn, draft.get("candidates") or [])
    if picked is not None:
        return _take(turn, {**draft, "chosen": picked})
    if turn.state.asks in ("confirm", "correct") and _wants_correction(turn, draft):
        return _correct(turn, draft)
    pays = turn.state.asks == "payment" and _named_payment(turn) is not None
    if draft.get("chosen") and (pays or not wishes.found):
        return _go_on(turn, draft)
    return _offer(turn, draft)


def named_plan(turn: Turn) -> str | None:
    """The plan a message names."""
    plans = turn.desk.pack.plans
    return named(turn.perception.text, {plan: (entry.name, *entry.called) for plan, entry in plans.items()})


def _named_payment(turn: Turn) -> str | None:
    payment = turn.desk.pack.booking.payment
    names = {method: (method, *payment.called.get(method, ())) for method in payment.methods}
    return named(turn.perception.text, names)


def _draft(turn: Turn) -> dict[str, Any]:
    """What is known of the visit; a wish said before a diagnosis came between is still one."""
    state = turn.state
    draft = dict(state.draft) if state.flow == FLOW else {k: v for k, v in state.draft.items() if k == "wish"}
    if turn.perception.wishes.found:
        draft["wish"] = turn.perception.text[:WISH_LENGTH]
    return draft


def _with(turn: Turn, draft: dict[str, Any], **said: str) -> dict[str, Any]:
    """The draft with another plan or area. Candidates that no longer fit (place, length of the visit) are dropped."""
    changed = {name for name, value in said.items() if draft.get(name) not in (None, value)}
    pack = turn.desk.pack
    longer = "plan" in changed and duration(pack, said["plan"]) != duration(pack, draft["plan"])
    gone = {"candidates": None, "chosen": None} if longer or "area" in changed else {}
    return {**draft, **said, **gone}


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


def _ask_plan(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    plans = tuple(Option(plan.name, plan.name) for plan in turn.desk.pack.plans.values())
    return _ask(turn, draft, "plan", "book_ask_plan", (*plans, *turn.options(("diagnose",))))


def _ask_area(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """Asks where. Outside the area a person answers, without a promise."""
    customer = turn.customer()
    asked = turn.state.asks == "area"
    if prefecture(turn, surely=not asked) or (customer and customer.prefecture) or (asked and turn.state.stuck):
        turn = replace(turn, state=replace(turn.state, draft=draft))
        return hand_over(turn, "uncovered", "handover_outside", promised=False)
    options = tuple(Option(name, name) for name in turn.desk.pack.booking.areas)
    return _ask(turn, draft, "area", "book_ask_area_again" if asked else "book_ask_area", options)


def _ask_payment(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    options = tuple(Option(method, method) for method in turn.desk.pack.booking.payment.methods)
    return _ask(turn, draft, "payment", "book_ask_payment", options)


def _offer(turn: Turn, draft: dict[str, Any], opening: str = "") -> ReplyPlan:
    wishes = turn.perception.wishes
    if not wishes.found and draft.get("wish"):  # said before the plan or the place was settled
        wishes = read_wishes(draft["wish"], turn.now, latest_days=turn.desk.pack.booking.latest_days)
    if not wishes.found and turn.state.asks != "wish" and not draft.get("candidates"):
        return _ask(turn, draft, "wish", "book_ask_wish", turn.options(("soonest",)))
    if wishes.ambiguous is not None and wishes.choices:
        options = tuple(Option(choice, choice) for choice in wishes.choices)
        return _ask(turn, draft, "wish", "book_ask_which", options)
    slots, as_wished = search(turn, wishes, draft["plan"], draft["area"])
    if not slots:
        turn = replace(turn, state=replace(turn.state, draft=draft))
        return hand_over(turn, "stalled", "handover_no_visit")
    offer = choosing.offer(turn, slots, Source("booking", "空き状況"))
    if not opening:
        opening = turn.voice.say("book_read_back", wish=wishes.describe()) if wishes.describe() else ""
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(
            turn.state,
            flow=FLOW,
            draft={**draft, "candidates": offer.kept, "chosen": None},
            asks="candidate",
            choices=(),
        ),
        opening=opening if as_wished else f"{opening}{why_empty(turn, wishes)}",
        facts=offer.facts,
        closing=turn.voice.say("book_choose"),
        options=offer.options,
        booking=BookingCard("offered", candidates=offer.candidates, plan=draft["plan"]),
        asks="candidate",
        progress=turn.state.asks != "candidate" or turn.perception.wishes.found,
    )


def _take(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """Holds the chosen candidate while the rest is settled."""
    chosen = draft["chosen"]
    if not choosing.is_free(turn, chosen):
        return _offer(turn, draft, turn.voice.say("book_taken"))
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
    customer = turn.customer()
    if customer is None or not customer.address or not customer.phone:
        # Nobody sends staff to somebody else's door: a person makes sure who is asking, and where to go.
        turn = replace(turn, state=replace(turn.state, draft=draft))
        return hand_over(turn, "human_request", "handover_booking")
    draft["payment"] = _named_payment(turn) or draft.get("payment")
    if not draft["payment"]:
        return _ask_payment(turn, draft)
    agreed = turn.presses("confirm") or _AGREED.fullmatch(turn.perception.text)
    if turn.state.asks == "confirm" and agreed and draft == turn.state.draft:
        return _confirm(turn, draft)
    return _last_step(turn, draft)


def _wants_correction(turn: Turn, draft: dict[str, Any]) -> bool:
    """Whether something of the last step is wrong, and the message does not itself say what is right."""
    settled = draft != turn.state.draft or turn.perception.wishes.found or _named_payment(turn) is not None
    return not settled and (turn.state.asks == "correct" or _CORRECT.search(turn.perception.text) is not None)


def _correct(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """Asks again for the part of the visit that is to be another."""
    text = turn.perception.text
    if turn.presses("correct_plan") or _ABOUT_PLAN.search(text):
        return _ask_plan(turn, draft)
    if turn.presses("correct_payment") or _ABOUT_PAYMENT.search(text):
        return _ask_payment(turn, draft)
    if turn.presses("correct_when") or _ABOUT_TIME.search(text):
        afresh = {**draft, "wish": None, "candidates": None, "chosen": None}
        return _ask(turn, afresh, "wish", "book_ask_wish", turn.options(("soonest",)))
    buttons = ("correct_when", "correct_plan", "correct_payment", "stop")
    return _ask(turn, draft, "correct", "book_ask_correct", turn.voice.options(buttons))


def _last_step(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    """The last step before it is firm: everything that will be ordered, and the terms."""
    pack, customer = turn.desk.pack, turn.customer()
    plan = pack.plans[draft["plan"]]
    start = datetime.fromisoformat(draft["chosen"]["start"])
    quoted, addons = price(turn, draft["plan"], start)
    fact = turn.voice.fact(
        "book_summary",
        Source("booking", "ご予約内容"),
        plan=plan.name,
        addons="、".join(pack.addons[name].name for name in addons) or "なし",
        total=say_yen(quoted.total),
        start=say_start(start, turn.now),
        address=customer.address if customer else "",
        payment=draft["payment"],
        fee=say_yen(cancel_fee(plan.price, cancel_terms(pack), start, None, turn.now)),
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks="confirm", choices=()),
        opening=turn.voice.say("book_check"),
        facts=(fact,),
        options=turn.options(("confirm", "correct", "stop")),
        booking=BookingCard("offered", start=start, plan=draft["plan"], price=quoted.total),
        asks="confirm",
        progress=turn.state.asks != "confirm" or draft != turn.state.draft,
    )


def _confirm(turn: Turn, draft: dict[str, Any]) -> ReplyPlan:
    chosen, customer = draft["chosen"], turn.customer()
    if not choosing.is_free(turn, chosen):  # the hold ran out, and somebody else was quicker
        return _offer(turn, draft, turn.voice.say("book_taken"))
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
        total=say_yen(quoted.total),
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=None, draft={}, asks=None, choices=()),
        facts=(fact,),
        closing=turn.voice.say("book_done_next"),
        options=turn.options((), turn.desk.pack.links.after_booking),
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
        options=turn.options(("diagnose", "book")),
    )
