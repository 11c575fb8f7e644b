"""The customer's own visits: what is booked, which one is meant, a cancellation. Fees are stated before it happens."""

import re
from dataclasses import replace
from typing import Final

from agents.context import Turn
from agents.faq import topic_fact
from agents.hearing import agrees, hear
from agents.moving import change, keeps, kept
from agents.own_account import tell_own
from agents.own_record import cancel_fact, cancel_fee_of
from agents.requests import asks_for, booking_number, just_arranged
from agents.visit_day import is_awaited, visit_of_today
from agents.visits import say_start, say_yen, upcoming
from domain.agreement import CANCELS
from domain.effects import CancelVisit
from domain.plan import Fact, ReplyPlan
from domain.records import Booking
from domain.reply import BookingCard, Option, Source

ROUTE = "serve_account"

_SAYS_SO: Final = re.compile(
    r"^(?!.*(?:ない|ません|待っ|ちょっと|(?<!それ)でも|けど|[?？]|(?:です|ます)か[。]?$|いくら|どう|なし|キャンセル[をは](?:キャンセル|やめ)))"
    r".*(?:キャンセル|取り?消|やめ(?:ます|る))"
)
"""A cancellation in so many words, and no doubt beside it."""

_MONTH: Final = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?!\s?\d)")
_SOONER: Final = re.compile(r"早い|近い|最初|先の?(?:ほう|方|やつ)|1つ目|1番|一つ目|ひとつ目|上の")
_LATER: Final = re.compile(r"遅い|遠い|最後|後の|あとの|2つ目|2番|二つ目|ふたつ目|下の")


def serve_account(turn: Turn) -> ReplyPlan:
    """Shows, moves or cancels a visit of the customer's own, or tells what stands in their account."""
    if is_awaited(turn):
        return visit_of_today(turn)
    if turn.perception.own is not None and turn.state.flow is None:
        return tell_own(turn, turn.perception.own)
    visits = upcoming(turn)
    if not visits:
        return _nothing_booked(turn)
    flow, number = _flow(turn), booking_number(turn.perception.text)
    if number is not None and all(visit.booking_id.lower() != number for visit in visits):
        return replace(_show(turn, visits), opening=turn.voice.say("account_not_yours"))
    if flow is None:
        return _show(turn, visits)
    visit = _meant(turn, visits, flow)
    if visit is None:
        return _ask_which(turn, visits, flow)
    if flow == "cancel":
        return (
            _cancel(turn, visit)
            if turn.state.flow == flow and turn.state.asks == "confirm"
            else ask_to_cancel(turn, visit)
        )
    return change(turn, visit)


def _flow(turn: Turn) -> str | None:
    """What is to be done: what the message asks for, else what was under way."""
    wanted = asks_for(turn)
    asked = {"cancel_booking": "cancel", "change_booking": "change"}.get(turn.perception.intent)
    asked = wanted if wanted in ("cancel", "change") else asked
    under_way = turn.state.flow if turn.state.flow in ("cancel", "change") else None
    if turn.perception.intent == "my_booking" and turn.perception.exact:
        return None
    if under_way == "change" and asked == "cancel" and turn.perception.wishes.found:
        return under_way  # 「1日はだめなので5日に」 is about another day
    if under_way == "cancel" and _names_another_day(turn):
        return "change"  # 「取り消しじゃなくて来週の水曜で」: who names a day wants the visit to take place
    return asked or under_way


def _names_another_day(turn: Turn) -> bool:
    booked = {visit.start.date() for visit in upcoming(turn)}
    wished = [wish for wish in turn.perception.wishes.wishes if wish.has_days]
    others = [wish for wish in wished if not wish.dates or not booked.issuperset(wish.dates)]
    return turn.state.asks == "confirm" and bool(others)


def _meant(turn: Turn, visits: list[Booking], flow: str) -> Booking | None:
    """The visit a change or cancellation is about: the only one, the one spoken of, or the one the message names."""
    drafted = turn.state.draft.get("booking_id") if turn.state.flow in ("cancel", "change") else None
    text, wishes = turn.perception.text, turn.perception.wishes
    of_old = [visit for visit in visits if visit.booking_id in (drafted, booking_number(text))]
    if of_old or len(visits) == 1:
        return (of_old or visits)[0]
    days = wishes.booked or (wishes.dates if flow == "cancel" or turn.state.asks == "visit" else ())
    named = [visit for visit in visits if say_start(visit.start, turn.now) == text or visit.start.date() in days]
    if len(named) == 1:
        return named[0]
    newest = next((visit for visit in visits if visit.booking_id == just_arranged(turn)), None)
    return _described(turn, visits) or (newest if not named else None)


def _described(turn: Turn, visits: list[Booking]) -> Booking | None:
    """The one visit of a plan or in a month that a message names; asked which, the sooner or the later one."""
    text, plan = turn.perception.text, hear(turn).plan
    months = {int(month) for month in _MONTH.findall(text)}
    for fits in (lambda visit: visit.plan == plan, lambda visit: visit.start.month in months):
        found = [visit for visit in visits if fits(visit)]
        if len(found) == 1:
            return found[0]
    if turn.state.asks != "visit":
        return None
    if _LATER.search(text):
        return visits[-1]
    return visits[0] if _SOONER.search(text) else None


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


def ask_to_cancel(turn: Turn, visit: Booking, *, progress: bool = True) -> ReplyPlan:
    """States what cancelling a visit costs, and asks."""
    fee = cancel_fee_of(turn, visit)
    return ReplyPlan(
        type="booking",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, flow="cancel", asks="confirm", draft={"booking_id": visit.booking_id, "fee": fee}),
        facts=(cancel_fact(turn, visit),),
        closing=turn.voice.say("account_cancel_ask"),
        options=turn.options(("confirm_cancel", "keep")),
        booking=BookingCard("fee_asked", visit.booking_id, start=visit.start, plan=visit.plan, fee=fee),
        asks="confirm",
        progress=progress,
    )


def _cancel(turn: Turn, visit: Booking) -> ReplyPlan:
    """Cancels where the customer agrees to the fee that was stated; what is neither yes nor no is asked again."""
    text, intent = turn.perception.text, turn.perception.intent
    if keeps(turn, "keep"):
        return kept(turn)
    agreed = (
        turn.presses("confirm_cancel")
        or agrees(turn, CANCELS)
        or (intent == "cancel_booking" and _SAYS_SO.search(text) is not None and not turn.perception.wishes.found)
    )
    if not agreed:
        return ask_to_cancel(turn, visit, progress=False)
    fee = cancel_fee_of(turn, visit)
    if fee > int(turn.state.draft.get("fee", 0)):
        return ask_to_cancel(turn, visit)  # midnight has passed since the fee was stated
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
