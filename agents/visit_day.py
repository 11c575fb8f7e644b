"""The day of a visit: a customer who waits for the staff is told what holds, and a person sees to it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from agents.context import Turn
from agents.handover import hand_over
from agents.visits import bookings, say_start
from domain.plan import ReplyPlan
from domain.records import LIVE, Booking
from domain.reply import BookingCard, Source

ROUTE = "serve_account"

_AWAITED: Final = re.compile(
    r"(?:来|き|着|到着|現れ|いらっしゃ|お見え)(?:て)?(?:い)?(?:ない|ません|てな|ま?せん|りません|かない|きません|しない|していない|れない)"
    r"|遅刻|遅れて(?:い)?(?:る|ます|ません)|(?:何|なん)時(?:ごろ|頃)?に?(?:着|来|到着)|まだ(?:です|ですか|なの|でしょうか)"
)
_STAFF: Final = re.compile(
    r"スタッフ|担当|測定|技術|作業|業者|人が|方が|誰も|だれも|訪問|約束|予約の時間|時間(?:に|を過ぎ)|まだ"
)


def is_awaited(turn: Turn) -> bool:
    """Whether a customer asks where the staff of today's visit are."""
    text = turn.perception.text
    asks = turn.state.flow is None and _AWAITED.search(text) is not None and _STAFF.search(text) is not None
    return asks and _today(turn) is not None


def visit_of_today(turn: Turn) -> ReplyPlan:
    """Says what holds for a visit of today: before its time, a little late, or so late that rules for it apply."""
    visit = _today(turn)
    assert visit is not None
    late = turn.now - visit.start
    if late > timedelta(minutes=_patience(turn)):
        plan = hand_over(turn, "complaint", "account_late")
    elif late > timedelta(0):
        plan = hand_over(turn, "impatience", "account_not_yet_late")
    else:
        plan = ReplyPlan(
            type="booking",
            route=ROUTE,
            confidence=turn.perception.confidence,
            state=turn.state,
            opening=turn.voice.say("account_before_visit"),
            options=turn.options(("human",)),
        )
    fact = turn.voice.fact("account_now", Source(visit.booking_id, "ご予約"), start=say_start(visit.start, turn.now))
    return replace(
        plan,
        facts=(fact, *plan.facts),
        booking=BookingCard("booked", visit.booking_id, start=visit.start, plan=visit.plan),
    )


def _today(turn: Turn) -> Booking | None:
    mine = (visit for visit in bookings(turn) if visit.status == LIVE and visit.start.date() == turn.now.date())
    return next((visit for visit in mine if turn.now <= visit.end), None)


def _patience(turn: Turn) -> int:
    """Minutes after which the staff count as late."""
    late = turn.desk.pack.facts.get("staff_late")
    return late.value if late is not None and isinstance(late.value, int) else 0
