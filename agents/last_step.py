"""The last step of a booking: everything that will be ordered with its terms, corrections, and the booking itself."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from agents import choosing, contacts
from agents.context import Turn
from agents.drafts import FLOW, Draft, contact_of
from agents.hearing import agrees
from agents.visits import price, say_start, say_yen, upcoming
from domain.effects import BookVisit, Effect
from domain.plan import ReplyPlan
from domain.pricing import cancel_fee
from domain.reply import BookingCard, Source
from services.visit_terms import cancel_terms

ROUTE = "book"

_ABOUT: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    ("plan", "correct_plan", re.compile(r"プラン|コース")),
    ("payment", "correct_payment", re.compile(r"支払|払い方|決済")),
    ("wish", "correct_when", re.compile(r"日時|日にち|日程|日付|時間|曜日|候補|別の日|ほかの日|他の日")),
    ("address", "correct_address", re.compile(r"住所|場所|訪問先|番地|部屋番号|引っ越|引越")),
    ("phone", "correct_phone", re.compile(r"電話|携帯")),
    ("email", "correct_email", re.compile(r"メール|アドレス|メアド")),
    ("name", "correct_name", re.compile(r"名前|氏名|名義")),
)


def part_to_correct(turn: Turn) -> str | None:
    """The part of the visit that is to be another: what is asked for again."""
    text = turn.perception.text
    for slot, button, words in _ABOUT:
        if button in turn.desk.pack.buttons and turn.presses(button):
            return slot
        if words.search(text):
            return slot
    return None


def ask_correction(turn: Turn, draft: Draft) -> ReplyPlan:
    """Asks which part is wrong."""
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft=draft, asks="correct", choices=()),
        opening=turn.voice.say("book_ask_correct"),
        options=turn.voice.options(("correct_when", "correct_plan", "correct_payment", "correct_address", "stop")),
        asks="correct",
        progress=turn.state.asks != "correct",
    )


def last_step(turn: Turn, draft: Draft) -> ReplyPlan:
    """The last step before it is firm: everything that will be ordered, and the terms."""
    pack = turn.desk.pack
    plan = pack.plans[draft["plan"]]
    start = choosing.start_of(draft["chosen"])
    quoted, addons = price(turn, draft["plan"], start)
    fee = _fee_now(turn, draft)
    stated = {"total": quoted.total, "fee": fee}
    opening = (
        "book_check_again" if draft.get("stated") not in (None, stated) and _unchanged(turn, draft) else "book_check"
    )
    contact = contact_of(turn, draft)
    values = {
        "plan": plan.name,
        "addons": "、".join(pack.addons[name].name for name in addons) or "なし",
        "total": say_yen(quoted.total),
        "start": say_start(start, turn.now),
        "address": contact["address"],
        "payment": draft["payment"],
        "fee": say_yen(fee),
    }
    facts = [turn.voice.fact("book_summary", Source("booking", "ご予約内容"), **values)]
    if turn.customer() is None or draft.get("contact", {}).keys() - {"address"}:
        said = {"name": contact["name"], "phone": contact["phone"], "email": contact.get("email", "")}
        facts.insert(0, turn.voice.fact("book_summary_contact", Source("booking", "ご予約内容"), **said))
    if quoted.discount:
        facts.append(
            turn.voice.fact("book_discount", Source("discounts.repeat", "割引"), amount=say_yen(quoted.discount))
        )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow=FLOW, draft={**draft, "stated": stated}, asks="confirm", choices=()),
        opening=turn.voice.say(opening),
        facts=tuple(facts),
        options=turn.options(("confirm", "correct", "stop")),
        booking=BookingCard("offered", start=start, plan=draft["plan"], price=quoted.total),
        asks="confirm",
        progress=turn.state.asks != "confirm" or not _unchanged(turn, draft),
    )


def is_agreed(turn: Turn, draft: Draft) -> bool:
    """Whether the customer agrees to just what the last step stated, and it is still so."""
    if turn.state.asks != "confirm" or not agrees(turn) or not _unchanged(turn, draft):
        return False
    quoted, _ = price(turn, draft["plan"], choosing.start_of(draft["chosen"]))
    return draft.get("stated") == {"total": quoted.total, "fee": _fee_now(turn, draft)}


def confirm(turn: Turn, draft: Draft) -> ReplyPlan:
    """Makes the visit firm; whoever was not known is from now on."""
    chosen = draft["chosen"]
    start, end = choosing.start_of(chosen), datetime.fromisoformat(chosen["end"])
    quoted, addons = price(turn, draft["plan"], start)
    booking_id = turn.desk.new_id("bk")
    contact = contact_of(turn, draft) | {"payment": draft["payment"]}
    booked = BookVisit(booking_id, chosen["technician_id"], start, end, draft["plan"], addons, quoted.total, contact)
    effects: tuple[Effect, ...] = (booked,)
    if turn.customer() is None:
        effects = (contacts.newcomer(turn, draft), booked)
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
        state=replace(turn.state, flow=None, draft={"booked": booking_id}, plan=None, asks=None, choices=()),
        facts=(fact,),
        closing=turn.voice.say("book_done_next"),
        options=turn.options((), turn.desk.pack.links.after_booking),
        effects=effects,
        booking=BookingCard("booked", booking_id, start=start, plan=draft["plan"], price=quoted.total),
    )


def booked_already(turn: Turn) -> ReplyPlan | None:
    """Says that it is firm, to somebody who confirms once more; None where nothing was booked here lately."""
    booking_id = turn.state.draft.get("booked") if turn.state.flow is None else None
    if booking_id is None or not agrees(turn):
        return None
    visit = next((visit for visit in upcoming(turn) if visit.booking_id == booking_id), None)
    if visit is None:
        return None
    fact = turn.voice.fact(
        "book_done_already",
        Source(visit.booking_id, "ご予約"),
        start=say_start(visit.start, turn.now),
        plan=turn.desk.pack.plans[visit.plan].name,
        total=say_yen(visit.amount),
    )
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=turn.state,
        facts=(fact,),
        options=turn.options(("my_booking", "change_booking")),
        booking=BookingCard("booked", visit.booking_id, start=visit.start, plan=visit.plan, price=visit.amount),
    )


def _fee_now(turn: Turn, draft: Draft) -> int:
    pack = turn.desk.pack
    return cancel_fee(
        pack.plans[draft["plan"]].price, cancel_terms(pack), choosing.start_of(draft["chosen"]), None, turn.now
    )


def _unchanged(turn: Turn, draft: Draft) -> bool:
    return draft == turn.state.draft
